// The counter of examples/counter_solid in React.

import { useState } from "react";
import { Button, Column, Text } from "rill/sdk";

export default function Counter() {
  const [count, setCount] = useState(0);
  return (
    <Column>
      <Text>Count: {count}</Text>
      <Button title="Add one" onPress={() => setCount((old) => old + 1)} />
    </Column>
  );
}
