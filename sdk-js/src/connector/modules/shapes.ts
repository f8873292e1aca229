// The element of drawings: fits the units of its SVG to the width of a character, and tells in units where it is pressed, moved over and
// dragged. The keyboard moves a crosshair and presses there.

const ARROWS: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** Cells that the crosshair goes with Shift held down. */
const STRIDE = 5;

customElements.define(
  "rill-shapes",
  class extends HTMLElement {
    /** A unit in pixels. A cell is two of them high. */
    #unit = 8;
    /** Where the crosshair is, in cells: in the middle, until it is moved. */
    #x = -1;
    #y = -1;
    /** The cell that the pointer was in last. */
    #last = "";
    /** Whether the first button is down, and whether the pointer has moved since. */
    #pressed = false;
    #dragged = false;
    #sizes = new ResizeObserver(() => {
      this.#unit = this.#length("--rill-ch", this);
      const { width, height } = this.#box;
      if (!width) return;
      const [across, down] = [width / this.#unit, height / this.#unit];
      this.firstElementChild!.setAttribute("viewBox", `0 0 ${across} ${down}`);
      this.#send("layout", { width: this.offsetWidth / this.#unit, height: this.offsetHeight / this.#unit / 2 });
      if (this.#x < 0) this.#aim(across / 2, down / 4);
      else this.#aim(this.#x, this.#y);
    });

    connectedCallback(): void {
      this.#sizes.observe(this);
      for (const type of ["down", "move", "up", "cancel"]) this.addEventListener("pointer" + type, this);
      this.onkeydown = this.oncontextmenu = this.handleEvent as (event: Event) => void;
    }

    connectedMoveCallback(): void {}

    disconnectedCallback(): void {
      this.#sizes.disconnect();
    }

    get #box(): DOMRect {
      return this.firstElementChild!.getBoundingClientRect();
    }

    #length(name: string, of: Element): number {
      return parseFloat(getComputedStyle(of).getPropertyValue(name)) || 8;
    }

    /** Put the crosshair into a cell, or the nearest one that there is. Returns whether it was in another. */
    #aim(x: number, y: number): boolean {
      const { width, height } = this.#box;
      const before = [this.#x, this.#y] + "";
      const nearest = (at: number, size: number): number => Math.max(0, Math.min(Math.floor(at), Math.ceil(size / this.#unit) - 1));
      this.#x = x = nearest(x, width);
      this.#y = y = nearest(y, height / 2);
      this.querySelector(".rill-crosshair")?.setAttribute("d", `M${x - 0.5} ${y * 2 + 1}h2m-1-1v2`);
      return before !== [x, y] + "";
    }

    #send(type: string, detail: unknown): void {
      this.dispatchEvent(new CustomEvent("rill-" + type, { detail }));
    }

    /** Say that something happened at a place in units. */
    #tell(type: string, x: number, y: number, event: MouseEvent | KeyboardEvent): void {
      const own = this.#box;
      const screen = this.closest(".rill")!;
      const around = screen.getBoundingClientRect();
      this.#send(type, {
        x,
        y,
        screenX: Math.max(0, (own.left - around.left) / this.#unit + x),
        screenY: Math.max(0, (own.top - around.top + y * this.#unit) / this.#length("--rill-lh", screen)),
        mods: +event.shiftKey | (+event.ctrlKey << 1) | (+event.altKey << 2) | (+event.metaKey << 3),
        key: event.type === "keydown",
      });
    }

    handleEvent(event: PointerEvent & KeyboardEvent): void {
      const { type, key } = event;
      if (type === "keydown") {
        const arrow = ARROWS[key];
        const stride = event.shiftKey ? STRIDE : 1;
        const kind = key === "Enter" || key === " " ? "press" : key === "ContextMenu" || (key === "F10" && event.shiftKey) ? "menu" : arrow && "move";
        if (!kind || event.target !== this || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        if (!arrow || this.#aim(this.#x + arrow[0] * stride, this.#y + arrow[1] * stride)) this.#tell(kind, this.#x + 0.5, this.#y * 2 + 1, event);
        return;
      }
      const { left, top } = this.#box;
      const inUnits = (pixels: number): number => Math.round((pixels / this.#unit) * 100) / 100;
      const x = inUnits(event.clientX - left);
      const y = inUnits(event.clientY - top);
      const cell = [Math.floor(x), Math.floor(y / 2)] + "";
      if (type === "contextmenu") {
        event.preventDefault();
        // What the menu key does was told when it went down.
        if (event.button) this.#tell("menu", x, y, event);
      } else if (type === "pointerdown") {
        if (event.button) return;
        this.#pressed = true;
        this.#dragged = false;
        this.#last = cell;
        this.#aim(x, y / 2);
        this.setPointerCapture(event.pointerId);
      } else if (type === "pointermove") {
        if (cell === this.#last) return;
        this.#last = cell;
        this.#dragged = this.#pressed;
        if (this.#pressed) this.#aim(x, y / 2);
        this.#tell(this.#pressed ? "drag" : "move", x, y, event);
      } else if (this.#pressed) {
        this.#pressed = false;
        if (this.#dragged || type === "pointerup") this.#tell(this.#dragged ? "drag-end" : "press", x, y, event);
      }
    }
  },
);
