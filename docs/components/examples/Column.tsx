import { Column, Text } from "rill/sdk";

export default function Steps() {
  return (
    <Column style={{ gap: 1, align: "center" }}>
      <Text>Measure</Text>
      <Text>Cut</Text>
      <Text style={{ alignSelf: "end", color: "success" }}>Done</Text>
    </Column>
  );
}
