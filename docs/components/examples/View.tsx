import { Text, View } from "rill/sdk";

export default function Notice() {
  return (
    <View style={{ border: "round", borderColor: "primary", padding: [1, 2] }}>
      <Text style={{ bold: true }}>Maintenance tonight</Text>
      <Text style={{ color: "muted" }}>Orders are closed from 22:00 to 23:00.</Text>
    </View>
  );
}
