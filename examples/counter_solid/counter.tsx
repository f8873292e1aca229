/** @jsxImportSource rill/sdk/solid */
// The smallest guest there is, in Solid: a number and a button that adds to it. The component runs once; what shows `count()` follows it.

import { createSignal } from "solid-js";
import { Button, Column, Text } from "rill/sdk/solid";

export default function Counter() {
  const [count, setCount] = createSignal(0);
  return (
    <Column>
      <Text>Count: {count()}</Text>
      <Button title="Add one" onPress={() => setCount((old) => old + 1)} />
    </Column>
  );
}
