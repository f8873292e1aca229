import { useState } from "react";
import { Pressable, Row, Text } from "rill/sdk";

export default function Folder() {
  const [open, setOpen] = useState(false);
  return (
    <Pressable label="Notes" onPress={() => setOpen(!open)} style={{ border: "round", padding: [0, 1], width: 30 }}>
      <Row>
        <Text style={{ grow: 1 }}>{open ? "▾" : "▸"} Notes</Text>
        <Text style={{ color: "muted" }}>12</Text>
      </Row>
    </Pressable>
  );
}
