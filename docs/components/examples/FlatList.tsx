import { FlatList, Row, Text } from "rill/sdk";

const ORDERS = Array.from({ length: 100_000 }, (_, number) => ({ id: number + 1, total: ((number * 7919) % 50_000) / 100 }));

export default function Orders() {
  return (
    <FlatList
      data={ORDERS}
      keyExtractor={(order) => String(order.id)}
      itemHeight={1}
      cursor="item"
      onItemPress={({ item }) => console.log(item.id)}
      renderItem={({ item }) => (
        <Row>
          <Text style={{ grow: 1 }}>Order {item.id}</Text>
          <Text style={{ color: "muted" }}>{item.total.toFixed(2)}</Text>
        </Row>
      )}
      style={{ height: 8 }}
    />
  );
}
