import { ActivityIndicator, Row, Text } from "rill/sdk";

export default function Loading() {
  return (
    <Row style={{ gap: 1 }}>
      <ActivityIndicator label="Loading" />
      <Text>Looking for orders</Text>
    </Row>
  );
}
