// The names on the global object of a guest written in HTML tags, beside those of every guest. window.ts gives them.

export const DOM_NAMES: readonly string[] = [
  "CharacterData", "Comment", "CustomEvent", "Document", "DocumentFragment", "Element", "Event", "FocusEvent", "HTMLElement", "HTMLHeadElement",
  "HTMLInputElement", "HTMLTemplateElement", "HashChangeEvent", "InputEvent", "KeyboardEvent", "MathMLElement", "MouseEvent", "Node", "SVGElement",
  "ShadowRoot", "SubmitEvent", "Text", "UIEvent", "addEventListener", "dispatchEvent", "document", "localStorage", "location",
  "removeEventListener", "self", "window",
]; // prettier-ignore
