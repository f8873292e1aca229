// Tabs: shows the page of a title at once, and tells the guest. A page that the guest wrote meanwhile is shown only if it knew of all
// that the person did.

import { tell } from "./shared/floating";

/** As most of them are as they should be: what the server painted is left alone. */
function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

class Tabs extends HTMLElement {
  static readonly observedAttributes = ["data-value", "data-version"];

  #value: string | undefined;
  #version = 0;
  #isDue = false;
  #observer = new MutationObserver(() => this.#show());

  constructor() {
    super();
    this.addEventListener("click", (event) => this.#go((event.target as Element).closest<HTMLElement>("[role=tab]")));
    this.addEventListener("keydown", (event) => {
      const titles = this.#titles().filter((title) => !title.matches(":disabled"));
      const at = titles.indexOf(event.target as HTMLElement);
      if (at < 0 || event.defaultPrevented) return;
      const back = getComputedStyle(this).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
      const next =
        event.key === "Home" ? 0
        : event.key === "End" ? titles.length - 1
        : event.key === "ArrowLeft" || event.key === "ArrowRight" ? (at + (event.key === back ? titles.length - 1 : 1)) % titles.length
        : -1;
      if (next < 0) return;
      event.preventDefault();
      titles[next]!.focus();
      this.#go(titles[next]!);
    });
  }

  connectedCallback(): void {
    const [row, pages] = this.children;
    if (row !== undefined) this.#observer.observe(row, { attributeFilter: ["data-name", "disabled"], childList: true, subtree: true });
    if (pages !== undefined) this.#observer.observe(pages, { childList: true });
  }

  disconnectedCallback(): void {
    this.#observer.disconnect();
  }

  connectedMoveCallback(): void {}

  attributeChangedCallback(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    // Both attributes are there then.
    queueMicrotask(() => {
      this.#isDue = false;
      const version = +(this.dataset["version"] ?? 0);
      if (version >= 0 && version < this.#version) return;
      this.#version = Math.max(this.#version, version);
      this.#value = this.dataset["value"];
      this.#show();
    });
  }

  #titles(): HTMLElement[] {
    return [...(this.firstElementChild?.children ?? [])] as HTMLElement[];
  }

  #go(title: HTMLElement | null): void {
    const name = title?.dataset["name"];
    if (name === undefined || title!.parentElement !== this.firstElementChild || title!.ariaSelected === "true") return;
    this.#value = name;
    this.#version++;
    this.#show();
    tell(this, "rill-change", { value: name, version: this.#version });
  }

  #show(): void {
    const titles = this.#titles();
    const shown =
      titles.find((title) => title.dataset["name"] === this.#value) ?? titles.find((title) => !title.matches(":disabled"));
    for (const title of titles) {
      set(title, "aria-selected", `${title === shown}`);
      set(title, "tabindex", title === shown && !this.hasAttribute("data-still") ? "0" : "-1");
    }
    for (const page of this.children[1]?.children ?? []) {
      page.toggleAttribute("data-m-off", (page as HTMLElement).dataset["name"] !== shown?.dataset["name"]);
    }
    const row = this.firstElementChild;
    if (shown === undefined || row === null) return;
    // Not `scrollIntoView`: that scrolls the page, too.
    const [at, room] = [shown.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += Math.min(0, at.left - room.left) || Math.max(0, at.right - room.right);
  }
}

customElements.define("rill-tabs", Tabs);
