import { Sparkline, Row, Text } from "rill/sdk";

const LOAD = [2, 4, 3, 8, 12, 9, 14, 11, 7, 5, 6, 9, 13, 15, 10, 6];

export default function Load() {
  return (
    <Row style={{ gap: 2, align: "end" }}>
      <Text>Load of the last hour</Text>
      <Sparkline label="Load of the last hour" data={LOAD} style={{ width: 24, height: 2 }} />
    </Row>
  );
}
