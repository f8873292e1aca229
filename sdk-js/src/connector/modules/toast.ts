// A message in a corner, which goes by itself or when it is pressed. Several stand one above the other, the last one lowest. Time
// stands still while the pointer rests on one, so that it can be read to its end.

import { isPage, rootOf, show, tell } from "./shared/floating";

const GAP = 8;
const EDGE = 16;
const shown = new Set<Toast>();
const observer = new ResizeObserver(() => stack());

function stack(): void {
  const heights = new Map<Element, number>();
  for (const toast of [...shown].reverse()) {
    // In a host's own page each guest has a corner of its own.
    const corner = isPage() ? document.body : rootOf(toast);
    const bottom = heights.get(corner) ?? EDGE;
    toast.style.bottom = `${bottom}px`;
    heights.set(corner, bottom + toast.offsetHeight + GAP);
  }
}

class Toast extends HTMLElement {
  static readonly observedAttributes = ["data-duration"];

  #timer = 0;
  #left = 0;
  #since = 0;

  constructor() {
    super();
    this.addEventListener("pointerenter", () => this.#wait());
    this.addEventListener("pointerleave", () => this.#run());
    this.addEventListener("click", (event) => {
      if (!(event.target as Element).closest("a,button")) this.#go("press");
    });
  }

  connectedCallback(): void {
    show(this, true);
    shown.add(this);
    observer.observe(this);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#hide();
  }

  connectedMoveCallback(): void {}

  attributeChangedCallback(): void {
    clearTimeout(this.#timer);
    this.#left = +(this.dataset["duration"] ?? 0);
    this.#run();
  }

  #run(): void {
    if (!this.#left) return;
    this.#since = performance.now();
    clearTimeout(this.#timer);
    // Browsers take longer times for none at all.
    this.#timer = setTimeout(() => this.#go("timeout"), Math.min(this.#left, 2 ** 31 - 1));
  }

  #wait(): void {
    if (!this.#left) return;
    clearTimeout(this.#timer);
    this.#left = Math.max(1, this.#left - (performance.now() - this.#since));
  }

  #go(reason: string): void {
    if (!shown.has(this)) return;
    clearTimeout(this.#timer);
    this.#hide();
    tell(this, "rill-close", { reason });
  }

  #hide(): void {
    observer.unobserve(this);
    shown.delete(this);
    if (this.isConnected) show(this, false);
    stack();
  }
}

customElements.define("rill-toast", Toast);
