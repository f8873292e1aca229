import { useState } from "react";
import { Column, Text, TextInput } from "rill/sdk";

export default function Name() {
  const [name, setName] = useState("Ada");
  return (
    <Column>
      <TextInput label="Your name" value={name} onChange={({ value }) => setName(value)} invalid={name.length > 20} />
      <TextInput label="Password" secureTextEntry placeholder="Password" />
      <TextInput label="Notes" multiline rows={2} defaultValue={"First line\nSecond line"} />
      <Text style={{ color: "muted" }}>{20 - name.length} letters left</Text>
    </Column>
  );
}
