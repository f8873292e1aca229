// Generated from rill/components by `python -m rill.components.typescript`. Do not edit.

/** Bounds of a number, of a length, or of the number of items. */
export interface Bounds {
  readonly ge?: number;
  readonly gt?: number;
  readonly le?: number;
  readonly lt?: number;
}

/** A type as data, for checks in the guest. `expected` is what an error says. */
export type PropType =
  | { readonly kind: "null" | "bool" | "bytes" | "date" | "function" | "any"; readonly expected: string }
  | { readonly kind: "int" | "float"; readonly bounds: Bounds; readonly expected: string }
  | { readonly kind: "str"; readonly lengths: Bounds; readonly pattern: string | null; readonly expected: string }
  | { readonly kind: "literal"; readonly values: readonly (string | number | boolean)[]; readonly expected: string }
  | { readonly kind: "array"; readonly item: PropType; readonly lengths: Bounds; readonly expected: string }
  | { readonly kind: "tuple"; readonly items: readonly PropType[]; readonly expected: string }
  | { readonly kind: "dict"; readonly item: PropType; readonly expected: string }
  | { readonly kind: "record"; readonly name: string; readonly expected: string }
  | { readonly kind: "union"; readonly members: readonly PropType[]; readonly expected: string };

/** A record: its fields by name, and those that must be there. */
export interface RecordShape {
  readonly fields: ReadonlyMap<string, PropType>;
  readonly required: readonly string[];
}

/** Records by name. */
export const RECORD_SHAPES: ReadonlyMap<string, RecordShape> = new Map<string, RecordShape>([
  ["Style", { fields: new Map<string, PropType>([
    ["width", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "str", lengths: {}, pattern: "^[0-9]{1,3}(\\.[0-9]{1,4})?%$", expected: "a percentage such as '50%'" }, { kind: "literal", values: ["auto"], expected: "'auto'" }, { kind: "null", expected: "null" }], expected: "int >= 0, a percentage such as '50%', 'auto' or null" }],
    ["height", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "str", lengths: {}, pattern: "^[0-9]{1,3}(\\.[0-9]{1,4})?%$", expected: "a percentage such as '50%'" }, { kind: "literal", values: ["auto"], expected: "'auto'" }, { kind: "null", expected: "null" }], expected: "int >= 0, a percentage such as '50%', 'auto' or null" }],
    ["minWidth", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "str", lengths: {}, pattern: "^[0-9]{1,3}(\\.[0-9]{1,4})?%$", expected: "a percentage such as '50%'" }, { kind: "null", expected: "null" }], expected: "int >= 0, a percentage such as '50%' or null" }],
    ["maxWidth", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "str", lengths: {}, pattern: "^[0-9]{1,3}(\\.[0-9]{1,4})?%$", expected: "a percentage such as '50%'" }, { kind: "null", expected: "null" }], expected: "int >= 0, a percentage such as '50%' or null" }],
    ["minHeight", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "str", lengths: {}, pattern: "^[0-9]{1,3}(\\.[0-9]{1,4})?%$", expected: "a percentage such as '50%'" }, { kind: "null", expected: "null" }], expected: "int >= 0, a percentage such as '50%' or null" }],
    ["maxHeight", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "str", lengths: {}, pattern: "^[0-9]{1,3}(\\.[0-9]{1,4})?%$", expected: "a percentage such as '50%'" }, { kind: "null", expected: "null" }], expected: "int >= 0, a percentage such as '50%' or null" }],
    ["grow", { kind: "union", members: [{ kind: "float", bounds: { ge: 0 }, expected: "float >= 0" }, { kind: "null", expected: "null" }], expected: "float >= 0 or null" }],
    ["padding", { kind: "union", members: [{ kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "tuple", items: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }], expected: "[int >= 0, int >= 0]" }, { kind: "tuple", items: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }], expected: "[int >= 0, int >= 0, int >= 0, int >= 0]" }], expected: "int >= 0, [vertical, horizontal] or [top, right, bottom, left]" }, { kind: "null", expected: "null" }], expected: "int >= 0, [vertical, horizontal] or [top, right, bottom, left] or null" }],
    ["margin", { kind: "union", members: [{ kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "tuple", items: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }], expected: "[int >= 0, int >= 0]" }, { kind: "tuple", items: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }], expected: "[int >= 0, int >= 0, int >= 0, int >= 0]" }], expected: "int >= 0, [vertical, horizontal] or [top, right, bottom, left]" }, { kind: "null", expected: "null" }], expected: "int >= 0, [vertical, horizontal] or [top, right, bottom, left] or null" }],
    ["gap", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "null", expected: "null" }], expected: "int >= 0 or null" }],
    ["align", { kind: "union", members: [{ kind: "literal", values: ["start", "center", "end", "stretch"], expected: "'start', 'center', 'end' or 'stretch'" }, { kind: "null", expected: "null" }], expected: "'start', 'center', 'end' or 'stretch' or null" }],
    ["justify", { kind: "union", members: [{ kind: "literal", values: ["start", "center", "end", "space-between"], expected: "'start', 'center', 'end' or 'space-between'" }, { kind: "null", expected: "null" }], expected: "'start', 'center', 'end' or 'space-between' or null" }],
    ["color", { kind: "union", members: [{ kind: "literal", values: ["foreground", "muted", "primary", "secondary", "accent", "success", "warning", "error", "surface", "panel", "background", "transparent"], expected: "'foreground', 'muted', 'primary', 'secondary', 'accent', 'success', 'warning', 'error', 'surface', 'panel', 'background' or 'transparent'" }, { kind: "null", expected: "null" }], expected: "'foreground', 'muted', 'primary', 'secondary', 'accent', 'success', 'warning', 'error', 'surface', 'panel', 'background' or 'transparent' or null" }],
    ["background", { kind: "union", members: [{ kind: "literal", values: ["foreground", "muted", "primary", "secondary", "accent", "success", "warning", "error", "surface", "panel", "background", "transparent"], expected: "'foreground', 'muted', 'primary', 'secondary', 'accent', 'success', 'warning', 'error', 'surface', 'panel', 'background' or 'transparent'" }, { kind: "null", expected: "null" }], expected: "'foreground', 'muted', 'primary', 'secondary', 'accent', 'success', 'warning', 'error', 'surface', 'panel', 'background' or 'transparent' or null" }],
    ["border", { kind: "union", members: [{ kind: "literal", values: ["none", "solid", "round", "heavy", "double", "dashed"], expected: "'none', 'solid', 'round', 'heavy', 'double' or 'dashed'" }, { kind: "null", expected: "null" }], expected: "'none', 'solid', 'round', 'heavy', 'double' or 'dashed' or null" }],
    ["borderColor", { kind: "union", members: [{ kind: "literal", values: ["foreground", "muted", "primary", "secondary", "accent", "success", "warning", "error", "surface", "panel", "background", "transparent"], expected: "'foreground', 'muted', 'primary', 'secondary', 'accent', 'success', 'warning', 'error', 'surface', 'panel', 'background' or 'transparent'" }, { kind: "null", expected: "null" }], expected: "'foreground', 'muted', 'primary', 'secondary', 'accent', 'success', 'warning', 'error', 'surface', 'panel', 'background' or 'transparent' or null" }],
    ["bold", { kind: "union", members: [{ kind: "bool", expected: "bool" }, { kind: "null", expected: "null" }], expected: "bool or null" }],
    ["italic", { kind: "union", members: [{ kind: "bool", expected: "bool" }, { kind: "null", expected: "null" }], expected: "bool or null" }],
    ["underline", { kind: "union", members: [{ kind: "bool", expected: "bool" }, { kind: "null", expected: "null" }], expected: "bool or null" }],
    ["strike", { kind: "union", members: [{ kind: "bool", expected: "bool" }, { kind: "null", expected: "null" }], expected: "bool or null" }],
    ["dim", { kind: "union", members: [{ kind: "bool", expected: "bool" }, { kind: "null", expected: "null" }], expected: "bool or null" }],
    ["textAlign", { kind: "union", members: [{ kind: "literal", values: ["start", "center", "end"], expected: "'start', 'center' or 'end'" }, { kind: "null", expected: "null" }], expected: "'start', 'center' or 'end' or null" }],
    ["visibility", { kind: "union", members: [{ kind: "literal", values: ["visible", "hidden"], expected: "'visible' or 'hidden'" }, { kind: "null", expected: "null" }], expected: "'visible' or 'hidden' or null" }],
  ]), required: [] }],
  ["ScrollTarget", { fields: new Map<string, PropType>([
    ["x", { kind: "union", members: [{ kind: "float", bounds: { ge: 0 }, expected: "float >= 0" }, { kind: "null", expected: "null" }], expected: "float >= 0 or null" }],
    ["y", { kind: "union", members: [{ kind: "float", bounds: { ge: 0 }, expected: "float >= 0" }, { kind: "null", expected: "null" }], expected: "float >= 0 or null" }],
    ["animated", { kind: "bool", expected: "bool" }],
  ]), required: [] }],
  ["ScrollOptions", { fields: new Map<string, PropType>([
    ["animated", { kind: "bool", expected: "bool" }],
  ]), required: [] }],
]);

const COMMON_PROP_TYPES: ReadonlyMap<string, PropType> = new Map<string, PropType>([
  ["id", { kind: "union", members: [{ kind: "str", lengths: {}, pattern: null, expected: "str" }, { kind: "null", expected: "null" }], expected: "str or null" }],
  ["role", { kind: "union", members: [{ kind: "literal", values: ["alert", "article", "banner", "button", "cell", "checkbox", "complementary", "contentinfo", "dialog", "figure", "form", "generic", "grid", "group", "heading", "img", "link", "list", "listitem", "log", "main", "menu", "menuitem", "navigation", "none", "option", "progressbar", "radio", "radiogroup", "region", "row", "search", "separator", "slider", "status", "switch", "tab", "table", "tablist", "tabpanel", "text", "textbox", "timer", "toolbar", "tooltip", "tree", "treeitem"], expected: "'alert', 'article', 'banner', 'button', 'cell', 'checkbox', 'complementary', 'contentinfo', 'dialog', 'figure', 'form', 'generic', 'grid', 'group', 'heading', 'img', 'link', 'list', 'listitem', 'log', 'main', 'menu', 'menuitem', 'navigation', 'none', 'option', 'progressbar', 'radio', 'radiogroup', 'region', 'row', 'search', 'separator', 'slider', 'status', 'switch', 'tab', 'table', 'tablist', 'tabpanel', 'text', 'textbox', 'timer', 'toolbar', 'tooltip', 'tree' or 'treeitem'" }, { kind: "null", expected: "null" }], expected: "'alert', 'article', 'banner', 'button', 'cell', 'checkbox', 'complementary', 'contentinfo', 'dialog', 'figure', 'form', 'generic', 'grid', 'group', 'heading', 'img', 'link', 'list', 'listitem', 'log', 'main', 'menu', 'menuitem', 'navigation', 'none', 'option', 'progressbar', 'radio', 'radiogroup', 'region', 'row', 'search', 'separator', 'slider', 'status', 'switch', 'tab', 'table', 'tablist', 'tabpanel', 'text', 'textbox', 'timer', 'toolbar', 'tooltip', 'tree' or 'treeitem' or null" }],
  ["label", { kind: "union", members: [{ kind: "str", lengths: {}, pattern: null, expected: "str" }, { kind: "null", expected: "null" }], expected: "str or null" }],
  ["hint", { kind: "union", members: [{ kind: "str", lengths: {}, pattern: null, expected: "str" }, { kind: "null", expected: "null" }], expected: "str or null" }],
  ["hidden", { kind: "bool", expected: "bool" }],
  ["style", { kind: "union", members: [{ kind: "record", name: "Style", expected: "Style" }, { kind: "null", expected: "null" }], expected: "Style or null" }],
]);

/** Props by component and name, events left out. */
export const PROP_TYPES: ReadonlyMap<string, ReadonlyMap<string, PropType>> = new Map<string, ReadonlyMap<string, PropType>>([
  ["ActivityIndicator", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
    ["animating", { kind: "bool", expected: "bool" }],
    ["size", { kind: "literal", values: ["small", "large"], expected: "'small' or 'large'" }],
  ])],
  ["Button", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
    ["autoFocus", { kind: "bool", expected: "bool" }],
    ["focusable", { kind: "bool", expected: "bool" }],
    ["title", { kind: "union", members: [{ kind: "str", lengths: {}, pattern: null, expected: "str" }, { kind: "null", expected: "null" }], expected: "str or null" }],
    ["variant", { kind: "literal", values: ["default", "primary", "success", "warning", "error"], expected: "'default', 'primary', 'success', 'warning' or 'error'" }],
    ["disabled", { kind: "bool", expected: "bool" }],
  ])],
  ["Checkbox", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
    ["autoFocus", { kind: "bool", expected: "bool" }],
    ["focusable", { kind: "bool", expected: "bool" }],
    ["valueVersion", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "literal", values: ["force"], expected: "'force'" }, { kind: "null", expected: "null" }], expected: "int >= 0, 'force' or null" }],
    ["disabled", { kind: "bool", expected: "bool" }],
    ["invalid", { kind: "bool", expected: "bool" }],
    ["value", { kind: "union", members: [{ kind: "bool", expected: "bool" }, { kind: "null", expected: "null" }], expected: "bool or null" }],
    ["defaultValue", { kind: "bool", expected: "bool" }],
  ])],
  ["Column", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
  ])],
  ["Pressable", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
    ["autoFocus", { kind: "bool", expected: "bool" }],
    ["focusable", { kind: "bool", expected: "bool" }],
    ["disabled", { kind: "bool", expected: "bool" }],
    ["delayLongPress", { kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }],
  ])],
  ["ProgressBar", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
    ["progress", { kind: "union", members: [{ kind: "float", bounds: {}, expected: "finite float" }, { kind: "null", expected: "null" }], expected: "finite float or null" }],
    ["total", { kind: "float", bounds: { gt: 0 }, expected: "float > 0" }],
    ["showPercentage", { kind: "bool", expected: "bool" }],
  ])],
  ["Row", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
  ])],
  ["ScrollView", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
    ["autoFocus", { kind: "bool", expected: "bool" }],
    ["focusable", { kind: "bool", expected: "bool" }],
    ["horizontal", { kind: "bool", expected: "bool" }],
  ])],
  ["Switch", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
    ["autoFocus", { kind: "bool", expected: "bool" }],
    ["focusable", { kind: "bool", expected: "bool" }],
    ["valueVersion", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "literal", values: ["force"], expected: "'force'" }, { kind: "null", expected: "null" }], expected: "int >= 0, 'force' or null" }],
    ["disabled", { kind: "bool", expected: "bool" }],
    ["invalid", { kind: "bool", expected: "bool" }],
    ["value", { kind: "union", members: [{ kind: "bool", expected: "bool" }, { kind: "null", expected: "null" }], expected: "bool or null" }],
    ["defaultValue", { kind: "bool", expected: "bool" }],
  ])],
  ["Text", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
    ["numberOfLines", { kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }],
    ["level", { kind: "union", members: [{ kind: "int", bounds: { ge: 1, le: 6 }, expected: "int >= 1 and <= 6" }, { kind: "null", expected: "null" }], expected: "int >= 1 and <= 6 or null" }],
  ])],
  ["TextInput", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
    ["autoFocus", { kind: "bool", expected: "bool" }],
    ["focusable", { kind: "bool", expected: "bool" }],
    ["valueVersion", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "literal", values: ["force"], expected: "'force'" }, { kind: "null", expected: "null" }], expected: "int >= 0, 'force' or null" }],
    ["disabled", { kind: "bool", expected: "bool" }],
    ["invalid", { kind: "bool", expected: "bool" }],
    ["value", { kind: "union", members: [{ kind: "str", lengths: {}, pattern: null, expected: "str" }, { kind: "null", expected: "null" }], expected: "str or null" }],
    ["defaultValue", { kind: "str", lengths: {}, pattern: null, expected: "str" }],
    ["placeholder", { kind: "union", members: [{ kind: "str", lengths: {}, pattern: null, expected: "str" }, { kind: "null", expected: "null" }], expected: "str or null" }],
    ["multiline", { kind: "bool", expected: "bool" }],
    ["rows", { kind: "union", members: [{ kind: "int", bounds: { ge: 1 }, expected: "int >= 1" }, { kind: "null", expected: "null" }], expected: "int >= 1 or null" }],
    ["inputMode", { kind: "literal", values: ["text", "numeric", "decimal", "email", "tel", "url", "search"], expected: "'text', 'numeric', 'decimal', 'email', 'tel', 'url' or 'search'" }],
    ["secureTextEntry", { kind: "bool", expected: "bool" }],
    ["maxLength", { kind: "union", members: [{ kind: "int", bounds: { ge: 0 }, expected: "int >= 0" }, { kind: "null", expected: "null" }], expected: "int >= 0 or null" }],
    ["readOnly", { kind: "bool", expected: "bool" }],
  ])],
  ["View", new Map<string, PropType>([
    ...COMMON_PROP_TYPES,
  ])],
]);
