// The smallest guest worth showing: state, events, props from the host, and keys.

import { useState } from "react";
import { Button, Column, event, Row, Text } from "rill/sdk";

type CounterProps = {
  /** The number to begin with. */
  start?: number;
  /** How far one press goes. */
  step?: number;
};

export default function Counter({ start = 0, step = 1 }: CounterProps) {
  const [count, setCount] = useState(start);
  const change = (by: number) => setCount((current) => current + by);

  return (
    <Column style={{ padding: 1 }}>
      <Column
        role="group"
        label="Counter"
        style={{ padding: [1, 2], gap: 1, border: "round", borderColor: "primary", width: 48, maxWidth: "100%" }}
        onKeyDown={event(({ key }) => change(key === "ArrowUp" ? step : -step), { keys: ["ArrowUp", "ArrowDown"] })}
      >
        <Text role="heading" level={1} style={{ bold: true }}>
          Counter
        </Text>
        <Text id="count" style={{ color: count < 0 ? "error" : "success" }}>
          Count: {count}
        </Text>
        <Row style={{ gap: 1 }}>
          <Button label="Decrease" style={{ minWidth: 10 }} autoFocus onPress={() => change(-step)}>
            − {step}
          </Button>
          <Button label="Increase" style={{ minWidth: 10 }} variant="primary" onPress={() => change(step)}>
            + {step}
          </Button>
          <Button label="Reset" style={{ minWidth: 10 }} disabled={count === start} onPress={() => setCount(start)}>
            Reset
          </Button>
        </Row>
        <Text style={{ color: "muted" }}>Tab moves, Enter presses, ↑ and ↓ count.</Text>
      </Column>
    </Column>
  );
}
