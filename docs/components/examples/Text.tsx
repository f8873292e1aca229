import { Text } from "rill/sdk";

export default function Saved() {
  return (
    <Text>
      Saved <Text style={{ bold: true, color: "success" }}>3 files</Text> to <Text style={{ italic: true }}>reports</Text>.
    </Text>
  );
}
