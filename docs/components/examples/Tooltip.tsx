import { Button, Row, Text, Tooltip, View } from "rill/sdk";

// picture: 50x8 keys: tab
export default function Publish() {
  return (
    <View style={{ height: 8 }}>
      <Row>
        <Tooltip content={<Text>Everybody can read it then.</Text>}>
          <Button>Publish</Button>
        </Tooltip>
      </Row>
    </View>
  );
}
