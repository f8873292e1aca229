import { useState } from "react";
import { Button, Row, Text } from "rill/sdk";

export default function Actions() {
  const [saved, setSaved] = useState(0);
  return (
    <Row style={{ gap: 1, align: "center" }}>
      <Button variant="primary" icon="save" onPress={() => setSaved(saved + 1)} hint="Writes all changes to disk">
        Save
      </Button>
      <Button disabled>Undo</Button>
      <Button compact>Small</Button>
      <Text>Saved {saved} times</Text>
    </Row>
  );
}
