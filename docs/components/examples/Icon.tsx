import { Icon, Row, Text } from "rill/sdk";

export default function Signs() {
  return (
    <Row style={{ gap: 3 }}>
      <Text>
        <Icon name="check" color="success" /> Delivered
      </Text>
      <Text>
        <Icon name="warning" color="warning" /> Late
      </Text>
      <Text>
        <Icon name="star" color="accent" /> <Icon name="star" color="accent" /> <Icon name="star-empty" />
      </Text>
    </Row>
  );
}
