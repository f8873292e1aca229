// Generated from rill/components by `python -m rill.components.typescript`. Do not edit.

import type { ReactElement, ReactNode, Ref } from "react";

/** A component of the host. To React it is a string; its type says which props it takes. */
export interface HostComponent<Props> {
  (props: Props): ReactElement | null;
}

/** A listener with a policy, as `event(fn, policy)` makes it. */
export interface ListenerWithPolicy<Payload> {
  readonly fn: (payload: Payload) => unknown;
  readonly policy: ListenerPolicy;
}

/** What an event prop takes. */
export type Listener<Payload> = ((payload: Payload) => unknown) | ListenerWithPolicy<Payload> | null | undefined;

/** The methods of a component as a guest calls them: every one answers in a later turn. */
export type RemoteMethods<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Result>
    : never;
};

/** What a ref to a component holds. */
export interface ComponentRef<Methods> {
  /** The node's id on the host. */
  readonly id: number;
  /** The component's name. */
  readonly type: string;
  /** Call a method by name. */
  invoke(method: string, ...args: unknown[]): Promise<unknown>;
  /** The component's methods. */
  readonly call: RemoteMethods<Methods>;
}

/** The methods of a component: `MethodsOf<typeof TextInput>`. */
export type MethodsOf<C> = C extends HostComponent<infer Props>
  ? Props extends { ref?: Ref<ComponentRef<infer Methods>> | undefined }
    ? Methods
    : never
  : never;

/** What may stand between a component's tags. */
export type ChildrenPolicy =
  | "none"
  | "nodes"
  | "inline"
  | "text-and-nodes";

/** What an element is to assistive technology and to tests. */
export type Role =
  | "alert"
  | "article"
  | "banner"
  | "button"
  | "cell"
  | "checkbox"
  | "complementary"
  | "contentinfo"
  | "dialog"
  | "figure"
  | "form"
  | "generic"
  | "grid"
  | "group"
  | "heading"
  | "img"
  | "link"
  | "list"
  | "listitem"
  | "log"
  | "main"
  | "menu"
  | "menuitem"
  | "navigation"
  | "none"
  | "option"
  | "progressbar"
  | "radio"
  | "radiogroup"
  | "region"
  | "row"
  | "search"
  | "separator"
  | "slider"
  | "status"
  | "switch"
  | "tab"
  | "table"
  | "tablist"
  | "tabpanel"
  | "text"
  | "textbox"
  | "timer"
  | "toolbar"
  | "tooltip"
  | "tree"
  | "treeitem";

/** A colour of the host's theme. */
export type Color =
  | "foreground"
  | "muted"
  | "primary"
  | "secondary"
  | "accent"
  | "success"
  | "warning"
  | "error"
  | "surface"
  | "panel"
  | "background"
  | "transparent";

/** Cells on all sides, `[vertical, horizontal]`, or `[top, right, bottom, left]`. */
export type Sides =
  | number
  | readonly [vertical: number, horizontal: number]
  | readonly [top: number, right: number, bottom: number, left: number];

/**
 * How a listener wants its events: what to suppress at the source, and which events are worth a turn.
 *
 * Its wire names are those of PROTOCOL 2, hence snake_case.
 */
export interface ListenerPolicy {
  /**
   * Suppress what the widget itself would do.
   *
   * @defaultValue false
   */
  readonly prevent?: boolean | undefined;
  /**
   * Do not offer the event to the elements around this one.
   *
   * @defaultValue false
   */
  readonly stop?: boolean | undefined;
  /**
   * Of key events, send those of these keys only; none named means all.
   *
   * @defaultValue []
   */
  readonly keys?: readonly string[] | undefined;
  /**
   * Send the last event only, once this many milliseconds passed without another. (>= 0)
   *
   * @defaultValue 0
   */
  readonly debounce_ms?: number | undefined;
  /**
   * Send at most one event in this many milliseconds; the last one is never lost. (>= 0)
   *
   * @defaultValue 0
   */
  readonly throttle_ms?: number | undefined;
}

/**
 * How an element looks and what room it takes. Direction is a matter of Row and Column.
 *
 * Content never paints outside its element's box.
 */
export interface Style {
  /** Cells, a share of the parent, or as wide as the content. (whole, >= 0) */
  readonly width?: number | `${number}%` | "auto" | null | undefined;
  /** Lines, a share of the parent, or as high as the content. (whole, >= 0) */
  readonly height?: number | `${number}%` | "auto" | null | undefined;
  /** Never narrower than this. (whole, >= 0) */
  readonly minWidth?: number | `${number}%` | null | undefined;
  /** Never wider than this. (whole, >= 0) */
  readonly maxWidth?: number | `${number}%` | null | undefined;
  /** Never lower than this. (whole, >= 0) */
  readonly minHeight?: number | `${number}%` | null | undefined;
  /** Never higher than this. (whole, >= 0) */
  readonly maxHeight?: number | `${number}%` | null | undefined;
  /** Share of the room that is left along the parent's direction. (>= 0) */
  readonly grow?: number | null | undefined;
  /** Room between the border and the content. (whole, >= 0) */
  readonly padding?: (Sides) | null | undefined;
  /** Room outside the border. (whole, >= 0) */
  readonly margin?: (Sides) | null | undefined;
  /** Room between children, along the direction. (whole, >= 0) */
  readonly gap?: number | null | undefined;
  /** Where children stand across the direction. */
  readonly align?: "start" | "center" | "end" | "stretch" | null | undefined;
  /** Where children stand along the direction. */
  readonly justify?: "start" | "center" | "end" | "space-between" | null | undefined;
  /** Colour of text and of what stands for text. */
  readonly color?: Color | null | undefined;
  /** Colour behind the content. */
  readonly background?: Color | null | undefined;
  /** Kind of line around the element; it takes one cell a side. */
  readonly border?: "none" | "solid" | "round" | "heavy" | "double" | "dashed" | null | undefined;
  /** Colour of that line. */
  readonly borderColor?: Color | null | undefined;
  /** Heavier letters. */
  readonly bold?: boolean | null | undefined;
  /** Slanted letters. */
  readonly italic?: boolean | null | undefined;
  /** A line under the text. */
  readonly underline?: boolean | null | undefined;
  /** A line through the text. */
  readonly strike?: boolean | null | undefined;
  /** Less contrast than usual. */
  readonly dim?: boolean | null | undefined;
  /** Where lines of text stand in their element. */
  readonly textAlign?: "start" | "center" | "end" | null | undefined;
  /** A hidden element paints nothing and keeps its room; the prop `hidden` gives it up. */
  readonly visibility?: "visible" | "hidden" | null | undefined;
}

/** The size of an element, in cells. */
export interface LayoutEvent {
  /** Cells across, border and padding included. (>= 0) */
  readonly width: number;
  /** Lines down, border and padding included. (>= 0) */
  readonly height: number;
}

/** A key went down while this element or one inside it had the focus. */
export interface KeyEvent {
  /** Shift was held down. */
  readonly shift: boolean;
  /** Control was held down. */
  readonly ctrl: boolean;
  /** Alt or Option was held down. */
  readonly alt: boolean;
  /** Command or the Windows key was held down. */
  readonly meta: boolean;
  /** Name as in the DOM: 'a', 'A', 'Enter', 'Escape', 'ArrowUp', 'F1', ' ' for the space bar. */
  readonly key: string;
  /** The key is held down and repeats, where the terminal tells. */
  readonly repeat: boolean;
}

/** Where a scrolled content stands, in cells. */
export interface ScrollEvent {
  /** Cells of the content that left the view on the left. (>= 0) */
  readonly x: number;
  /** Lines of the content that left the view at the top. (>= 0) */
  readonly y: number;
  /** Cells of the view across. (>= 0) */
  readonly viewWidth: number;
  /** Lines of the view down. (>= 0) */
  readonly viewHeight: number;
  /** Cells of the whole content across. (>= 0) */
  readonly contentWidth: number;
  /** Lines of the whole content down. (>= 0) */
  readonly contentHeight: number;
}

/** Where to scroll to. A direction that is left out stays as it is. */
export interface ScrollTarget {
  /** Cells to leave out on the left. (>= 0) */
  readonly x?: number | null | undefined;
  /** Lines to leave out at the top. (>= 0) */
  readonly y?: number | null | undefined;
  /**
   * Glide instead of jump.
   *
   * @defaultValue false
   */
  readonly animated?: boolean | undefined;
}

/** How to scroll. */
export interface ScrollOptions {
  /**
   * Glide instead of jump.
   *
   * @defaultValue false
   */
  readonly animated?: boolean | undefined;
}

/** A press: by pointer, by touch, or by Enter and Space on the focused element. */
export interface PressEvent {
  /** Shift was held down. */
  readonly shift: boolean;
  /** Control was held down. */
  readonly ctrl: boolean;
  /** Alt or Option was held down. */
  readonly alt: boolean;
  /** Command or the Windows key was held down. */
  readonly meta: boolean;
  /** What the press was made with. */
  readonly source: "pointer" | "key";
}

/** The text of a field changed. */
export interface TextChangeEvent {
  /** The whole text. */
  readonly value: string;
  /** Counts the changes a person made in this field. (whole, >= 0) */
  readonly version: number;
}

/** A person switched something on or off. */
export interface ToggleEvent {
  /** Whether it is on now. */
  readonly value: boolean;
  /** Counts the changes a person made to this element. (whole, >= 0) */
  readonly version: number;
}

/** Props that every component has. */
export interface CommonProps {
  /** Name of this element for tests and tools. Nobody sees it, and it need not be unique. */
  readonly id?: string | null | undefined;
  /** What this element is to assistive technology and to tests, where it is not the usual. */
  readonly role?: Role | null | undefined;
  /** Accessible name, where the visible text does not say it. Tests find elements by it. */
  readonly label?: string | null | undefined;
  /** What using this element does, in a few words. Shown as a tooltip. */
  readonly hint?: string | null | undefined;
  /**
   * Takes the element off the screen and out of the layout. Its state and its children stay.
   *
   * @defaultValue false
   */
  readonly hidden?: boolean | undefined;
  /** How it looks and what room it takes. */
  readonly style?: Style | null | undefined;
}

/** What a ref to a View can be asked to do. */
export interface ViewMethods {}

/** Props of View. */
export interface ViewProps extends CommonProps {
  /** The box got a size, or another one. */
  readonly onLayout?: Listener<LayoutEvent>;
  /** A key went down while an element inside the box had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<ViewMethods>> | undefined;
}

/** What a ref to a Row can be asked to do. */
export interface RowMethods {}

/** Props of Row. */
export interface RowProps extends CommonProps {
  /** The box got a size, or another one. */
  readonly onLayout?: Listener<LayoutEvent>;
  /** A key went down while an element inside the box had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<RowMethods>> | undefined;
}

/** What a ref to a Column can be asked to do. */
export interface ColumnMethods {}

/** Props of Column. */
export interface ColumnProps extends CommonProps {
  /** The box got a size, or another one. */
  readonly onLayout?: Listener<LayoutEvent>;
  /** A key went down while an element inside the box had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<ColumnMethods>> | undefined;
}

/** What a ref to a ScrollView can be asked to do. */
export interface ScrollViewMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
  /** Scroll to a place, or as near as the content goes. */
  scrollTo(target: ScrollTarget): void;
  /** Scroll to the last child. */
  scrollToEnd(options?: ScrollOptions): void;
}

/** Props of ScrollView. */
export interface ScrollViewProps extends CommonProps {
  /**
   * Takes the focus when it first appears.
   *
   * @defaultValue false
   */
  readonly autoFocus?: boolean | undefined;
  /**
   * Whether the Tab key stops here.
   *
   * @defaultValue true
   */
  readonly focusable?: boolean | undefined;
  /**
   * Children stand side by side and scroll sideways, instead of down.
   *
   * @defaultValue false
   */
  readonly horizontal?: boolean | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** The content moved. Throttle it; every event is a turn. */
  readonly onScroll?: Listener<ScrollEvent>;
  /** The view got a size, or another one. */
  readonly onLayout?: Listener<LayoutEvent>;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<ScrollViewMethods>> | undefined;
}

/** What a ref to a Text can be asked to do. */
export interface TextMethods {}

/** Props of Text. */
export interface TextProps extends CommonProps {
  /**
   * Cut off with an ellipsis after this many lines; 0 never cuts. (whole, >= 0)
   *
   * @defaultValue 0
   */
  readonly numberOfLines?: number | undefined;
  /** Rank of a heading, 1 the highest. For role `heading`. (whole, >= 1 and <= 6) */
  readonly level?: number | null | undefined;
  /** Bare text, and components that may stand inside a line, such as Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<TextMethods>> | undefined;
}

/** What a ref to a Button can be asked to do. */
export interface ButtonMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of Button. */
export interface ButtonProps extends CommonProps {
  /**
   * Takes the focus when it first appears.
   *
   * @defaultValue false
   */
  readonly autoFocus?: boolean | undefined;
  /**
   * Whether the Tab key stops here.
   *
   * @defaultValue true
   */
  readonly focusable?: boolean | undefined;
  /** The words on it, where it has no children. */
  readonly title?: string | null | undefined;
  /**
   * What kind of act it stands for.
   *
   * @defaultValue "default"
   */
  readonly variant?: "default" | "primary" | "success" | "warning" | "error" | undefined;
  /**
   * Cannot be pressed or focused, and looks like it.
   *
   * @defaultValue false
   */
  readonly disabled?: boolean | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** The button was pressed. */
  readonly onPress?: Listener<PressEvent>;
  /** Bare text, and components that may stand inside a line, such as Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<ButtonMethods>> | undefined;
}

/** What a ref to a Pressable can be asked to do. */
export interface PressableMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of Pressable. */
export interface PressableProps extends CommonProps {
  /**
   * Takes the focus when it first appears.
   *
   * @defaultValue false
   */
  readonly autoFocus?: boolean | undefined;
  /**
   * Whether the Tab key stops here.
   *
   * @defaultValue true
   */
  readonly focusable?: boolean | undefined;
  /**
   * Cannot be pressed or focused.
   *
   * @defaultValue false
   */
  readonly disabled?: boolean | undefined;
  /**
   * Milliseconds after which a press is a long one. (whole, >= 0)
   *
   * @defaultValue 500
   */
  readonly delayLongPress?: number | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** It was pressed and let go, and that was no long press somebody listens to. */
  readonly onPress?: Listener<PressEvent>;
  /** A press began. */
  readonly onPressIn?: Listener<PressEvent>;
  /** A press ended, here or elsewhere. */
  readonly onPressOut?: Listener<PressEvent>;
  /** A press lasted `delayLongPress`; `onPress` does not follow. */
  readonly onLongPress?: Listener<PressEvent>;
  /** The pointer came over the element. */
  readonly onHoverIn?: Listener<void>;
  /** The pointer left the element. */
  readonly onHoverOut?: Listener<void>;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<PressableMethods>> | undefined;
}

/** What a ref to a TextInput can be asked to do. */
export interface TextInputMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
  /** Empty the field, as if a person had done it: `onChange` follows. */
  clear(): void;
  /** Select the characters from start up to end, or to the last one. Equal numbers place the caret. */
  select(start?: number, end?: number | null): void;
  /** Tell whether the focus is here. */
  isFocused(): boolean;
}

/** Props of TextInput. */
export interface TextInputProps extends CommonProps {
  /**
   * Takes the focus when it first appears.
   *
   * @defaultValue false
   */
  readonly autoFocus?: boolean | undefined;
  /**
   * Whether the Tab key stops here.
   *
   * @defaultValue true
   */
  readonly focusable?: boolean | undefined;
  /**
   * Version that `value` answers to. Leave it out: the SDK adds the last one seen. A value older than what a person
   * did meanwhile is ignored; 'force' overwrites it all the same. (whole, >= 0)
   */
  readonly valueVersion?: number | "force" | null | undefined;
  /**
   * Cannot be changed or focused, and looks like it.
   *
   * @defaultValue false
   */
  readonly disabled?: boolean | undefined;
  /**
   * Marks the value as not acceptable.
   *
   * @defaultValue false
   */
  readonly invalid?: boolean | undefined;
  /** The text. Null or left out: the field keeps its own. */
  readonly value?: string | null | undefined;
  /**
   * The text to begin with, where `value` is not given.
   *
   * @defaultValue ""
   */
  readonly defaultValue?: string | undefined;
  /** Shown while the field is empty. */
  readonly placeholder?: string | null | undefined;
  /**
   * Takes several lines. Enter then makes a new line instead of submitting.
   *
   * @defaultValue false
   */
  readonly multiline?: boolean | undefined;
  /** Lines to show, where it takes several. (whole, >= 1) */
  readonly rows?: number | null | undefined;
  /**
   * What is written: `numeric` lets in digits and a sign, `decimal` a number; the others choose the keyboard of a
   * phone.
   *
   * @defaultValue "text"
   */
  readonly inputMode?: "text" | "numeric" | "decimal" | "email" | "tel" | "url" | "search" | undefined;
  /**
   * Shows a dot for each letter, as for a password.
   *
   * @defaultValue false
   */
  readonly secureTextEntry?: boolean | undefined;
  /** Characters it takes at most. (whole, >= 0) */
  readonly maxLength?: number | null | undefined;
  /**
   * Can be focused and copied, but not changed.
   *
   * @defaultValue false
   */
  readonly readOnly?: boolean | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** A person changed the text, or `clear` emptied it. */
  readonly onChange?: Listener<TextChangeEvent>;
  /** Enter was pressed in a field of one line. */
  readonly onSubmit?: Listener<TextChangeEvent>;
  ref?: Ref<ComponentRef<TextInputMethods>> | undefined;
}

/** What a ref to a Checkbox can be asked to do. */
export interface CheckboxMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of Checkbox. */
export interface CheckboxProps extends CommonProps {
  /**
   * Takes the focus when it first appears.
   *
   * @defaultValue false
   */
  readonly autoFocus?: boolean | undefined;
  /**
   * Whether the Tab key stops here.
   *
   * @defaultValue true
   */
  readonly focusable?: boolean | undefined;
  /**
   * Version that `value` answers to. Leave it out: the SDK adds the last one seen. A value older than what a person
   * did meanwhile is ignored; 'force' overwrites it all the same. (whole, >= 0)
   */
  readonly valueVersion?: number | "force" | null | undefined;
  /**
   * Cannot be changed or focused, and looks like it.
   *
   * @defaultValue false
   */
  readonly disabled?: boolean | undefined;
  /**
   * Marks the value as not acceptable.
   *
   * @defaultValue false
   */
  readonly invalid?: boolean | undefined;
  /** Whether it is on. Null or left out: it keeps its own state. */
  readonly value?: boolean | null | undefined;
  /**
   * Whether it is on to begin with, where `value` is not given.
   *
   * @defaultValue false
   */
  readonly defaultValue?: boolean | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** A person switched it on or off. */
  readonly onChange?: Listener<ToggleEvent>;
  /** Bare text, and components that may stand inside a line, such as Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<CheckboxMethods>> | undefined;
}

/** What a ref to a Switch can be asked to do. */
export interface SwitchMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of Switch. */
export interface SwitchProps extends CommonProps {
  /**
   * Takes the focus when it first appears.
   *
   * @defaultValue false
   */
  readonly autoFocus?: boolean | undefined;
  /**
   * Whether the Tab key stops here.
   *
   * @defaultValue true
   */
  readonly focusable?: boolean | undefined;
  /**
   * Version that `value` answers to. Leave it out: the SDK adds the last one seen. A value older than what a person
   * did meanwhile is ignored; 'force' overwrites it all the same. (whole, >= 0)
   */
  readonly valueVersion?: number | "force" | null | undefined;
  /**
   * Cannot be changed or focused, and looks like it.
   *
   * @defaultValue false
   */
  readonly disabled?: boolean | undefined;
  /**
   * Marks the value as not acceptable.
   *
   * @defaultValue false
   */
  readonly invalid?: boolean | undefined;
  /** Whether it is on. Null or left out: it keeps its own state. */
  readonly value?: boolean | null | undefined;
  /**
   * Whether it is on to begin with, where `value` is not given.
   *
   * @defaultValue false
   */
  readonly defaultValue?: boolean | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** A person switched it on or off. */
  readonly onChange?: Listener<ToggleEvent>;
  ref?: Ref<ComponentRef<SwitchMethods>> | undefined;
}

/** What a ref to a ProgressBar can be asked to do. */
export interface ProgressBarMethods {}

/** Props of ProgressBar. */
export interface ProgressBarProps extends CommonProps {
  /** How much is done, from 0 to `total`; more or less is drawn as full or empty. */
  readonly progress?: number | null | undefined;
  /**
   * How much there is to do. (> 0)
   *
   * @defaultValue 1
   */
  readonly total?: number | undefined;
  /**
   * Writes the percentage beside the bar.
   *
   * @defaultValue false
   */
  readonly showPercentage?: boolean | undefined;
  ref?: Ref<ComponentRef<ProgressBarMethods>> | undefined;
}

/** What a ref to a ActivityIndicator can be asked to do. */
export interface ActivityIndicatorMethods {}

/** Props of ActivityIndicator. */
export interface ActivityIndicatorProps extends CommonProps {
  /**
   * Whether it moves. Still, it is not seen but keeps its room.
   *
   * @defaultValue true
   */
  readonly animating?: boolean | undefined;
  /**
   * One cell inside a line, or a sign that fills its box.
   *
   * @defaultValue "small"
   */
  readonly size?: "small" | "large" | undefined;
  ref?: Ref<ComponentRef<ActivityIndicatorMethods>> | undefined;
}
