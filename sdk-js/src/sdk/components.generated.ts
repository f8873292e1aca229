// Generated from rill/components by `python -m rill.components.typescript`. Do not edit.

import type { ReactNode } from "react";

import type {
  ChildrenPolicy,
  CommonProps,
  HostComponent,
  Listener,
  RangeEvent,
  ActivityIndicatorProps,
  BarChartProps,
  ButtonProps,
  CardProps,
  CheckboxProps,
  CodeViewProps,
  CollapsibleProps,
  ColumnProps,
  DateInputProps,
  DividerProps,
  FormProps,
  FormFieldProps,
  HeadingProps,
  IconProps,
  ImageProps,
  LineChartProps,
  LinkProps,
  ListItemProps,
  MarkdownProps,
  MenuProps,
  MenuItemProps,
  ModalProps,
  PressableProps,
  ProgressBarProps,
  RadioGroupProps,
  RowProps,
  ScrollViewProps,
  SelectProps,
  ShapesProps,
  SliderProps,
  SlotProps,
  SparklineProps,
  SwitchProps,
  TabProps,
  TableRowProps,
  TabsProps,
  TextProps,
  TextInputProps,
  ToastProps,
  TooltipProps,
  TreeItemProps,
  ViewProps,
} from "./component_types.generated";

/** What the runtime needs to know of a component. */
export interface ComponentMetadata {
  /** What may stand between its tags. */
  readonly children: ChildrenPolicy;
  /** May stand inside a line of text. */
  readonly inline?: true;
  /** Names of props that take elements: each crosses as a child of type `Slot`. */
  readonly elements?: readonly string[];
  /** The only components that it takes as children. */
  readonly takes?: readonly string[];
  /** The only components that it may stand in. */
  readonly within?: readonly string[];
}

/** What the SDK gives to the host's component behind one of its virtualised ones, beside what the guest gave. */
export interface VirtualProps extends CommonProps {
  readonly count: number;
  readonly onRange: Listener<RangeEvent>;
  readonly ref?: unknown;
  readonly children?: ReactNode;
}

/** The components of the catalogue by name. */
export const COMPONENT_METADATA: ReadonlyMap<string, ComponentMetadata> = new Map<string, ComponentMetadata>([
  ["ActivityIndicator", { children: "none" }],
  ["BarChart", { children: "none" }],
  ["Button", { children: "inline" }],
  ["Card", { children: "nodes", elements: ["header", "footer"] }],
  ["Checkbox", { children: "inline" }],
  ["CodeView", { children: "none" }],
  ["Collapsible", { children: "nodes" }],
  ["Column", { children: "nodes" }],
  ["DateInput", { children: "none" }],
  ["Divider", { children: "none" }],
  ["FlatList", { children: "nodes", elements: ["header", "footer", "empty"], takes: ["ListItem"] }],
  ["Form", { children: "nodes" }],
  ["FormField", { children: "nodes" }],
  ["Heading", { children: "inline" }],
  ["Icon", { children: "none", inline: true }],
  ["Image", { children: "none" }],
  ["LineChart", { children: "none" }],
  ["Link", { children: "inline", inline: true }],
  ["ListItem", { children: "nodes", within: ["FlatList", "SectionList"] }],
  ["Markdown", { children: "none" }],
  ["Menu", { children: "nodes", takes: ["MenuItem", "Divider"] }],
  ["MenuItem", { children: "inline", within: ["Menu"] }],
  ["Modal", { children: "nodes", elements: ["footer"] }],
  ["Pressable", { children: "nodes" }],
  ["ProgressBar", { children: "none" }],
  ["RadioGroup", { children: "none" }],
  ["Row", { children: "nodes" }],
  ["ScrollView", { children: "nodes" }],
  ["SectionList", { children: "nodes", elements: ["header", "footer", "empty"], takes: ["ListItem"] }],
  ["Select", { children: "none" }],
  ["Shapes", { children: "none" }],
  ["Slider", { children: "none" }],
  ["Slot", { children: "text-and-nodes" }],
  ["Sparkline", { children: "none" }],
  ["Switch", { children: "inline" }],
  ["Tab", { children: "nodes", within: ["Tabs"] }],
  ["Table", { children: "nodes", elements: ["empty"], takes: ["TableRow"] }],
  ["TableRow", { children: "none", within: ["Table"] }],
  ["Tabs", { children: "nodes", takes: ["Tab"] }],
  ["Text", { children: "inline", inline: true }],
  ["TextInput", { children: "none" }],
  ["Toast", { children: "inline" }],
  ["Tooltip", { children: "nodes", elements: ["content"] }],
  ["Tree", { children: "nodes", elements: ["empty"], takes: ["TreeItem"] }],
  ["TreeItem", { children: "none", within: ["Tree"] }],
  ["View", { children: "nodes" }],
]);

/** Names of all of them. */
export const COMPONENTS: readonly string[] = [...COMPONENT_METADATA.keys()];

/** A sign that moves while something goes on that cannot be measured. */
export const ActivityIndicator = "ActivityIndicator" as unknown as HostComponent<ActivityIndicatorProps>;

/**
 * Numbers side by side as bars: with words below them, or, horizontal, beside them.
 *
 * With a listener for `onItemPress` it can have the focus: arrow keys go from bar to bar, Enter and Space press
 * one.
 */
export const BarChart = "BarChart" as unknown as HostComponent<BarChartProps>;

/**
 * A button in the looks of the host. Its words are its children, or `title`.
 *
 * Enter and Space press it while it has the focus.
 */
export const Button = "Button" as unknown as HostComponent<ButtonProps>;

/** A box with a frame around things that belong together, with a title in the frame. */
export const Card = "Card" as unknown as HostComponent<CardProps>;

/** A box to tick, with its children as the words beside it. Pressing those ticks it too. */
export const Checkbox = "Checkbox" as unknown as HostComponent<CheckboxProps>;

/** Source code with the colours of its language. Can be scrolled and copied from, not changed. */
export const CodeView = "CodeView" as unknown as HostComponent<CodeViewProps>;

/** A title that opens and closes what is below it. Enter and Space do so, too. */
export const Collapsible = "Collapsible" as unknown as HostComponent<CollapsibleProps>;

/** A box whose children stand one below the other: a View that says so. */
export const Column = "Column" as unknown as HostComponent<ColumnProps>;

/**
 * A day, written as year, month and day, or chosen from a calendar.
 *
 * Up and Down change the part at the caret, Space opens the calendar. A `min` after `max` bounds nothing, and nor
 * does either that is no day, such as `2025-02-30`.
 */
export const DateInput = "DateInput" as unknown as HostComponent<DateInputProps>;

/** A line between things, across a column or down a row. With a title the line runs around it. */
export const Divider = "Divider" as unknown as HostComponent<DividerProps>;

/** The host's FlatList, behind the SDK's component of that name. */
export const HostFlatList = "FlatList" as unknown as HostComponent<VirtualProps>;

/**
 * Inputs that are submitted together: by a Button with `submit`, by Enter in a field of one line, or by
 * `submit()`.
 *
 * A `required` input that is empty, a number or day that cannot be, and an input in a FormField with an `error`
 * keep it from being submitted: the first of them gets the focus, and `onInvalid` says which they are. Inputs
 * that are hidden, disabled or in a form inside this one do not count. With `compact` everything in it is
 * compact.
 */
export const Form = "Form" as unknown as HostComponent<FormProps>;

/**
 * An input with its label, what helps to answer, and what is wrong with the answer.
 *
 * With `compact` the label stands beside the input, and the input is compact, too.
 */
export const FormField = "FormField" as unknown as HostComponent<FormFieldProps>;

/** A heading over a part of the screen. */
export const Heading = "Heading" as unknown as HostComponent<HeadingProps>;

/** A sign of one or two cells, drawn in the looks of the host. */
export const Icon = "Icon" as unknown as HostComponent<IconProps>;

/**
 * A picture: an asset of the bundle, which `import logo from "./logo.png"` names, or from where the host allows.
 *
 * PNG, JPEG, GIF and WebP. Where it cannot be drawn, `alt` stands in its place.
 */
export const Image = "Image" as unknown as HostComponent<ImageProps>;

/** How numbers change, as lines over a scale, with axes and a legend. */
export const LineChart = "LineChart" as unknown as HostComponent<LineChartProps>;

/**
 * Words that lead somewhere: inside a Text a stretch of its line, elsewhere an element of its own.
 *
 * What a press does is up to the guest, by `onPress`, and up to the host, which hears of `href` and may open it.
 */
export const Link = "Link" as unknown as HostComponent<LinkProps>;

/** One item in a list. Components of the SDK make it. */
export const HostListItem = "ListItem" as unknown as HostComponent<ListItemProps>;

/**
 * A document in Markdown (CommonMark with tables), shown as a whole. HTML in it is shown as text.
 *
 * Give it a height, or put it into a ScrollView, where it may be long.
 */
export const Markdown = "Markdown" as unknown as HostComponent<MarkdownProps>;

/**
 * Things to do, in a list that opens over the screen: below a button with a title, or at a place of its own.
 *
 * Arrow keys move, Enter does, Escape closes; a press elsewhere closes it, too. It closes when something is
 * chosen.
 */
export const Menu = "Menu" as unknown as HostComponent<MenuProps>;

/** One thing to do. Its words are its children. */
export const MenuItem = "MenuItem" as unknown as HostComponent<MenuItemProps>;

/**
 * A box over the guest's screen that has to be answered first. Everything else waits, dimmed.
 *
 * While it is there, Tab stays inside; when it goes, the focus returns to where it was. Of several the last one
 * is on top. Show it by rendering it, or by `open`.
 */
export const Modal = "Modal" as unknown as HostComponent<ModalProps>;

/**
 * A box that can be pressed, without looks of its own.
 *
 * Enter and Space press it while it has the focus. Of two pressables around each other the inner one gets the
 * press.
 */
export const Pressable = "Pressable" as unknown as HostComponent<PressableProps>;

/** Shows how much of something is done. Without `progress` it shows that something is going on. */
export const ProgressBar = "ProgressBar" as unknown as HostComponent<ProgressBarProps>;

/**
 * All choices side by side or one below the other, of which one is taken. Arrow keys move, Space takes.
 *
 * A `value` that no option has is no choice. Of options with the same value the first one counts.
 */
export const RadioGroup = "RadioGroup" as unknown as HostComponent<RadioGroupProps>;

/** A box whose children stand side by side. */
export const Row = "Row" as unknown as HostComponent<RowProps>;

/**
 * A box that shows a part of its children and scrolls to the rest.
 *
 * It takes the room that its parent gives, not that of its children. All children exist, seen or not.
 */
export const ScrollView = "ScrollView" as unknown as HostComponent<ScrollViewProps>;

/** The host's SectionList, behind the SDK's component of that name. */
export const HostSectionList = "SectionList" as unknown as HostComponent<VirtualProps>;

/**
 * A choice of one of many, which opens to show them. Letters find an option by its words.
 *
 * A `value` that no option has is no choice. Of options with the same value the first one counts.
 */
export const Select = "Select" as unknown as HostComponent<SelectProps>;

/**
 * A drawing of circles, lines, rectangles and words, which tells what is pressed in it.
 *
 * Later shapes cover earlier ones.
 *
 * With the focus, arrow keys move a crosshair, Enter presses there, and Shift+F10 or the menu key presses with
 * the second button.
 */
export const Shapes = "Shapes" as unknown as HostComponent<ShapesProps>;

/**
 * A number in a range, set by dragging, by the arrow keys, or by Home, End, Page Up and Page Down.
 *
 * It can be `min` and whole steps from there up to `max`; a `value` between two of them is shown as the nearest.
 */
export const Slider = "Slider" as unknown as HostComponent<SliderProps>;

/**
 * What a guest gave to an element prop of the component around it, such as a Card's `header`.
 *
 * Guests need not write it: `<Card header={<Text>Hi</Text>}>` makes one.
 */
export const Slot = "Slot" as unknown as HostComponent<SlotProps>;

/** The course of a number in the room of a word. Give it a `label` that says what it shows. */
export const Sparkline = "Sparkline" as unknown as HostComponent<SparklineProps>;

/**
 * A switch that takes effect at once, with its children as the words beside it. Pressing those switches it too.
 */
export const Switch = "Switch" as unknown as HostComponent<SwitchProps>;

/** One page of Tabs. Its children are the page, and keep their state while another is seen. */
export const Tab = "Tab" as unknown as HostComponent<TabProps>;

/** The host's Table, behind the SDK's component of that name. */
export const HostTable = "Table" as unknown as HostComponent<VirtualProps>;

/** One row of a Table. The component of the SDK makes it. */
export const HostTableRow = "TableRow" as unknown as HostComponent<TableRowProps>;

/** Pages in one place, of which a row of titles shows one. Left and Right change it. */
export const Tabs = "Tabs" as unknown as HostComponent<TabsProps>;

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

/**
 * A message in a corner of the guest's screen, which goes by itself. It takes no focus.
 *
 * Render it to show it; when its time is over `onClose` says so, and nothing is seen any more.
 */
export const Toast = "Toast" as unknown as HostComponent<ToastProps>;

/**
 * Words about its children, seen while the pointer rests on them or one of them has the focus.
 *
 * Every component has `hint` for plain words; this one shows elements, too.
 */
export const Tooltip = "Tooltip" as unknown as HostComponent<TooltipProps>;

/** Another name for Pressable. */
export const TouchableOpacity = "Pressable" as unknown as HostComponent<PressableProps>;

/** The host's Tree, behind the SDK's component of that name. */
export const HostTree = "Tree" as unknown as HostComponent<VirtualProps>;

/** One line of a Tree. The component of the SDK makes it. */
export const HostTreeItem = "TreeItem" as unknown as HostComponent<TreeItemProps>;

/**
 * A box whose children stand one below the other and stretch across it, unless `style` says otherwise.
 *
 * Bare text belongs into a Text.
 */
export const View = "View" as unknown as HostComponent<ViewProps>;
