// The words of an element's `class`, as `element.classList` gives them. Keeps nothing: the attribute is what counts.

import type { Element } from "./element";

export class ClassList {
  readonly #element: Element;

  constructor(element: Element) {
    this.#element = element;
  }

  get #words(): string[] {
    const { className } = this.#element;
    return className === "" ? [] : [...new Set(className.split(/\s+/).filter((word) => word !== ""))];
  }

  get length(): number {
    return this.#words.length;
  }

  get value(): string {
    return this.#element.className;
  }

  item(index: number): string | null {
    return this.#words[index] ?? null;
  }

  contains(word: string): boolean {
    return this.#words.includes(word);
  }

  add(...words: string[]): void {
    this.#write([...new Set([...this.#words, ...words])]);
  }

  remove(...words: string[]): void {
    this.#write(this.#words.filter((word) => !words.includes(word)));
  }

  toggle(word: string, force?: boolean): boolean {
    const wanted = force ?? !this.contains(word);
    if (wanted) this.add(word);
    else this.remove(word);
    return wanted;
  }

  replace(word: string, other: string): boolean {
    if (!this.contains(word)) return false;
    this.#write([...new Set(this.#words.map((one) => (one === word ? other : one)))]);
    return true;
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#words[Symbol.iterator]();
  }

  toString(): string {
    return this.value;
  }

  #write(words: readonly string[]): void {
    const text = words.join(" ");
    if (text !== this.#element.className) this.#element.className = text;
  }
}
