import { useState } from "react";
import { FormField, TextInput } from "rill/sdk";

export default function Age() {
  const [age, setAge] = useState("17");
  return (
    <FormField title="Age" help="In years." error={Number(age) < 18 ? "You must be 18 or older." : null}>
      <TextInput inputMode="numeric" value={age} onChange={({ value }) => setAge(value)} />
    </FormField>
  );
}
