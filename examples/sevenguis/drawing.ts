// A drawing of circles with its history, as plain data. Knows no screen.

export type Point = { readonly x: number; readonly y: number };

export type Circle = Point & { readonly id: number; readonly diameter: number };

type Circles = readonly Circle[];

export type Drawing = {
  readonly circles: Circles;
  /** What to go back to, the latest last. */
  readonly past: readonly Circles[];
  /** What was undone, the latest last. */
  readonly future: readonly Circles[];
  /** The circle whose dialog is open. */
  readonly adjusting: number | null;
  /** How the circles were when it was opened. */
  readonly before: Circles;
};

export type Change =
  | { readonly kind: "draw"; readonly x: number; readonly y: number }
  | { readonly kind: "adjust"; readonly id: number }
  | { readonly kind: "resize"; readonly diameter: number }
  | { readonly kind: "settle" }
  | { readonly kind: "undo" }
  | { readonly kind: "redo" };

export const EMPTY: Drawing = { circles: [], past: [], future: [], adjusting: null, before: [] };

export const FIRST_DIAMETER = 10;

/**
 * Return the drawing after a change.
 *
 * `resize` is seen at once, but only `settle`, when the dialog closes, is a step of the history, and only if the
 * diameter is another one then.
 */
export function changed(drawing: Drawing, change: Change): Drawing {
  const { circles, past, future, adjusting, before } = drawing;
  switch (change.kind) {
    case "draw": {
      const id = 1 + Math.max(0, ...circles.map((circle) => circle.id));
      return step(drawing, circles, [...circles, { id, x: change.x, y: change.y, diameter: FIRST_DIAMETER }]);
    }
    case "adjust":
      return { ...drawing, adjusting: change.id, before: circles };
    case "resize":
      return {
        ...drawing,
        circles: circles.map((circle) => (circle.id === adjusting ? { ...circle, diameter: change.diameter } : circle)),
      };
    case "settle": {
      const closed = { ...drawing, adjusting: null, before: [] };
      const same = circles.every((circle, index) => circle.diameter === before[index]?.diameter);
      return same ? { ...closed, circles: before } : step(closed, before, circles);
    }
    case "undo": {
      const last = past.at(-1);
      return last === undefined || adjusting !== null
        ? drawing
        : { ...drawing, circles: last, past: past.slice(0, -1), future: [...future, circles] };
    }
    case "redo": {
      const next = future.at(-1);
      return next === undefined || adjusting !== null
        ? drawing
        : { ...drawing, circles: next, past: [...past, circles], future: future.slice(0, -1) };
    }
  }
}

function step(drawing: Drawing, from: Circles, to: Circles): Drawing {
  return { ...drawing, circles: to, past: [...drawing.past, from], future: [] };
}

/** The circle whose centre is nearest to a point, of those that the point lies inside of. */
export function nearest(circles: Circles, point: Point): Circle | null {
  let found: Circle | null = null;
  let least = Infinity;
  for (const circle of circles) {
    const distance = Math.hypot(circle.x - point.x, circle.y - point.y);
    if (distance < circle.diameter / 2 && distance < least) [found, least] = [circle, distance];
  }
  return found;
}
