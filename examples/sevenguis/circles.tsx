// 7GUIs, task 6: draw circles, change their size, undo and redo.

import { useReducer, useState } from "react";
import { Button, Column, event, Menu, MenuItem, Modal, Row, Shapes, Slider, Text } from "rill/sdk";
import { changed, type Circle, EMPTY, nearest, type Point } from "./drawing";

type PressedAt = { readonly circle: Circle; readonly anchor: Point };

export default function CircleDrawer() {
  const [drawing, change] = useReducer(changed, EMPTY);
  const [pointer, setPointer] = useState<Point | null>(null);
  const [menu, setMenu] = useState<PressedAt | null>(null);
  const { adjusting } = drawing;

  // The circle of the menu or of the dialog stays the chosen one, wherever the pointer goes meanwhile.
  const chosen = adjusting ?? menu?.circle.id ?? (pointer && nearest(drawing.circles, pointer)?.id) ?? null;
  const adjusted = drawing.circles.find((circle) => circle.id === adjusting);

  const undo = () => change({ kind: "undo" });
  const redo = () => change({ kind: "redo" });

  return (
    <Column
      style={{ padding: [0, 1], height: "100%" }}
      onKeyDown={event(({ key, ctrl }) => ctrl && (key === "z" ? undo() : redo()), { keys: ["z", "y"] })}
    >
      <Row style={{ gap: 1, justify: "center" }}>
        <Button title="Undo" icon="undo" disabled={drawing.past.length === 0} onPress={undo} />
        <Button title="Redo" icon="redo" disabled={drawing.future.length === 0} onPress={redo} />
      </Row>
      <Shapes
        label="Canvas"
        autoFocus
        style={{ grow: 1, border: "round" }}
        shapes={drawing.circles.map((circle) => ({
          kind: "circle",
          id: `circle ${circle.id}`,
          x: circle.x,
          y: circle.y,
          radius: circle.diameter / 2,
          color: "foreground",
          fill: circle.id === chosen ? "muted" : undefined,
        }))}
        onPointerMove={event(setPointer, { throttle_ms: 30 })}
        onPress={(at) => {
          setPointer(at);
          if (nearest(drawing.circles, at) === null) change({ kind: "draw", x: at.x, y: at.y });
        }}
        onContextMenu={(at) => {
          const circle = nearest(drawing.circles, at);
          setPointer(at);
          setMenu(circle && { circle, anchor: { x: at.screenX, y: at.screenY } });
        }}
      />
      <Text numberOfLines={1} style={{ color: "muted" }}>
        Press: draw. Second button: resize. By keys: arrows, Enter, Shift+F10, Ctrl+Z.
      </Text>
      <Menu open={menu !== null} anchor={menu?.anchor} onClose={() => setMenu(null)}>
        <MenuItem
          onPress={() => {
            if (menu) change({ kind: "adjust", id: menu.circle.id });
            setMenu(null);
          }}
        >
          Adjust diameter..
        </MenuItem>
      </Menu>
      {adjusted && (
        <Modal title="Adjust diameter" placement="bottom" onClose={() => change({ kind: "settle" })}>
          <Text>
            Adjust diameter of circle at ({Math.round(adjusted.x)}, {Math.round(adjusted.y)}).
          </Text>
          <Slider
            label="Diameter"
            autoFocus
            min={2}
            max={60}
            showValue
            value={adjusted.diameter}
            onChange={({ value }) => change({ kind: "resize", diameter: value })}
          />
        </Modal>
      )}
    </Column>
  );
}
