// What the customer that is chosen on the desk has ordered, as a chart and as a table. By Ole.

import { useEffect, useMemo, useState } from "react";
import { BarChart, Button, Column, Heading, Row, Tab, Table, Tabs, Text, useConfig, useHostCall, useHostEvent, useRemoteRef, useSendToHost } from "rill/sdk";
import { CreditMeter } from "./host";

interface Order {
  readonly number: number;
  readonly month: number;
  readonly item: string;
  readonly amount: number;
  readonly state: "open" | "sent" | "paid";
}

interface DeskConfig {
  readonly customer: { readonly id: number; readonly name: string; readonly creditLimit: number };
  readonly currency: "EUR" | "USD";
  readonly rate: number;
}

type SortKey = "number" | "item" | "amount" | "state";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"];
// From this height on there is room for the chart and the table, one below the other.
const TALL = 26;
const ONE_LINE = { border: "none", height: 1 } as const;

export default function Report() {
  const { customer, currency, rate } = useConfig<DeskConfig>();
  const load = useHostCall<[customer: number], readonly Order[]>("orders.load");
  const sendToHost = useSendToHost();
  const meter = useRemoteRef<typeof CreditMeter>();
  const [orders, setOrders] = useState<readonly Order[]>([]);
  const [flagged, setFlagged] = useState<ReadonlySet<number>>(new Set());
  const [sort, setSort] = useState<{ readonly by: SortKey; readonly down: boolean }>({ by: "number", down: false });
  const [loads, setLoads] = useState(0);
  const [tall, setTall] = useState(false);
  const [crashed, setCrashed] = useState(false);
  if (crashed) throw new Error("Ole's report was told to crash");

  useHostEvent<{ customer: number }>("ORDER_ADDED", (added) => {
    if (added.customer === customer.id) setLoads(loads + 1);
  });
  useEffect(() => {
    let current = true;
    void load(customer.id).then((loaded) => current && setOrders(loaded));
    return () => {
      current = false;
    };
  }, [customer.id, load, loads]);

  const money = (euros: number) => Math.round(euros * rate);
  const used = orders.reduce((sum, order) => sum + (order.state === "paid" ? 0 : order.amount), 0);
  const bars = MONTHS.map((label, place) => ({
    label,
    value: money(orders.reduce((sum, order) => sum + (order.month === place + 1 ? order.amount : 0), 0)),
  }));
  const sorted = useMemo(() => {
    const ascending = [...orders].sort((a, b) => (a[sort.by] < b[sort.by] ? -1 : a[sort.by] > b[sort.by] ? 1 : a.number - b.number));
    return sort.down ? ascending.reverse() : ascending;
  }, [orders, sort]);

  const flag = (order: Order) => {
    const next = new Set(flagged);
    if (!next.delete(order.number)) next.add(order.number);
    setFlagged(next);
    sendToHost("order_flagged", { order: order.number, flagged: next.has(order.number) });
  };
  const askForMore = (limit: number) => {
    sendToHost("credit_asked", { customer: customer.id, limit: Math.round(limit / rate) });
    void meter.call.alarm("asked for more");
  };

  const chart = (
    <BarChart label="Orders by month" horizontal showValues unit={` ${currency}`} bars={bars} style={tall ? { height: MONTHS.length } : { grow: 1 }} />
  );
  const table = (
    <Table
      label="Orders"
      data={sorted}
      columns={[
        { key: "number", title: "No.", width: 7, sortable: true, render: (order) => `${flagged.has(order.number) ? "! " : "  "}${order.number}` },
        { key: "item", title: "Item", sortable: true },
        { key: "amount", title: currency, width: 8, align: "end", sortable: true, render: (order) => money(order.amount) },
        { key: "state", title: "State", width: 7, sortable: true, render: (order) => ({ text: order.state, color: order.state === "open" ? "warning" : "muted" }) },
      ]}
      keyExtractor={(order) => String(order.number)}
      sortBy={sort.by}
      sortDirection={sort.down ? "descending" : "ascending"}
      onSort={({ column, direction }) => setSort({ by: column as SortKey, down: direction === "descending" })}
      onItemPress={({ item }) => flag(item)}
      empty={<Text>No orders.</Text>}
      style={{ grow: 1 }}
    />
  );

  return (
    <Column style={{ padding: [0, 1], gap: 1 }} onLayout={({ height }) => setTall(height >= TALL)}>
      <Heading level={2} numberOfLines={1}>
        Orders of {customer.name}
      </Heading>
      <CreditMeter
        ref={meter}
        label="Credit"
        used={money(used)}
        limit={money(customer.creditLimit)}
        unit={` ${currency}`}
        onRaise={({ limit }) => askForMore(limit)}
      />
      {tall ? (
        <Column style={{ grow: 1, gap: 1 }}>
          {chart}
          {table}
        </Column>
      ) : (
        <Tabs label="Views" style={{ grow: 1, minHeight: 4 }}>
          <Tab name="months" title="By month">
            {chart}
          </Tab>
          <Tab name="orders" title={`All ${orders.length}`}>
            {table}
          </Tab>
        </Tabs>
      )}
      <Row style={{ gap: 1, justify: "space-between" }}>
        <Text role="status" style={{ color: "muted" }}>
          {money(orders.reduce((sum, order) => sum + order.amount, 0))} {currency} in all
        </Text>
        <Button title="Crash this plugin" variant="error" style={ONE_LINE} onPress={() => setCrashed(true)} />
      </Row>
    </Column>
  );
}
