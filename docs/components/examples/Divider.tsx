import { Column, Divider, Text } from "rill/sdk";

export default function Parts() {
  return (
    <Column>
      <Text>Above</Text>
      <Divider title="Details" />
      <Text>Below</Text>
    </Column>
  );
}
