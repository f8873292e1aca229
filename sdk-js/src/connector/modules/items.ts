// The element of lists with a cursor, of lists whose items can be pressed, and of trees; the base of that of tables. Where items stand is
// the business of `scroll`.

import type { Scroll } from "./scroll";

/** In an item these take a press for themselves. */
const PRESSABLE = "button,a,input,select,textarea,label,summary,[data-on*=click],[data-on*=press]";

let ids = 0;

type Press = KeyboardEvent | MouseEvent;

function define(Base: typeof Scroll) {
  class Items extends Base {
    /** The item that the cursor is on. */
    cursor = 0;
    #focusInside = false;

    constructor() {
      super();
      this.rill.cursor = (index: number) => this.move(index);
    }

    override connectedCallback(): void {
      for (const type of ["click", "dblclick", "keydown", "focusin", "focusout"]) this.addEventListener(type, this);
      super.connectedCallback();
    }

    override handleEvent(event: Event): void {
      const target = event.target as HTMLElement;
      super.handleEvent(event);
      if (event.type === "focusin") this.#focusInside = target !== this;
      // A focus that goes to nothing may have gone with its element.
      else if (event.type === "focusout") this.#focusInside &&= !(event as FocusEvent).relatedTarget;
      else if (event.type === "keydown") {
        if (target === this && !event.defaultPrevented && this.key(event as KeyboardEvent)) event.preventDefault();
      } else if (/click/.test(event.type)) {
        const item = target.closest<HTMLElement>("[data-index],[role=columnheader]");
        const taker = target.closest(PRESSABLE);
        if (item && target.closest("rill-scroll,rill-items,rill-table") === this && (!taker || taker === this || !item.contains(taker))) this.hit(item, target, event as MouseEvent);
      }
    }

    get hasCursor(): boolean {
      return "cursor" in this.dataset;
    }

    override placed(): void {
      const { count } = this;
      if (this.cursor >= count && count) this.#set(count - 1);
      this.mark();
      // The keys of what went with its item go to the list.
      if (this.#focusInside && this.hasCursor && document.activeElement === document.body) this.focus({ preventScroll: true });
    }

    // -- the cursor

    #set(index: number): void {
      if (index === this.cursor) return;
      this.cursor = index;
      if (this.hasCursor) this.tell("cursor", { index });
    }

    /** Put the cursor on an item, not on a header, and scroll it into view. */
    move(index: number, by = 1): void {
      const { count } = this;
      if (!count) return;
      const isHeader = (at: number): boolean => this.items.get(at)?.dataset.header !== undefined;
      const start = Math.max(0, Math.min(index, count - 1));
      for (const step of by < 0 ? [-1, 1] : [1, -1]) {
        for (index = start; isHeader(index); ) index += step;
        if (index >= 0 && index < count) break;
        index = start;
      }
      this.#set(index);
      this.show(index);
      this.mark();
    }

    /** The element that assistive technology is told to be at. */
    get marked(): HTMLElement | undefined {
      return this.items.get(this.cursor);
    }

    mark(): void {
      const { hasCursor } = this;
      const isListbox = this.getAttribute("role") === "listbox";
      for (const [index, item] of this.items) {
        const is = hasCursor && index === this.cursor;
        if (is !== item.hasAttribute("data-m-cursor")) item.toggleAttribute("data-m-cursor", is);
        if (isListbox && !("header" in item.dataset)) {
          item.setAttribute("role", "option");
          item.setAttribute("aria-setsize", String(this.count));
          item.setAttribute("aria-selected", String(item.hasAttribute("aria-current")));
        }
      }
      const marked = hasCursor ? this.marked : undefined;
      if (marked) {
        marked.id ||= "rill-item-" + ++ids;
        this.setAttribute("aria-activedescendant", marked.id);
      } else this.removeAttribute("aria-activedescendant");
    }

    /** Take a key, if it means something here. */
    key(event: KeyboardEvent): boolean {
      if (!this.hasCursor || event.altKey || event.metaKey) return false;
      const item = this.items.get(this.cursor);
      const open = item?.getAttribute("aria-expanded");
      const [first, last] = this.inView;
      const page = Math.max(1, last - first);
      const level = (at: HTMLElement | undefined): number => Number(at?.getAttribute("aria-level"));
      switch (event.key) {
        case "ArrowUp":
          return this.step(-1);
        case "ArrowDown":
          return this.step(1);
        case "PageUp":
          return this.step(-page);
        case "PageDown":
          return this.step(page);
        case "Home":
          this.move(0);
          this.go(0);
          return true;
        case "End":
          this.move(this.count - 1, -1);
          this.show(this.count - 1, "end");
          return true;
        case "ArrowRight":
          if (open === "false") this.#toggle(item!);
          else if (open) this.step(1);
          return this.getAttribute("role") === "tree";
        case "ArrowLeft":
          if (open === "true") this.#toggle(item!);
          else
            for (let at = this.cursor - 1; item && this.items.has(at); at--)
              if (level(this.items.get(at)) < level(item)) {
                this.move(at, -1);
                break;
              }
          return this.getAttribute("role") === "tree";
        case " ":
        case "Enter":
          if (open && event.key === " ") this.#toggle(item!);
          else if (this.count) this.press(this.cursor, event);
          return true;
      }
      return false;
    }

    step(by: number): boolean {
      this.move(this.cursor + by, by);
      return true;
    }

    // -- presses

    #toggle(item: HTMLElement): void {
      this.tell("toggle", { index: Number(item.dataset.index), open: item.getAttribute("aria-expanded") !== "true" });
    }

    /** What says of a press how it was made. */
    made(event: Press): object {
      return { mods: +event.shiftKey | (+event.ctrlKey << 1) | (+event.altKey << 2) | (+event.metaKey << 3), key: event.type === "keydown" };
    }

    press(index: number, event: Press): void {
      this.tell("press", { ...this.made(event), index });
    }

    /** An item was pressed by the pointer. */
    hit(item: HTMLElement, target: HTMLElement, event: MouseEvent): void {
      if (event.type !== "click" || "header" in item.dataset) return;
      const index = Number(item.dataset.index);
      if (this.hasCursor) this.move(index);
      if (target.closest("[data-toggle]")) this.#toggle(item);
      else this.press(index, event);
    }
  }

  customElements.define("rill-items", Items);
  return Items;
}

void customElements.whenDefined("rill-scroll").then((Base) => define(Base as typeof Scroll));

export type Items = InstanceType<ReturnType<typeof define>>;
export type ItemsClass = ReturnType<typeof define>;
