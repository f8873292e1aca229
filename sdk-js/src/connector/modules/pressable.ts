// A box that is pressed like a button, by pointer and by key, and tells presses from long ones. The innermost one takes the press.

import { modsOf, tell } from "./shared/floating";

/** In a box these take a press for themselves. */
const TAKES = "a,button,input,select,textarea,label,summary,rill-pressable";

class Pressable extends HTMLElement {
  #timer = 0;
  #isLong = false;
  #isDown = false;

  constructor() {
    super();
    this.addEventListener("pointerdown", (event) => {
      if (event.button || !this.#isMine(event)) return;
      this.#begin(event, "pointer");
      // A press may end anywhere.
      const end = (up: PointerEvent): void => {
        removeEventListener("pointerup", end);
        removeEventListener("pointercancel", end);
        this.#end(up, "pointer");
      };
      addEventListener("pointerup", end);
      addEventListener("pointercancel", end);
    });
    this.addEventListener("click", (event) => {
      if (!this.#isMine(event)) return;
      if (!this.#isLong) this.#tell("rill-press", event, event.detail ? "pointer" : "key");
      this.#isLong = false;
    });
    this.addEventListener("keydown", (event) => {
      if (event.target !== this || event.defaultPrevented || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      if (event.repeat || !this.#isMine(event)) return;
      this.#begin(event, "key");
    });
    this.addEventListener("keyup", (event) => {
      if (!this.#isDown || event.target !== this || (event.key !== "Enter" && event.key !== " ")) return;
      this.#end(event, "key");
      if (!this.#isLong) this.#tell("rill-press", event, "key");
      this.#isLong = false;
    });
    this.addEventListener("blur", () => (this.#isDown = false));
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#isDown = false;
  }

  connectedMoveCallback(): void {}

  #isMine(event: Event): boolean {
    return this.ariaDisabled !== "true" && (event.target as Element).closest(TAKES) === this;
  }

  #begin(event: MouseEvent | KeyboardEvent, source: string): void {
    this.#isDown = true;
    this.#isLong = false;
    this.#tell("rill-press-in", event, source);
    const delay = this.dataset["delay"];
    if (delay === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isLong = true;
      this.#tell("rill-long-press", event, source);
    }, +delay);
  }

  #end(event: MouseEvent | KeyboardEvent, source: string): void {
    clearTimeout(this.#timer);
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#tell("rill-press-out", event, source);
  }

  #tell(type: string, event: MouseEvent | KeyboardEvent, source: string): void {
    tell(this, type, { mods: modsOf(event), source });
  }
}

customElements.define("rill-pressable", Pressable);
