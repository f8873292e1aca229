// What floats over a guest, and where. On a page that is the guest's alone it is in the browser's top layer; in a host's own page it
// stays in the guest's box, whose containment cuts off the rest: a guest never paints over its host.

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
  const room = inTopLayer ? new DOMRect(0, 0, innerWidth, innerHeight) : root.getBoundingClientRect();
  // Not its rectangle, which an animation may have made smaller.
  const { offsetWidth: width, offsetHeight: height } = element;
  const edge = 4;
  const over = beside.top - edge - height;
  const under = beside.bottom + edge;
  const fitsOver = over >= room.top;
  const fitsUnder = under + height <= room.bottom;
  const top = (above ? fitsOver || !fitsUnder : fitsOver && !fitsUnder) ? over : under;
  const left = getComputedStyle(element).direction === "rtl" ? beside.right - width : beside.left;
  element.style.left = `${Math.max(edge, Math.min(left - room.left, room.width - width - edge)) + (inTopLayer ? 0 : root.scrollLeft)}px`;
  element.style.top = `${Math.max(edge, Math.min(top - room.top, room.height - height - edge)) + (inTopLayer ? 0 : root.scrollTop)}px`;
}

/** Shift, control, alt, meta as the connector counts them. */
export const modsOf = (event: MouseEvent | KeyboardEvent): number =>
  +event.shiftKey | (+event.ctrlKey << 1) | (+event.altKey << 2) | (+event.metaKey << 3);

/** Tell the guest something by an event that the connector sends. */
export function tell(element: Element, type: string, detail: unknown = null): void {
  element.dispatchEvent(new CustomEvent(type, { detail }));
}
