// A box whose guest wants to know how large it is: says so when it gets a size, and whenever that changes.

import { cellOf } from "./shared/cell";
import { tell } from "./shared/floating";

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) (target as Layout).measure();
});

class Layout extends HTMLElement {
  #last = "";

  connectedCallback(): void {
    observer.observe(this);
  }

  disconnectedCallback(): void {
    observer.unobserve(this);
  }

  connectedMoveCallback(): void {}

  measure(): void {
    const [cellWidth, cellHeight] = cellOf(this);
    // Hundredths of a cell: less is no difference that anybody draws.
    const width = Math.round((100 * this.offsetWidth) / cellWidth) / 100;
    const height = Math.round((100 * this.offsetHeight) / cellHeight) / 100;
    const now = `${width} ${height}`;
    if (now === this.#last) return;
    this.#last = now;
    tell(this, "rill-layout", { width, height });
  }
}

customElements.define("rill-layout", Layout);
