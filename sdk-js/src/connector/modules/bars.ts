// The element of charts whose bars can be pressed: one stop of the Tab key, in which arrow keys go from bar to bar.

customElements.define(
  "rill-bars",
  class extends HTMLElement {
    connectedCallback(): void {
      this.onkeydown = (event) => {
        const bars = [...this.querySelectorAll<HTMLElement>(":scope > [data-part]")];
        const at = bars.indexOf(event.target as HTMLElement);
        const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: bars.length - 1 }[event.key];
        const bar = to === undefined || at < 0 ? undefined : bars[to];
        if (!bar) return;
        event.preventDefault();
        bar.focus();
      };
      // There is no `onfocusin`, and a focus does not bubble; listening twice, after a move, does no harm.
      this.addEventListener("focusin", (event) => {
        for (const bar of this.querySelectorAll<HTMLElement>(":scope > [data-part]")) bar.tabIndex = bar === event.target ? 0 : -1;
      });
    }
  },
);
