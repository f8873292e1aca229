// 7GUIs, task 1: a number and a button that adds one to it.

import { useState } from "react";
import { Button, Column, Row, Text } from "rill/sdk";

export default function Counter() {
  const [count, setCount] = useState(0);
  return (
    <Column style={{ padding: [1, 2] }}>
      <Row style={{ gap: 2, align: "center" }}>
        <Text id="count" role="status" label={`Count: ${count}`} style={{ minWidth: 6, textAlign: "end", bold: true }}>
          {count}
        </Text>
        <Button variant="primary" autoFocus onPress={() => setCount(count + 1)}>
          Count
        </Button>
      </Row>
    </Column>
  );
}
