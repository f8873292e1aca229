import { Button, Row, Text } from "rill/sdk";

export default function Toolbar() {
  return (
    <Row style={{ gap: 1, align: "center", wrap: "wrap" }}>
      <Text style={{ grow: 1, bold: true }}>3 files selected</Text>
      <Button>Copy</Button>
      <Button variant="error">Delete</Button>
    </Row>
  );
}
