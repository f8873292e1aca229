import { useState } from "react";
import { Checkbox, Column } from "rill/sdk";

export default function Shopping() {
  const [milk, setMilk] = useState(true);
  return (
    <Column>
      <Checkbox value={milk} onChange={({ value }) => setMilk(value)}>
        Buy milk
      </Checkbox>
      <Checkbox>Buy bread</Checkbox>
    </Column>
  );
}
