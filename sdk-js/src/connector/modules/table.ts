// The element of tables: what `items` does for items, and besides columns that stay, a cursor that goes from cell to cell, titles that
// sort, and a field in which a cell is changed.

import type { ItemsClass } from "./items";

/** Keys that end an edit, and where the cursor goes then: rows down, columns to the right. */
const STEPS: Record<string, readonly [number, number]> = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], Tab: [0, 1] };
/** Cells of the view that columns that stay leave to the others. */
const LEAST = 8;

void customElements.whenDefined("rill-items").then((found) => {
  const Base = found as ItemsClass;

  class Table extends Base {
    column = 0;
    /** The title that the cursor is on, when it is in the head. */
    #title = -1;
    #cell: HTMLElement | undefined;
    #edited: [number, number] | undefined;
    #editor: HTMLInputElement | null = null;

    constructor() {
      super();
      this.rill.edit = (index: number, column: number) => {
        this.column = column;
        if (!this.#edit(index, column)) throw new Error("no editable cell is rendered there");
      };
      this.rill.cursor = (index: number) => this.move(index);
    }

    override connectedCallback(): void {
      super.connectedCallback();
      this.addEventListener("focusout", (event) => {
        if (event.target === this.#editor) this.#commit();
        else if (event.target === this) this.#leaveHead();
      });
    }

    get #head(): HTMLElement[] {
      return [...this.querySelector(":scope > .rill-head")!.children] as HTMLElement[];
    }

    override get fixed(): number {
      return this.querySelector<HTMLElement>(":scope > .rill-head:not(.rill-headless > *)")?.offsetHeight ?? 0;
    }

    get #byCell(): boolean {
      return this.dataset.cursor === "cell";
    }

    override place(): void {
      if (!this.isConnected) return;
      // Columns that stay stand beside one another, as long as something is left of the view.
      let left = 0;
      const room = this.clientWidth - LEAST * this.cells.ch;
      const fixed = Number(this.dataset.fixed) || 0;
      for (const [at, title] of this.#head.slice(0, fixed).entries()) {
        const fits = left + title.offsetWidth <= room;
        this.style.setProperty("--rill-l" + (at + 1), left + "px");
        this.style.setProperty("--rill-p" + (at + 1), fits ? "" : "static");
        left += title.offsetWidth;
      }
      this.column = this.#beside(this.column, 1);
      super.place();
      if (this.#edited) this.#over();
    }

    // -- the cursor

    override get marked(): HTMLElement | undefined {
      if (this.#title >= 0) return this.#head[this.#title];
      const row = super.marked;
      return this.#byCell ? (row?.children[this.column] as HTMLElement | undefined) : row;
    }

    override mark(): void {
      super.mark();
      const marked = this.marked;
      const cell = this.#byCell && this.#title < 0 ? marked : undefined;
      if (this.#cell !== cell) this.#cell?.removeAttribute("data-m-cell");
      this.#cell = cell;
      cell?.setAttribute("data-m-cell", "");
      for (const [at, title] of this.#head.entries()) title.toggleAttribute("data-m-cursor", at === this.#title);
      if (this.#title >= 0) this.items.get(this.cursor)?.removeAttribute("data-m-cursor");
    }

    /** The next column in a direction that the cursor may be in; the other way, if there is none. */
    #beside(column: number, by: number): number {
      const head = this.#head;
      column = Math.max(0, Math.min(column, head.length - 1));
      for (const step of [by, -by]) {
        let at = column;
        while (head[at]?.dataset.heading !== undefined) at += step;
        if (head[at]) return at;
      }
      return column;
    }

    override move(index: number, by = 1): void {
      this.#title = -1;
      if (this.#byCell) this.#to(index, this.column);
      else super.move(index, by);
    }

    #to(index: number, column: number): void {
      const before = `${this.cursor},${this.column}`;
      this.#title = -1;
      this.column = this.#beside(column, column < this.column ? -1 : 1);
      super.move(index);
      this.#showColumn(this.column);
      if (this.count && before !== `${this.cursor},${this.column}`) this.tell("cell", { index: this.cursor, column: this.column });
    }

    #showColumn(column: number): void {
      const head = this.#head;
      const title = head[column];
      const fixed = Number(this.dataset.fixed) || 0;
      if (!title || column < fixed) return;
      // In a script from right to left, places to the left of the start are below 0.
      const x = this.getBoundingClientRect().left + this.clientLeft;
      const rect = title.getBoundingClientRect();
      const isBack = getComputedStyle(this).direction === "rtl";
      let covered = 0;
      for (const other of head.slice(0, fixed)) if (getComputedStyle(other).position === "sticky") covered += other.offsetWidth;
      const start = x + (isBack ? 0 : covered);
      const end = x + this.clientWidth - (isBack ? covered : 0);
      if (rect.left < start) this.scrollLeft += rect.left - start;
      else if (rect.right > end) this.scrollLeft += rect.right - end;
    }

    override key(event: KeyboardEvent): boolean {
      const { key } = event;
      const across = key === "ArrowLeft" ? -1 : key === "ArrowRight" ? 1 : 0;
      if (!this.hasCursor) return false;
      if (this.#title >= 0) {
        const title = this.#title;
        if (across) {
          const head = this.#head;
          let at = title + across;
          while (head[at] && head[at]!.dataset.sort === undefined) at += across;
          if (head[at]) this.#toTitle(at);
        } else if (key === "Enter" || key === " ") this.tell("sort", { column: title });
        else if (key === "ArrowDown" || key === "Escape") this.#leaveHead();
        else return false;
        return true;
      }
      if (key === "ArrowUp" && !this.cursor) {
        const titles = this.#head.map((_, at) => at).filter((at) => this.#head[at]!.dataset.sort !== undefined);
        const isShown = this.fixed > 0;
        const start = this.#byCell ? this.column : Math.max(0, this.#head.findIndex((title) => /g$/.test(title.getAttribute("aria-sort") ?? "")));
        titles.sort((one, other) => Math.abs(one - start) - Math.abs(other - start));
        if (isShown && titles.length) {
          this.#toTitle(titles[0]!);
          return true;
        }
      }
      const { ctrlKey, altKey, metaKey } = event;
      if (key === "F2") {
        const columns = this.#byCell ? [this.column] : this.#head.keys();
        for (const column of columns) if (this.#edit(this.cursor, column)) break;
        return true;
      }
      if (this.#byCell && !altKey && !metaKey) {
        if (across) this.#to(this.cursor, this.column + across);
        else if (key === "Home") this.#to(ctrlKey ? 0 : this.cursor, 0);
        else if (key === "End") this.#to(ctrlKey ? this.count - 1 : this.cursor, this.#head.length - 1);
        else if (key === "Enter" || (key === " " && !this.#mayEdit(this.cursor, this.column))) {
          if (this.count && !this.#edit(this.cursor, this.column)) this.#pressCell(this.cursor, this.column, event);
        }
        // Whoever writes on an editable cell writes into it.
        else if (key.length === 1 && !ctrlKey) return this.#edit(this.cursor, this.column, key);
        else return super.key(event);
        return true;
      }
      return across ? false : super.key(event);
    }

    // -- the head

    #toTitle(at: number): void {
      this.#title = at;
      this.#showColumn(at);
      this.mark();
    }

    #leaveHead(): void {
      if (this.#title < 0) return;
      this.#title = -1;
      this.mark();
    }

    // -- presses

    #pressCell(index: number, column: number, event: KeyboardEvent | MouseEvent): void {
      if (column >= 0) this.tell("cell-press", { ...this.made(event), index, column });
      this.press(index, event);
    }

    override hit(item: HTMLElement, target: HTMLElement, event: MouseEvent): void {
      const isDouble = event.type === "dblclick";
      if (item.dataset.index === undefined) {
        if (item.dataset.sort !== undefined && !isDouble) this.tell("sort", { column: this.#head.indexOf(item) });
        return;
      }
      const index = Number(item.dataset.index);
      const column = [...item.children].findIndex((cell) => cell.contains(target));
      if (isDouble) {
        this.#edit(index, column);
        return;
      }
      this.#title = -1;
      if (this.#byCell && column >= 0) this.#to(index, column);
      else if (this.hasCursor) this.move(index);
      this.#pressCell(index, column, event);
    }

    // -- editing in place

    #mayEdit(index: number, column: number): boolean {
      return this.items.has(index) && this.#head[column]?.dataset.edit !== undefined;
    }

    #edit(index: number, column: number, typed?: string): boolean {
      this.#commit();
      const editor = (this.#editor = this.querySelector(":scope > .rill-editor"));
      if (!editor || !this.#mayEdit(index, column)) return false;
      if (this.#byCell) this.#to(index, column);
      else if (this.hasCursor) super.move(index);
      const cell = this.items.get(index)!.children[column] as HTMLElement | undefined;
      editor.value = typed ?? cell?.dataset.text ?? cell?.textContent ?? "";
      editor.setAttribute("aria-label", this.#head[column]!.textContent ?? "");
      editor.onkeydown = (event) => this.#editKey(event);
      editor.oninput = editor.onchange = (event) => event.stopPropagation();
      editor.setAttribute("data-m-open", "");
      this.#edited = [index, column];
      this.#over();
      editor.focus({ preventScroll: true });
      return true;
    }

    /** Put the field over its cell. */
    #over(): void {
      const [index, column] = this.#edited!;
      const cell = this.items.get(index)?.children[column];
      const style = this.#editor!.style;
      style.visibility = cell ? "" : "hidden";
      if (!cell) return;
      const rect = cell.getBoundingClientRect();
      const own = this.getBoundingClientRect();
      style.left = rect.left - own.left - this.clientLeft + this.scrollLeft + "px";
      style.top = rect.top - own.top - this.clientTop + this.scrollTop + "px";
      style.width = rect.width + "px";
      style.height = rect.height + "px";
    }

    #editKey(event: KeyboardEvent): void {
      if (event.isComposing) return;
      const step = STEPS[event.key];
      const isEscape = event.key === "Escape";
      // Keys of the field are nobody else's.
      event.stopPropagation();
      if (!step && !isEscape) return;
      event.preventDefault();
      if (isEscape) this.#close();
      else this.#commit();
      this.focus({ preventScroll: true });
      if (!step) return;
      const [down, right] = event.shiftKey && event.key === "Tab" ? [0, -1] : step;
      if (this.#byCell) this.#to(this.cursor + down, this.column + right);
      else if (this.hasCursor) this.move(this.cursor + down);
    }

    #commit(): void {
      const edited = this.#edited;
      const value = this.#editor?.value ?? "";
      this.#close();
      if (edited) this.tell("edit", { index: edited[0], column: edited[1], value });
    }

    #close(): void {
      this.#edited = undefined;
      this.#editor?.removeAttribute("data-m-open");
    }
  }

  customElements.define("rill-table", Table);
});
