// Opens and closes the dialog that it stands in, as `data-open` says. Where the page is the guest's alone the browser's own modal does
// it; in a host's own page everything else of the guest becomes inert, and nothing of the host's.
//
// `data-dismissible`: Escape and a press outside ask to close it. `data-free`: they close it themselves, and then say so.

import { isPage, mayFocus, rootOf, tell } from "./shared/floating";

/** Those that are open, the uppermost last. */
const open: Controller[] = [];

class Controller extends HTMLElement {
  static readonly observedAttributes = ["data-open"];

  #dialog: HTMLDialogElement | undefined;
  #before: Element | null = null;
  #inert: Element[] = [];
  #ends = new AbortController();
  // A modal in a page of Tabs that goes out of sight would hold up everything and be seen by nobody.
  #watch = new ResizeObserver(() => this.#follow());

  connectedCallback(): void {
    const around = this.parentElement?.parentElement;
    if (around) this.#watch.observe(around);
    this.#follow();
  }

  attributeChangedCallback(): void {
    // What goes into the dialog in the same batch is there then, and can have the focus.
    queueMicrotask(() => this.#follow());
  }

  disconnectedCallback(): void {
    this.#watch.disconnect();
    this.#close();
  }

  connectedMoveCallback(): void {}

  #follow(): void {
    const dialog = this.parentElement as HTMLDialogElement;
    const wanted = this.isConnected && this.hasAttribute("data-open") && !dialog.hidden && !!dialog.parentElement?.checkVisibility();
    if (wanted && this.#dialog === undefined) this.#open(dialog);
    else if (!wanted) this.#close();
  }

  #open(dialog: HTMLDialogElement): void {
    const root = rootOf(this);
    const isModal = this.hasAttribute("data-modal");
    const free = mayFocus(root);
    this.#dialog = dialog;
    this.#before = document.activeElement;
    // A dialog that HTML has opened, so that it can be read without a script, is no modal.
    dialog.removeAttribute("open");
    if (isModal && isPage()) dialog.showModal();
    else {
      dialog.show();
      if (!free) (this.#before as HTMLElement | null)?.focus();
      for (let at: Element = dialog; isModal && at !== root && at.parentElement !== null; at = at.parentElement) {
        for (const other of at.parentElement.children) {
          if (other !== at && !other.hasAttribute("inert") && !other.hasAttribute("data-m-own")) this.#inert.push(other);
        }
      }
      for (const other of this.#inert) other.toggleAttribute("inert", true);
    }
    open.push(this);

    const { signal } = (this.#ends = new AbortController());
    let isOutside = false;
    const outside = (event: MouseEvent): boolean => {
      const { left, right, top, bottom } = dialog.getBoundingClientRect();
      const { clientX: x, clientY: y, target } = event;
      return (
        open.at(-1) === this &&
        (target === dialog || (root.contains(target as Node) && !dialog.contains(target as Node))) &&
        (x < left || x > right || y < top || y > bottom)
      );
    };
    document.addEventListener("pointerdown", (event) => (isOutside = outside(event)), { signal });
    document.addEventListener("click", (event) => {
      if (isOutside && event.detail > 0 && outside(event)) this.#ask("outside");
    }, { signal });
    document.addEventListener("keydown", (event) => {
      const target = event.target as Node;
      if (event.key !== "Escape" || event.defaultPrevented || open.at(-1) !== this) return;
      if (!root.contains(target) && target !== document.body) return;
      event.preventDefault();
      this.#ask("escape");
    }, { signal });
    // Other ways to go back, such as a gesture.
    dialog.addEventListener("cancel", (event) => {
      if (event.target !== dialog) return;
      event.preventDefault();
      this.#ask("escape");
    }, { signal });
    dialog.addEventListener("close", (event) => {
      if (event.target !== dialog || dialog.open) return;
      // Closed by the browser's own will, or by a program.
      this.#close();
      if (!this.hasAttribute("data-free")) this.#follow();
      tell(this, "rill-close", { reason: "escape" });
    }, { signal });
  }

  #close(): void {
    const dialog = this.#dialog;
    if (dialog === undefined) return;
    const hadFocus = document.activeElement === document.body || dialog.contains(document.activeElement);
    this.#dialog = undefined;
    this.#ends.abort();
    open.splice(open.indexOf(this), 1);
    for (const other of this.#inert) other.removeAttribute("inert");
    this.#inert = [];
    dialog.close();
    const before = this.#before as HTMLElement | null;
    if (hadFocus && before?.isConnected && document.activeElement !== before) before.focus();
  }

  #ask(reason: string): void {
    if (!this.hasAttribute("data-dismissible")) return;
    if (this.hasAttribute("data-free")) this.#close();
    tell(this, "rill-close", { reason });
  }
}

customElements.define("rill-dialog", Controller);
