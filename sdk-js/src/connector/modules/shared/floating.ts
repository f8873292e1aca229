// What floats over a guest, and where. On a page that is the guest's alone it is in the browser's top layer; in a host's own page it
// stays in the guest's box, whose containment cuts off the rest: a guest never paints over its host.

/** Pixels between what floats and what it belongs to, or the edge of its room. */
const EDGE = 4;

/** Whether the whole page is the guest's. */
export const isPage = (): boolean => document.body.classList.contains("rill-page");

export const rootOf = (element: Element): HTMLElement => element.closest<HTMLElement>(".rill") ?? document.documentElement;

/** Whether a guest may take the focus: it has it, or nobody has. */
export function mayFocus(root: HTMLElement): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body || isPage() || root.contains(focused);
}

/** Show a floating element, or hide it. */
export function show(element: HTMLElement, shown: boolean): void {
  element.toggleAttribute("data-m-on", shown);
  if (isPage() && element.popover) {
    if (shown !== element.matches(":popover-open")) shown ? element.showPopover() : element.hidePopover();
  }
}

/** Put a shown element below, or above, what it belongs to, where there is room for it. */
export function place(element: HTMLElement, beside: { left: number; right: number; top: number; bottom: number }, above = false): void {
  const root = rootOf(element);
  const inTopLayer = isPage() && !!element.popover;
  // What its place is measured from, and what of that is in sight.
  const from = inTopLayer ? new DOMRect(0, 0, innerWidth, innerHeight) : root.getBoundingClientRect();
  const low = Math.max(from.top, 0) + EDGE;
  const high = Math.min(from.bottom, innerHeight) - EDGE;
  // Not its rectangle, which an animation may have made smaller.
  const { offsetWidth: width, offsetHeight: height } = element;
  const over = beside.top - EDGE - height;
  const under = beside.bottom + EDGE;
  const fitsOver = over >= low;
  const fitsUnder = under + height <= high;
  const top = (above ? fitsOver || !fitsUnder : fitsOver && !fitsUnder) ? over : under;
  const left = getComputedStyle(element).direction === "rtl" ? beside.right - width : beside.left;
  const last = Math.min(from.right, innerWidth) - EDGE - width;
  element.style.left = `${Math.max(Math.max(from.left, 0) + EDGE, Math.min(left, last)) - from.left + (inTopLayer ? 0 : root.scrollLeft)}px`;
  element.style.top = `${Math.max(low, Math.min(top, high - height)) - from.top + (inTopLayer ? 0 : root.scrollTop)}px`;
}

/** Shift, control, alt, meta as the connector counts them. */
export const modsOf = (event: MouseEvent | KeyboardEvent): number =>
  +event.shiftKey | (+event.ctrlKey << 1) | (+event.altKey << 2) | (+event.metaKey << 3);

/** Tell the guest something by an event that the connector sends. */
export function tell(element: Element, type: string, detail: unknown = null): void {
  element.dispatchEvent(new CustomEvent(type, { detail }));
}
