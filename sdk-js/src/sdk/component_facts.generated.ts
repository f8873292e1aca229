// Generated from rill/components by `python -m rill.components.typescript`. Do not edit.

import type { ComponentMetadata } from "./components.generated";

/** What the compiler of templates must know of a component, beside its metadata. For builds: no runtime has it. */
export interface ComponentFacts extends ComponentMetadata {
  /** Keeps state of its own, so that no two uses are interchangeable. */
  readonly stateful?: true;
  /** Props and events, beside those of every component. */
  readonly props: readonly string[];
}

/** Props and events of every component. */
export const COMMON_PROPS: readonly string[] = ["id", "role", "label", "hint", "hidden", "focusOrder", "style"];

/** The components of the catalogue by name. */
export const COMPONENT_FACTS: ReadonlyMap<string, ComponentFacts> = new Map<string, ComponentFacts>([
  ["ActivityIndicator", { children: "none", props: ["animating", "size"] }],
  ["BarChart", { children: "none", props: ["autoFocus", "focusable", "bars", "horizontal", "min", "max", "showValues", "unit", "color", "onFocus", "onBlur", "onKeyDown", "onItemPress"] }],
  ["Button", { children: "inline", props: ["compact", "autoFocus", "focusable", "title", "variant", "icon", "submit", "disabled", "onFocus", "onBlur", "onKeyDown", "onPress"] }],
  ["Card", { children: "nodes", elements: ["header", "footer"], props: ["title", "variant"] }],
  ["Checkbox", { children: "inline", stateful: true, props: ["compact", "autoFocus", "focusable", "valueVersion", "disabled", "name", "required", "invalid", "value", "defaultValue", "onFocus", "onBlur", "onKeyDown", "onChange"] }],
  ["CodeView", { children: "none", stateful: true, props: ["autoFocus", "focusable", "code", "language", "lineNumbers", "firstLine", "highlightLines", "wrap", "onFocus", "onBlur", "onKeyDown"] }],
  ["Collapsible", { children: "nodes", stateful: true, props: ["autoFocus", "focusable", "title", "open", "defaultOpen", "disabled", "onFocus", "onBlur", "onKeyDown", "onToggle"] }],
  ["Column", { children: "nodes", props: ["onLayout", "onKeyDown"] }],
  ["DateInput", { children: "none", stateful: true, props: ["compact", "autoFocus", "focusable", "valueVersion", "disabled", "name", "required", "invalid", "value", "defaultValue", "min", "max", "firstDayOfWeek", "onFocus", "onBlur", "onKeyDown", "onChange", "onSubmit"] }],
  ["Divider", { children: "none", props: ["vertical", "title"] }],
  ["FlatList", { children: "nodes", elements: ["header", "footer", "empty"], takes: ["ListItem"], stateful: true, props: ["autoFocus", "focusable", "count", "endReachedThreshold", "itemHeight", "estimatedItemHeight", "cursor", "onFocus", "onBlur", "onKeyDown", "onRange", "onEndReached", "onCursor", "onItemPress", "onScroll", "onLayout"] }],
  ["Form", { children: "nodes", props: ["compact", "disabled", "onSubmit", "onInvalid", "onKeyDown"] }],
  ["FormField", { children: "nodes", props: ["compact", "title", "error", "help"] }],
  ["Heading", { children: "inline", props: ["level", "numberOfLines"] }],
  ["Icon", { children: "none", inline: true, props: ["name", "color"] }],
  ["Image", { children: "none", props: ["source", "alt", "fit", "onLoad", "onError"] }],
  ["LineChart", { children: "none", props: ["series", "labels", "min", "max", "showAxes", "showLegend"] }],
  ["Link", { children: "inline", inline: true, props: ["autoFocus", "focusable", "href", "disabled", "onFocus", "onBlur", "onKeyDown", "onPress"] }],
  ["ListItem", { children: "nodes", within: ["FlatList", "SectionList"], props: ["index", "header", "selected"] }],
  ["Markdown", { children: "none", props: ["autoFocus", "focusable", "text", "onFocus", "onBlur", "onKeyDown", "onLinkPress"] }],
  ["Menu", { children: "nodes", takes: ["MenuItem", "Divider"], stateful: true, props: ["compact", "autoFocus", "focusable", "title", "icon", "open", "anchor", "disabled", "onFocus", "onBlur", "onKeyDown", "onOpen", "onClose"] }],
  ["MenuItem", { children: "inline", within: ["Menu"], props: ["icon", "shortcut", "checked", "disabled", "onPress"] }],
  ["Modal", { children: "nodes", elements: ["footer"], props: ["open", "title", "dismissible", "placement", "onClose", "onKeyDown"] }],
  ["Pressable", { children: "nodes", props: ["autoFocus", "focusable", "disabled", "delayLongPress", "onFocus", "onBlur", "onKeyDown", "onPress", "onPressIn", "onPressOut", "onLongPress", "onHoverIn", "onHoverOut"] }],
  ["ProgressBar", { children: "none", props: ["progress", "total", "showPercentage"] }],
  ["RadioGroup", { children: "none", stateful: true, props: ["compact", "autoFocus", "focusable", "valueVersion", "disabled", "name", "required", "invalid", "options", "value", "defaultValue", "horizontal", "onFocus", "onBlur", "onKeyDown", "onChange"] }],
  ["Row", { children: "nodes", props: ["onLayout", "onKeyDown"] }],
  ["ScrollView", { children: "nodes", stateful: true, props: ["autoFocus", "focusable", "horizontal", "onFocus", "onBlur", "onKeyDown", "onScroll", "onLayout"] }],
  ["SectionList", { children: "nodes", elements: ["header", "footer", "empty"], takes: ["ListItem"], stateful: true, props: ["autoFocus", "focusable", "count", "endReachedThreshold", "itemHeight", "estimatedItemHeight", "cursor", "stickyHeaders", "onFocus", "onBlur", "onKeyDown", "onRange", "onEndReached", "onCursor", "onItemPress", "onScroll", "onLayout"] }],
  ["Select", { children: "none", stateful: true, props: ["compact", "autoFocus", "focusable", "valueVersion", "disabled", "name", "required", "invalid", "options", "value", "defaultValue", "placeholder", "clearable", "onFocus", "onBlur", "onKeyDown", "onChange"] }],
  ["Shapes", { children: "none", props: ["autoFocus", "focusable", "shapes", "onFocus", "onBlur", "onKeyDown", "onPress", "onContextMenu", "onPointerMove", "onDrag", "onDragEnd", "onLayout"] }],
  ["Slider", { children: "none", stateful: true, props: ["compact", "autoFocus", "focusable", "valueVersion", "disabled", "name", "required", "invalid", "min", "max", "step", "value", "defaultValue", "showValue", "onFocus", "onBlur", "onKeyDown", "onChange", "onComplete"] }],
  ["Slot", { children: "text-and-nodes", props: ["name"] }],
  ["Sparkline", { children: "none", props: ["data", "min", "max", "color"] }],
  ["Switch", { children: "inline", stateful: true, props: ["compact", "autoFocus", "focusable", "valueVersion", "disabled", "name", "required", "invalid", "value", "defaultValue", "onFocus", "onBlur", "onKeyDown", "onChange"] }],
  ["Tab", { children: "nodes", within: ["Tabs"], props: ["name", "title", "disabled"] }],
  ["Table", { children: "nodes", elements: ["empty"], takes: ["TableRow"], stateful: true, props: ["autoFocus", "focusable", "count", "endReachedThreshold", "columns", "showHeader", "cursor", "fixedColumns", "zebra", "sortBy", "sortDirection", "onFocus", "onBlur", "onKeyDown", "onRange", "onEndReached", "onCursor", "onItemPress", "onScroll", "onLayout", "onSort", "onCellCursor", "onCellPress", "onEdit"] }],
  ["TableRow", { children: "none", within: ["Table"], props: ["index", "cells", "selected"] }],
  ["Tabs", { children: "nodes", takes: ["Tab"], stateful: true, props: ["autoFocus", "focusable", "valueVersion", "disabled", "value", "defaultValue", "onFocus", "onBlur", "onKeyDown", "onChange"] }],
  ["Text", { children: "inline", inline: true, props: ["numberOfLines", "level"] }],
  ["TextInput", { children: "none", stateful: true, props: ["compact", "autoFocus", "focusable", "valueVersion", "disabled", "name", "required", "invalid", "value", "defaultValue", "placeholder", "multiline", "rows", "inputMode", "suggestions", "secureTextEntry", "maxLength", "readOnly", "onFocus", "onBlur", "onKeyDown", "onChange", "onSubmit"] }],
  ["Toast", { children: "inline", props: ["title", "severity", "durationMs", "onClose"] }],
  ["Tooltip", { children: "nodes", elements: ["content"], props: ["text"] }],
  ["Tree", { children: "nodes", elements: ["empty"], takes: ["TreeItem"], stateful: true, props: ["autoFocus", "focusable", "count", "endReachedThreshold", "showGuides", "onFocus", "onBlur", "onKeyDown", "onRange", "onEndReached", "onCursor", "onItemPress", "onScroll", "onLayout", "onToggle"] }],
  ["TreeItem", { children: "none", within: ["Tree"], props: ["index", "depth", "text", "icon", "color", "expandable", "expanded", "last", "selected"] }],
  ["View", { children: "nodes", props: ["onLayout", "onKeyDown"] }],
]);
