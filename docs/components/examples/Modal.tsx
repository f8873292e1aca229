import { useState } from "react";
import { Button, Modal, Row, Text, View } from "rill/sdk";

// picture: 60x14
export default function Delete() {
  const [asking, setAsking] = useState(true);
  return (
    <View style={{ height: 14 }}>
      <Button variant="error" onPress={() => setAsking(true)}>
        Delete all
      </Button>
      <Modal
        open={asking}
        title="Delete 3 files?"
        onClose={() => setAsking(false)}
        footer={
          <Row style={{ gap: 1, justify: "end" }}>
            <Button onPress={() => setAsking(false)}>Keep</Button>
            <Button variant="error" onPress={() => setAsking(false)}>
              Delete
            </Button>
          </Row>
        }
      >
        <Text>They cannot be brought back.</Text>
      </Modal>
    </View>
  );
}
