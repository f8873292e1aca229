import { Button, Card, Row, Text } from "rill/sdk";

export default function Server() {
  return (
    <Card
      title="web-1"
      variant="success"
      header={<Text style={{ color: "muted" }}>Frankfurt, up for 12 days</Text>}
      footer={
        <Row style={{ justify: "end", gap: 1 }}>
          <Button compact>Logs</Button>
          <Button compact variant="primary">
            Restart
          </Button>
        </Row>
      }
    >
      <Text>CPU 12 %, memory 3.1 of 8 GB</Text>
    </Card>
  );
}
