// A menu: a button, if it has one, and a list that opens over the guest. Keys are those of the menu pattern of ARIA. With `data-open`
// the guest opens and closes it, and a person only asks for it.

import { cellOf } from "./shared/cell";
import { mayFocus, place, rootOf, show, tell } from "./shared/floating";

/** After this a letter begins a new search. */
const TYPING_MS = 1_000;

class Menu extends HTMLElement {
  static readonly observedAttributes = ["data-open", "data-left", "data-top"];

  #ends: AbortController | undefined;
  #before: Element | null = null;
  #typed = "";
  #typedAt = 0;

  readonly rill = { open: (): void => this.#ask(true), close: (): void => this.#ask(false, "outside") };

  constructor() {
    super();
    this.addEventListener("click", (event) => {
      const target = event.target as Element;
      if (this.#button?.contains(target)) this.#ask(!this.#ends, "outside");
      else if (this.#ends && target.closest(".rill-menu-item:enabled")) {
        // The item itself has told of its press by now.
        if (!this.#isControlled) this.#show(false);
        tell(this, "rill-close", { reason: "choice" });
      }
    });
    this.addEventListener("keydown", (event) => {
      if (this.#ends || event.target !== this.#button || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      event.preventDefault();
      this.#ask(true);
      if (event.key === "ArrowUp") this.#items().at(-1)?.focus();
    });
  }

  connectedCallback(): void {
    this.attributeChangedCallback();
  }

  disconnectedCallback(): void {
    this.#show(false);
  }

  connectedMoveCallback(): void {}

  attributeChangedCallback(): void {
    // Items that come in the same batch are there then.
    queueMicrotask(() => {
      if (this.#isControlled && this.isConnected) this.#show(this.dataset["open"] === "true");
      if (this.#ends) this.#place();
    });
  }

  get #isControlled(): boolean {
    return this.hasAttribute("data-open");
  }

  get #button(): HTMLButtonElement | null {
    return this.querySelector<HTMLButtonElement>(":scope > button");
  }

  get #list(): HTMLElement {
    return this.querySelector<HTMLElement>(":scope > [role=menu]")!;
  }

  #items(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>(".rill-menu-item:enabled:not([hidden])")];
  }

  #ask(isOpen: boolean, reason?: string): void {
    if (isOpen === !!this.#ends || (isOpen && this.#button?.disabled)) return;
    if (!this.#isControlled) this.#show(isOpen);
    tell(this, isOpen ? "rill-open" : "rill-close", isOpen ? null : { reason });
  }

  #show(isOpen: boolean): void {
    if (isOpen === !!this.#ends) return;
    const list = this.#list;
    this.#button?.setAttribute("aria-expanded", `${isOpen}`);
    if (!isOpen) {
      const hadFocus = list.contains(document.activeElement);
      this.#ends!.abort();
      this.#ends = undefined;
      show(list, false);
      const back = this.#button ?? (this.#before as HTMLElement | null);
      if (hadFocus && back?.isConnected) back.focus();
      return;
    }
    const root = rootOf(this);
    const free = mayFocus(root);
    const { signal } = (this.#ends = new AbortController());
    this.#before = document.activeElement;
    show(list, true);
    this.#place();
    if (free) (this.#items()[0] ?? this.#button)?.focus({ preventScroll: true });
    document.addEventListener("pointerdown", (event) => {
      if (!this.contains(event.target as Node)) this.#ask(false, "outside");
    }, { signal, capture: true });
    // Before anybody around the menu hears of a key that the menu takes.
    document.addEventListener("keydown", (event) => this.#take(event), { signal, capture: true });
    list.addEventListener("pointermove", (event) => {
      const item = (event.target as Element).closest<HTMLElement>(".rill-menu-item:enabled");
      if (item && item !== document.activeElement) item.focus({ preventScroll: true });
    }, { signal });
    const follow = (): void => this.#place();
    addEventListener("resize", follow, { signal });
    addEventListener("scroll", (event) => event.target !== list && follow(), { signal, capture: true });
  }

  #place(): void {
    const { left, top } = this.dataset;
    const room = rootOf(this).getBoundingClientRect();
    const [width, height] = cellOf(this);
    const anchor =
      left === undefined ? (this.#button ?? this).getBoundingClientRect()
      : new DOMRect(room.left + +left * width, room.top + +(top ?? 0) * height, 0, 0);
    place(this.#list, anchor);
  }

  #take(event: KeyboardEvent): void {
    const { key } = event;
    const focused = document.activeElement as HTMLElement | null;
    if (event.isComposing || !(this.#list.contains(focused) || focused === this.#button)) return;
    const items = this.#items();
    const at = items.indexOf(focused!);
    const isTyping = event.timeStamp - this.#typedAt < TYPING_MS;
    let to: number | undefined;
    if (key === "ArrowDown") to = at + 1;
    else if (key === "ArrowUp") to = at < 0 ? -1 : at - 1;
    else if (key === "Home" || key === "PageUp") to = 0;
    else if (key === "End" || key === "PageDown") to = -1;
    else if (key === "Escape") this.#ask(false, "escape");
    else if (key === "Tab") {
      // The focus goes on from the button.
      this.#ask(false, "outside");
      event.stopPropagation();
      return;
    } else if (key === "Enter" || (key === " " && !isTyping)) {
      // The browser presses the item.
      event.stopPropagation();
      return;
    } else if (key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.#typed = (isTyping ? this.#typed : "") + key.toLowerCase();
      this.#typedAt = event.timeStamp;
      // One letter again and again goes round the items that begin with it.
      const isOne = [...this.#typed].every((letter) => letter === this.#typed[0]);
      const start = isOne ? at + 1 : Math.max(at, 0);
      const words = isOne ? this.#typed[0]! : this.#typed;
      const found = items.map((_, step) => (start + step) % items.length)
        .find((index) => items[index]!.querySelector(".rill-menu-words")!.textContent.trim().toLowerCase().startsWith(words));
      to = found ?? at;
    } else return;
    event.preventDefault();
    event.stopPropagation();
    if (to !== undefined) items.at(to % items.length)?.focus();
  }
}

customElements.define("rill-menu", Menu);
