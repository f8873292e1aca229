// What fields do by themselves before the server hears of it: number fields let in what can be part of a number, and the number beside a
// slider follows it.

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

document.addEventListener("input", (event) => {
  const field = event.target as HTMLInputElement;
  const output = field.type === "range" ? field.nextElementSibling : null;
  if (output instanceof HTMLOutputElement && output.firstChild) output.firstChild.nodeValue = field.value;
});
