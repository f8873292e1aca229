// How large a guest's cell is, in CSS pixels: base.css says it as two lengths that are the same in all of the guest.

export function cellOf(element: Element): [width: number, height: number] {
  const style = getComputedStyle(element);
  return [parseFloat(style.getPropertyValue("--rill-ch")) || 8, parseFloat(style.getPropertyValue("--rill-lh")) || 24];
}
