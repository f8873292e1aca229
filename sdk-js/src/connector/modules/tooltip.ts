// Words, or elements, about what is in it: seen while the pointer rests on that, or it has the focus by key. Escape hides them.

import { place, show } from "./shared/floating";

const DELAY_MS = 400;
let ids = 0;

class Tooltip extends HTMLElement {
  #timer = 0;
  #ends: AbortController | undefined;

  constructor() {
    super();
    this.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && this.#later());
    this.addEventListener("pointerleave", () => this.#hide());
    this.addEventListener("pointerdown", () => this.#hide());
    this.addEventListener("focusin", (event) => {
      this.#describe();
      if ((event.target as Element).matches(":focus-visible")) this.#show();
    });
    this.addEventListener("focusout", () => this.#hide());
  }

  disconnectedCallback(): void {
    this.#hide();
  }

  connectedMoveCallback(): void {}

  get #tip(): HTMLElement | null {
    return this.querySelector<HTMLElement>(':scope > * > [data-slot="content"]') ?? this.querySelector<HTMLElement>(":scope > .rill-tip");
  }

  /** Those who do not see it hear it with what it is about. */
  #describe(): void {
    const tip = this.#tip;
    const around = this.firstElementChild;
    if (tip === null || around === null) return;
    tip.id ||= `rill-tip-${++ids}`;
    for (const element of around.querySelectorAll("a[href],button,input,select,textarea,summary,[tabindex]")) {
      if (tip.contains(element)) continue;
      element.setAttribute("aria-describedby", tip.id);
      return;
    }
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(), DELAY_MS);
  }

  #show(): void {
    const tip = this.#tip;
    clearTimeout(this.#timer);
    if (tip === null || this.#ends) return;
    const { signal } = (this.#ends = new AbortController());
    tip.popover = "manual";
    tip.role = "tooltip";
    show(tip, true);
    place(tip, this.getBoundingClientRect(), true);
    // Before a dialog around it closes.
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      event.preventDefault();
      this.#hide();
    }, { signal, capture: true });
    addEventListener("scroll", () => this.#hide(), { signal, capture: true });
  }

  #hide(): void {
    clearTimeout(this.#timer);
    this.#ends?.abort();
    this.#ends = undefined;
    const tip = this.#tip;
    if (tip?.isConnected) show(tip, false);
  }
}

customElements.define("rill-tooltip", Tooltip);
