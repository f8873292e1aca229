import { useState } from "react";
import { Button, Checkbox, Form, FormField, Text, TextInput } from "rill/sdk";

// picture: 56x16
export default function SignUp() {
  const [said, setSaid] = useState("");
  return (
    <Form onSubmit={({ values }) => setSaid(`Welcome, ${values.name}`)} onInvalid={({ fields }) => setSaid(`Look at: ${fields.join(", ")}`)}>
      <FormField title="Name">
        <TextInput name="name" required />
      </FormField>
      <FormField title="Mail" help="We never pass it on.">
        <TextInput name="mail" inputMode="email" />
      </FormField>
      <Checkbox name="news">Send me news</Checkbox>
      <Button submit variant="primary">
        Sign up
      </Button>
      <Text>{said}</Text>
    </Form>
  );
}
