// The element of drawings: fits the units of its SVG to the width of a character, and tells in units where it is pressed, moved over and
// dragged. The keyboard moves a crosshair and presses there.

const ARROWS: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** Cells that the crosshair goes with Shift held down. */
const STRIDE = 5;

/** How high a line is in an element. In a drawing it is two units. */
const lineOf = (element: Element): number => parseFloat(getComputedStyle(element).lineHeight);

customElements.define(
  "rill-shapes",
  class extends HTMLElement {
    /** A unit in pixels. A cell is two of them high. */
    #unit = 0;
    /** Where the crosshair is, in cells: in the middle, until it is moved. */
    #x = -1;
    #y = 0;
    /** The cell that the pointer was in last. */
    #last = "";
    /** 1: the first button is down; 2: and the pointer has moved since. */
    #down = 0;
    #sizes = new ResizeObserver(() => {
      this.#unit = lineOf(this) / 2;
      const { width, height } = this.#box;
      if (!width) return;
      const across = width / this.#unit;
      const down = height / this.#unit;
      this.firstElementChild!.setAttribute("viewBox", [0, 0, across, down] + "");
      this.#send("layout", { width: across, height: down / 2 });
      if (this.#x < 0) this.#aim(across / 2, down / 4);
      else this.#aim(this.#x, this.#y);
    });

    /** May be called again, when the element is moved. */
    connectedCallback(): void {
      this.#sizes.observe(this);
      for (const type of ["keydown", "contextmenu", "pointerdown", "pointermove", "pointerup"]) this.addEventListener(type, this);
    }

    get #box(): DOMRect {
      return this.firstElementChild!.getBoundingClientRect();
    }

    /** Put the crosshair into a cell, or the nearest one that there is. Gives its name. */
    #aim(x: number, y: number): string {
      const { width, height } = this.#box;
      const nearest = (at: number, size: number): number => Math.max(0, Math.min(at, size / this.#unit - 1)) | 0;
      this.#x = x = nearest(x, width);
      this.#y = y = nearest(y, height / 2);
      // The last thing that is drawn is the crosshair.
      this.firstElementChild!.lastElementChild!.setAttribute("d", `M${x - 0.5} ${y * 2 + 1}h2m-1-1v2`);
      return [x, y] + "";
    }

    #send(type: string, detail: unknown): void {
      this.dispatchEvent(new CustomEvent("rill-" + type, { detail }));
    }

    handleEvent(event: PointerEvent & KeyboardEvent): void {
      const { type, key, button, shiftKey, ctrlKey, altKey, metaKey } = event;
      const own = this.#box;
      const screen = this.closest(".rill")!;
      const around = screen.getBoundingClientRect();
      let x = (event.x - own.x) / this.#unit;
      let y = (event.y - own.y) / this.#unit;
      // A menu without a button comes of the menu key.
      const byKey = type === "keydown" || (type === "contextmenu" && !button);
      let kind = type === "contextmenu" && "menu";
      if (type === "keydown") {
        const arrow = ARROWS[key];
        const stride = shiftKey ? STRIDE : 1;
        if (ctrlKey || altKey || metaKey || !(arrow || key === "Enter" || key === " ")) return;
        // At the edge it is moved nowhere.
        kind = arrow ? this.#aim(this.#x, this.#y) !== this.#aim(this.#x + arrow[0] * stride, this.#y + arrow[1] * stride) && "move" : "press";
      } else if (!kind) {
        const cell = [x | 0, (y / 2) | 0] + "";
        if (type === "pointerup") kind = this.#down > 1 ? "drag-end" : !!this.#down && "press";
        else if (type === "pointermove") kind = cell !== this.#last && (this.#down ? "drag" : "move");
        else if (!button) this.setPointerCapture(event.pointerId);
        // Whoever comes with the button down has pressed elsewhere; it is up also when the browser took the pointer away.
        this.#down = event.buttons & 1 && (kind === "drag" ? 2 : type === "pointerdown" ? 1 : this.#down);
        if (this.#down) this.#aim(x, y / 2);
        this.#last = cell;
      }
      if (byKey) {
        x = this.#x + 0.5;
        y = this.#y * 2 + 1;
      }
      if (byKey || kind === "menu") event.preventDefault();
      if (kind) this.#send(kind, [x, y, (own.x - around.x) / this.#unit + x, (own.y - around.y + y * this.#unit) / lineOf(screen), byKey, shiftKey, ctrlKey, altKey, metaKey]);
    }
  },
);
