// What fields do by themselves before the server hears of it: number fields let in what can be part of a number, the number beside a slider
// follows it, half a day is not told as none, and a form says that the browser will not submit it.

const MAY_BECOME: Record<string, RegExp> = { numeric: /^\s*[-+]?\d*\s*$/, decimal: /^\s*[-+]?\d*[.,]?\d*\s*$/ };

document.addEventListener("beforeinput", (event) => {
  const field = event.target as HTMLInputElement;
  const only = MAY_BECOME[field.dataset?.only ?? ""];
  const { data, inputType } = event;
  const text = data ?? event.dataTransfer?.getData("text") ?? "";
  // To take something away is always allowed: what a guest wrote may be no number. A composition cannot be refused.
  if (!only || !text || event.isComposing || inputType.startsWith("delete")) return;
  const { value, selectionStart, selectionEnd } = field;
  if (!only.test(value.slice(0, selectionStart ?? value.length) + text + value.slice(selectionEnd ?? value.length))) event.preventDefault();
});

// On the window and first, so that the connector does not take half a day for an empty field.
for (const type of ["input", "change"]) {
  window.addEventListener(
    type,
    (event) => {
      const field = event.target as HTMLInputElement;
      if (field.type === "range") {
        const output = field.nextElementSibling;
        if (output instanceof HTMLOutputElement && output.firstChild) output.firstChild.nodeValue = field.value;
      } else if (field.type === "date" && field.validity.badInput) {
        event.stopImmediatePropagation();
        field.dispatchEvent(new CustomEvent("rill-unreadable"));
      }
    },
    true,
  );
}

const refused = new Set<HTMLFormElement>();

// However many fields a browser finds fault with, it was one attempt to submit their form.
window.addEventListener(
  "invalid",
  (event) => {
    const { form } = event.target as HTMLInputElement;
    if (!form || refused.has(form)) return;
    refused.add(form);
    // A microtask would come before the next field.
    setTimeout(() => {
      refused.delete(form);
      form.dispatchEvent(new CustomEvent("rill-invalid"));
    });
  },
  true,
);
