// The element of lists that only scroll, and the base of those with a cursor: a room for more items than are there. It puts those that
// there are where their `data-index` says, and tells which ones are in view. What an item is it does not know.

/** Browsers hold no taller element. A taller room is scrolled as if it were this high. */
const TALLEST = 8_000_000;
/** Bits of an index: ten million items. */
const TOP = 1 << 24;
/** No screen shows more items. */
const RANGE = 1_000;
/** After this a question counts as answered, even if nothing came of it. */
const PATIENCE_MS = 1_000;

export class Scroll extends HTMLElement {
  /** The items that there are, by index. */
  items = new Map<number, HTMLElement>();
  track!: HTMLElement;

  /** Heights that were measured, by index; and how they differ from the guess, as a Fenwick tree by index counted from 1. */
  #seen = new Map<number, number>();
  #more = new Map<number, number>();
  #guess = 0;
  #lead = 0;
  #tail = 0;
  /** How far the items stand from where a room of this height would have them. */
  #shift = 0;
  #lastTop = 0;
  #asked: [number, number] | undefined;
  #waiting = 0;
  #ended = -1;
  #goal: [number, string] | undefined;
  #size = "";
  #sizes = new ResizeObserver(() => this.place());
  #changes = new MutationObserver(() => this.#answered());

  rill: Record<string, (...args: never[]) => unknown> = {
    place: (x: number | null, y: number | null, smooth: boolean) => {
      const { ch, lh } = this.cells;
      this.go(y === null ? y : y * lh, x === null ? x : x * ch, smooth);
    },
    index: (index: number, align: string, smooth: boolean) => this.show(index, align, smooth),
    end: (smooth: boolean) => this.show(this.count - 1, "end", smooth),
  };

  /** May be called again, when the element is moved. */
  connectedCallback(): void {
    this.track = this.querySelector(":scope > .rill-track")!;
    this.#changes.observe(this, { childList: true, subtree: true, attributeFilter: ["data-index", "aria-current", "data-count", "data-lines", "data-cursor"] });
    this.#sizes.observe(this);
    for (const type of ["scroll", "keydown", "wheel", "pointerdown"]) this.addEventListener(type, this, { passive: true });
    this.place();
  }

  handleEvent(event: Event): void {
    if (event.type !== "scroll") this.#goal = undefined;
    else if (event.target === this) this.#scrolled();
  }

  tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent("rill-" + type, { detail }));
  }

  // -- room

  get count(): number {
    return Number(this.dataset.count) || 0;
  }

  /** A cell in pixels, as the style sheet has it. */
  get cells(): { ch: number; lh: number } {
    const style = getComputedStyle(this);
    const read = (name: string, other: number): number => parseFloat(style.getPropertyValue(name)) || other;
    return { ch: read("--rill-ch", 8), lh: read("--rill-lh", 24) };
  }

  /** What stays at the top and covers items there. */
  get fixed(): number {
    return 0;
  }

  get view(): number {
    return this.clientHeight - this.fixed;
  }

  /** Where an item begins, from the first one. */
  top(index: number): number {
    let sum = index * this.#guess;
    for (let at = index; at; at &= at - 1) sum += this.#more.get(at) ?? 0;
    return sum;
  }

  #indexAt(y: number): number {
    let index = 0;
    let before = 0;
    for (let step = TOP >> 1; step; step >>= 1) {
      if (index + step >= this.count) continue;
      const through = before + step * this.#guess + (this.#more.get(index + step) ?? 0);
      if (through <= y) {
        index += step;
        before = through;
      }
    }
    return index;
  }

  #measure(index: number, height?: number): void {
    const more = (height ?? this.#guess) - (this.#seen.get(index) ?? this.#guess);
    if (height === undefined) this.#seen.delete(index);
    else this.#seen.set(index, height);
    if (more) for (let at = index + 1; at <= TOP; at += at & -at) this.#more.set(at, (this.#more.get(at) ?? 0) + more);
  }

  get #total(): number {
    return this.#lead + this.top(this.count) + this.#tail;
  }

  /** Room of a style above the items. */
  get #padding(): number {
    return this.track.offsetTop - this.fixed;
  }

  /** How far the items have left the view at the top. */
  get #at(): number {
    return this.scrollTop + this.#shift - this.#padding;
  }

  /** Scroll to a place in pixels, or as near as the content goes. */
  go(y: number | null, x: number | null = null, smooth = false): void {
    let top = this.scrollTop;
    if (y !== null) {
      const most = this.#total - this.view;
      y = Math.max(0, Math.min(y, most));
      // The padding is seen only before the first.
      top = y && y + this.#padding;
      if (this.#total > TALLEST) {
        top *= (TALLEST - this.view) / most;
        smooth = false;
      }
      this.#shift = y && y + this.#padding - top;
    }
    this.scrollTo({ top, left: x ?? this.scrollLeft, behavior: smooth ? "smooth" : "instant" });
    this.#lastTop = this.scrollTop;
    this.place();
  }

  #scrolled(): void {
    const top = this.scrollTop;
    const total = this.#total;
    if (total > TALLEST) {
      // A wheel goes on by what it says; whoever drags the bar goes to that share of everything.
      const most = TALLEST - this.view;
      if (Math.abs(top - this.#lastTop) > this.view || top <= 0 || top >= most - 1) this.#shift = (top * (total - this.view)) / most - top;
    }
    this.#lastTop = top;
    this.place();
    const { ch, lh } = this.cells;
    // Across, down, the view, and everything.
    this.tell("scroll", [Math.abs(this.scrollLeft) / ch, Math.max(0, this.#at) / lh, this.clientWidth / ch, this.view / lh, this.scrollWidth / ch, total / lh]);
  }

  /** Put everything where it belongs. */
  place(): void {
    const { track, count } = this;
    const data = this.dataset;
    if (!this.isConnected || !this.clientHeight) return;
    const { ch, lh } = this.cells;
    const { offsetWidth, offsetHeight } = this;
    const size = [offsetWidth, offsetHeight] + "";
    if (size !== this.#size) {
      this.#size = size;
      this.tell("layout", { width: offsetWidth / ch, height: offsetHeight / lh });
    }
    // What there is, and how high: all is read before anything is written.
    const items = (this.items = new Map<number, HTMLElement>());
    const found: (readonly [child: HTMLElement, index: number, height: number])[] = [];
    let lead = 0;
    let tail = 0;
    for (const child of track.children as Iterable<HTMLElement>) {
      const index = Number(child.dataset.index ?? NaN);
      child.style.display = index >= count || items.has(index) ? "none" : "";
      if (child.style.display) continue;
      const { height } = child.getBoundingClientRect();
      // No number is not even itself: a header, a footer, or what stands there without items.
      if (index === index) items.set(index, child);
      else if (child.dataset.slot === "header") lead += height;
      else tail += height;
      found.push([child, index, height]);
      if (!child.style.transform) this.#sizes.observe(child);
    }
    const measured = found.filter(([, index]) => index === index);
    const lines = Number(data.lines) * lh || 0;
    const even = lines || ("even" in data && measured[0]?.[2]);
    // Without a guess of the guest's, what is there says how high the rest is.
    const guess = even || this.#guess || Number(data.guess) * lh || measured.reduce((sum, [, , height]) => sum + height / measured.length, 0) || lh;
    const stood = this.#at;
    const anchor = this.#indexAt(stood - this.#lead);
    const into = stood - this.#lead - this.top(anchor);
    if (guess !== this.#guess) {
      this.#guess = guess;
      this.#seen.clear();
      this.#more.clear();
    }
    for (const index of this.#seen.keys()) if (index >= count) this.#measure(index);
    if (!even) for (const [, index, height] of measured) this.#measure(index, height);
    this.#lead = lead;
    this.#tail = tail;
    const total = this.#total;
    track.style.height = Math.min(total, TALLEST - this.fixed) + "px";
    if (total <= TALLEST) this.#shift = 0;
    const wanted = this.#goal ? this.#aligned(...this.#goal) : stood > 0 ? lead + this.top(anchor) + into : stood;
    if (Math.abs(wanted - stood) > 0.5) {
      // What somebody reads stays where it is, while heights above it become known.
      if (total > TALLEST) this.#shift += wanted - stood;
      else this.scrollTop = wanted + this.#padding;
    }
    const at = this.#at;
    let stuck = -1;
    let following = count;
    if ("sticky" in data && at > lead) {
      const first = this.#indexAt(at - lead);
      for (const [index, item] of items) {
        if (!("header" in item.dataset)) continue;
        if (index <= first) stuck = Math.max(stuck, index);
        else following = Math.min(following, index);
      }
    }
    let before = 0;
    let behind = lead + this.top(count);
    for (const [{ style, dataset }, index, height] of found) {
      let y = index === index ? lead + this.top(index) : dataset.slot === "header" ? (before += height) - height : (behind += height) - height;
      y -= this.#shift;
      style.position = index === stuck ? "sticky" : "";
      // The header that stays gives way to the next one, which pushes it out.
      if (index === stuck) y = Math.min(0, lead + this.top(following) - at - height);
      style.transform = `translateY(${y}px)`;
      if (index === index) style.height = lines ? lines + "px" : "";
    }
    this.placed();
    this.#ask();
  }

  /** Hear that everything has its place. */
  placed(): void {}

  // -- what is in view

  /** The first and the last item in view. */
  get inView(): [number, number] {
    const y = this.#at - this.#lead;
    return [this.#indexAt(y), this.#indexAt(Math.max(y, y + this.view - 1))];
  }

  #ask(): void {
    const { count } = this;
    if (!count || this.view <= 0) return;
    const [first, last] = this.inView;
    let waits = false;
    for (let index = first; index <= last; index++) waits ||= !this.items.has(index);
    this.toggleAttribute("data-m-waiting", waits);
    this.style.setProperty("--rill-guess", this.#guess + "px");
    // One question at a time: whoever drags the bar passes a hundred places while a guest renders one, and wants the last.
    const wanted = this.#range(first, last);
    if (!this.#waiting && wanted + "" !== this.#asked + "") {
      this.#asked = wanted;
      this.#waiting = setTimeout(() => this.#answered(), PATIENCE_MS);
      this.tell("range", { first: wanted[0], last: wanted[1] });
    }
    if (last >= count - 1 - (Number(this.dataset.end) || 0) && this.#ended !== count) {
      this.#ended = count;
      this.tell("end", { count });
    }
  }

  /** Those in view and as many on either side; what was asked for last while half of that margin is left. */
  #range(first: number, last: number): [number, number] {
    const seen = last - first + 1;
    const clip = (from: number, to: number): [number, number] => [Math.max(0, from), Math.min(to, this.count - 1, Math.max(0, from) + RANGE - 1)];
    const asked = this.#asked;
    if (asked && asked[1] < this.count) {
      const near = clip(first - (seen >> 1), last + (seen >> 1));
      if (asked[0] <= near[0] && near[1] <= asked[1] && asked[1] - asked[0] < 6 * seen) return asked;
    }
    const spare = Math.min(seen, Math.max(0, (RANGE - seen) >> 1));
    return clip(first - spare, last + spare);
  }

  #answered(): void {
    clearTimeout(this.#waiting);
    this.#waiting = 0;
    this.place();
  }

  // -- scrolling to items

  /** How much of the view is hidden when an item stands at its top. */
  #covered(index: number): number {
    const before = this.items.get(index - 1);
    let header = before?.dataset.header !== undefined ? index - 1 : -1;
    if (header < 0 && "sticky" in this.dataset) for (const [at, item] of this.items) if ("header" in item.dataset && at < index) header = Math.max(header, at);
    return header < 0 ? 0 : this.top(header + 1) - this.top(header);
  }

  #aligned(index: number, align: string): number {
    const top = this.#lead + this.top(index);
    const height = this.top(index + 1) - this.top(index);
    if (align === "end") return top + height - this.view + (index === this.count - 1 ? this.#tail : 0);
    if (align === "center") return top - Math.max(0, this.view - height) / 2;
    return index ? top - this.#covered(index) : -this.#padding;
  }

  show(index: number, align = "nearest", smooth = false): void {
    if (!this.count) return;
    index = Math.max(0, Math.min(index, this.count - 1));
    if (align === "nearest") {
      const top = this.#lead + this.top(index);
      const bottom = this.#lead + this.top(index + 1);
      if (top < this.#at + this.#covered(index) || bottom - top > this.view) align = "start";
      else if (bottom > this.#at + this.view) align = "end";
      else return;
    }
    this.#goal = smooth ? undefined : [index, align];
    this.go(this.#aligned(index, align), null, smooth);
  }
}

customElements.define("rill-scroll", Scroll);
