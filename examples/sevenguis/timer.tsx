// 7GUIs, task 4: a timer whose duration can be changed while it runs.

import { useEffect, useReducer } from "react";
import { Button, Column, ProgressBar, Row, Slider, Text } from "rill/sdk";

const TICK_MS = 100;
const LABEL = { width: 14 } as const;

type Timing = { readonly elapsedMs: number; readonly durationMs: number };

type Change =
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "set-duration"; readonly ms: number }
  | { readonly kind: "reset" };

function changed(timing: Timing, change: Change): Timing {
  const { elapsedMs, durationMs } = timing;
  switch (change.kind) {
    case "pass":
      // It stops at its end; what passed beyond an end that was moved back stays passed.
      return { durationMs, elapsedMs: Math.max(elapsedMs, Math.min(elapsedMs + change.ms, durationMs)) };
    case "set-duration":
      return { elapsedMs, durationMs: change.ms };
    case "reset":
      return { elapsedMs: 0, durationMs };
  }
}

export default function Timer() {
  const [{ elapsedMs, durationMs }, change] = useReducer(changed, { elapsedMs: 0, durationMs: 15_000 });
  const running = elapsedMs < durationMs;

  // It ticks while there is something to wait for, and moving the slider does not begin a tick anew: else it would stand
  // still for as long as somebody drags. What has passed is taken from the clock, because ticks may be late.
  useEffect(() => {
    if (!running) return;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      change({ kind: "pass", ms: now - last });
      last = now;
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [running]);

  return (
    <Column style={{ padding: [1, 2], gap: 1, maxWidth: 72 }}>
      <Row>
        <Text style={LABEL}>Elapsed time</Text>
        <ProgressBar label="Elapsed time" progress={elapsedMs} total={durationMs} style={{ grow: 1 }} />
      </Row>
      <Text id="elapsed" role="timer">
        {seconds(elapsedMs)}
      </Text>
      <Row>
        <Text style={LABEL}>Duration</Text>
        <Slider
          label="Duration"
          autoFocus
          min={1}
          max={30}
          step={0.5}
          style={{ grow: 1 }}
          value={durationMs / 1000}
          onChange={({ value }) => change({ kind: "set-duration", ms: value * 1000 })}
        />
        <Text id="duration" style={{ width: 8, textAlign: "end" }}>
          {seconds(durationMs)}
        </Text>
      </Row>
      <Button title="Reset" onPress={() => change({ kind: "reset" })} />
    </Column>
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
