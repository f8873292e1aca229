// Generated from rill/components by `python -m rill.components.typescript`. Do not edit.

import type {
  ChildrenPolicy,
  HostComponent,
  ActivityIndicatorProps,
  ButtonProps,
  CheckboxProps,
  ColumnProps,
  PressableProps,
  ProgressBarProps,
  RowProps,
  ScrollViewProps,
  SwitchProps,
  TextProps,
  TextInputProps,
  ViewProps,
} from "./component_types.generated";

/** What the runtime needs to know of a component. */
export interface ComponentMetadata {
  /** What may stand between its tags. */
  readonly children: ChildrenPolicy;
  /** May stand inside a line of text. */
  readonly inline: boolean;
  /** Keeps state of its own, so that its elements are not hoisted into templates. */
  readonly stateful: boolean;
  /** Names of props that must be given. */
  readonly required: readonly string[];
  /** Names of its event props. */
  readonly events: readonly string[];
  /** Names of its methods. */
  readonly methods: readonly string[];
}

/** The components of the catalogue by name. */
export const COMPONENT_METADATA: ReadonlyMap<string, ComponentMetadata> = new Map<string, ComponentMetadata>([
  ["ActivityIndicator", { children: "none", inline: false, stateful: false, required: [], events: [], methods: [] }],
  ["Button", { children: "inline", inline: false, stateful: false, required: [], events: ["onFocus", "onBlur", "onKeyDown", "onPress"], methods: ["focus", "blur"] }],
  ["Checkbox", { children: "inline", inline: false, stateful: true, required: [], events: ["onFocus", "onBlur", "onKeyDown", "onChange"], methods: ["focus", "blur"] }],
  ["Column", { children: "nodes", inline: false, stateful: false, required: [], events: ["onLayout", "onKeyDown"], methods: [] }],
  ["Pressable", { children: "nodes", inline: false, stateful: false, required: [], events: ["onFocus", "onBlur", "onKeyDown", "onPress", "onPressIn", "onPressOut", "onLongPress", "onHoverIn", "onHoverOut"], methods: ["focus", "blur"] }],
  ["ProgressBar", { children: "none", inline: false, stateful: false, required: [], events: [], methods: [] }],
  ["Row", { children: "nodes", inline: false, stateful: false, required: [], events: ["onLayout", "onKeyDown"], methods: [] }],
  ["ScrollView", { children: "nodes", inline: false, stateful: true, required: [], events: ["onFocus", "onBlur", "onKeyDown", "onScroll", "onLayout"], methods: ["focus", "blur", "scrollTo", "scrollToEnd"] }],
  ["Switch", { children: "none", inline: false, stateful: true, required: [], events: ["onFocus", "onBlur", "onKeyDown", "onChange"], methods: ["focus", "blur"] }],
  ["Text", { children: "inline", inline: true, stateful: false, required: [], events: [], methods: [] }],
  ["TextInput", { children: "none", inline: false, stateful: true, required: [], events: ["onFocus", "onBlur", "onKeyDown", "onChange", "onSubmit"], methods: ["focus", "blur", "clear", "select", "isFocused"] }],
  ["View", { children: "nodes", inline: false, stateful: false, required: [], events: ["onLayout", "onKeyDown"], methods: [] }],
]);

/** Names of all of them. */
export const COMPONENTS: readonly string[] = [...COMPONENT_METADATA.keys()];

/** Names of those that take bare text between their tags. */
export const TEXT_COMPONENTS: readonly string[] = ["Button", "Checkbox", "Text"];

/** A sign that moves while something goes on that cannot be measured. */
export const ActivityIndicator = "ActivityIndicator" as unknown as HostComponent<ActivityIndicatorProps>;

/**
 * A button in the looks of the host. Its words are its children, or `title`.
 *
 * Enter and Space press it while it has the focus.
 */
export const Button = "Button" as unknown as HostComponent<ButtonProps>;

/** A box to tick, with its children as the words beside it. Pressing those ticks it too. */
export const Checkbox = "Checkbox" as unknown as HostComponent<CheckboxProps>;

/** A box whose children stand one below the other: a View that says so. */
export const Column = "Column" as unknown as HostComponent<ColumnProps>;

/**
 * A box that can be pressed, without looks of its own.
 *
 * Enter and Space press it while it has the focus. Of two pressables around each other the inner one gets the
 * press.
 */
export const Pressable = "Pressable" as unknown as HostComponent<PressableProps>;

/** Shows how much of something is done. Without `progress` it shows that something is going on. */
export const ProgressBar = "ProgressBar" as unknown as HostComponent<ProgressBarProps>;

/** A box whose children stand side by side. */
export const Row = "Row" as unknown as HostComponent<RowProps>;

/**
 * A box that shows a part of its children and scrolls to the rest.
 *
 * It takes the room that its parent gives, not that of its children. All children exist, seen or not.
 */
export const ScrollView = "ScrollView" as unknown as HostComponent<ScrollViewProps>;

/** A switch that takes effect at once. Give it a `label`; it shows no words of its own. */
export const Switch = "Switch" as unknown as HostComponent<SwitchProps>;

/**
 * Words, in one style or in several.
 *
 * A Text inside a Text is a stretch of the same line with a style of its own.
 *
 * Text wraps at the edge of its box, and line breaks in it are kept.
 */
export const Text = "Text" as unknown as HostComponent<TextProps>;

/**
 * A field to write in, of one line or of several.
 *
 * With `value` the guest decides what it holds and answers every change; with `defaultValue` the field keeps its
 * text itself.
 */
export const TextInput = "TextInput" as unknown as HostComponent<TextInputProps>;

/** Another name for Pressable. */
export const TouchableOpacity = "Pressable" as unknown as HostComponent<PressableProps>;

/**
 * A box whose children stand one below the other and stretch across it, unless `style` says otherwise.
 *
 * Bare text belongs into a Text.
 */
export const View = "View" as unknown as HostComponent<ViewProps>;
