// Generated from rill/components by `python -m rill.components.typescript`. Do not edit.

/** Components that take bare text as children. */
export const TEXT_COMPONENTS: readonly string[] = ["Text", "Button"];

export const COMPONENTS: readonly string[] = [
  "ActivityIndicator", "Button", "Checkbox", "Column", "Pressable", "ProgressBar", "Row", "ScrollView", "Switch", "Text", "TextInput", "View",
];

export const ActivityIndicator = "ActivityIndicator";
export const Button = "Button";
export const Checkbox = "Checkbox";
export const Column = "Column";
export const Pressable = "Pressable";
export const ProgressBar = "ProgressBar";
export const Row = "Row";
export const ScrollView = "ScrollView";
export const Switch = "Switch";
export const Text = "Text";
export const TextInput = "TextInput";
export const TouchableOpacity = "Pressable";
export const View = "View";
