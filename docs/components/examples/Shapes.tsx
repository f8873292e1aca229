import { useState } from "react";
import { Shapes } from "rill/sdk";

export default function Plan() {
  const [lit, setLit] = useState("lamp");
  return (
    <Shapes
      label="Plan of the room"
      shapes={[
        { kind: "rectangle", id: "room", x: 1, y: 1, width: 46, height: 20, color: "foreground" },
        { kind: "circle", id: "lamp", x: 24, y: 11, radius: 5, color: "warning", fill: lit === "lamp" ? "warning" : "transparent" },
        { kind: "line", x1: 1, y1: 21, x2: 10, y2: 12, color: "muted" },
        { kind: "text", x: 3, y: 2, text: "Kitchen" },
      ]}
      onPress={({ shape }) => setLit(shape ?? "")}
      style={{ width: 50, height: 12 }}
    />
  );
}
