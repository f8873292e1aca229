// Generated from rill/components by `python -m rill.components.typescript`. Do not edit.

import type { ReactElement, ReactNode, Ref } from "react";

/** A component of the host. To React it is a string; its type says which props it takes. */
export interface HostComponent<Props> {
  (props: Props): ReactElement | null;
}

/** A listener with a policy, as `event(fn, policy)` makes it. */
export interface ListenerWithPolicy<Payload> {
  // A method, because parameters of methods compare both ways: the compiler finds the result of `event` before it knows
  // of what items a list's listeners hear.
  fn(payload: Payload): unknown;
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
  | "alertdialog"
  | "application"
  | "article"
  | "banner"
  | "blockquote"
  | "button"
  | "caption"
  | "cell"
  | "checkbox"
  | "code"
  | "columnheader"
  | "combobox"
  | "complementary"
  | "contentinfo"
  | "definition"
  | "deletion"
  | "dialog"
  | "document"
  | "emphasis"
  | "feed"
  | "figure"
  | "form"
  | "generic"
  | "grid"
  | "gridcell"
  | "group"
  | "heading"
  | "img"
  | "insertion"
  | "link"
  | "list"
  | "listbox"
  | "listitem"
  | "log"
  | "main"
  | "mark"
  | "marquee"
  | "math"
  | "menu"
  | "menubar"
  | "menuitem"
  | "menuitemcheckbox"
  | "menuitemradio"
  | "meter"
  | "navigation"
  | "none"
  | "note"
  | "option"
  | "paragraph"
  | "presentation"
  | "progressbar"
  | "radio"
  | "radiogroup"
  | "region"
  | "row"
  | "rowgroup"
  | "rowheader"
  | "scrollbar"
  | "search"
  | "searchbox"
  | "separator"
  | "slider"
  | "spinbutton"
  | "status"
  | "strong"
  | "subscript"
  | "suggestion"
  | "superscript"
  | "switch"
  | "tab"
  | "table"
  | "tablist"
  | "tabpanel"
  | "term"
  | "text"
  | "textbox"
  | "time"
  | "timer"
  | "toolbar"
  | "tooltip"
  | "tree"
  | "treegrid"
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

/** A sign of the host's. */
export type IconName =
  | "add"
  | "archive"
  | "arrow-down"
  | "arrow-left"
  | "arrow-right"
  | "arrow-up"
  | "attach"
  | "bell"
  | "book"
  | "bookmark"
  | "calendar"
  | "chart"
  | "check"
  | "chevron-down"
  | "chevron-left"
  | "chevron-right"
  | "chevron-up"
  | "circle"
  | "clock"
  | "close"
  | "code"
  | "copy"
  | "cut"
  | "database"
  | "delete"
  | "document"
  | "download"
  | "edit"
  | "error"
  | "eye"
  | "filter"
  | "flag"
  | "folder"
  | "folder-open"
  | "gear"
  | "globe"
  | "heart"
  | "help"
  | "home"
  | "image"
  | "inbox"
  | "info"
  | "key"
  | "link"
  | "list"
  | "lock"
  | "mail"
  | "menu"
  | "minus"
  | "more"
  | "music"
  | "pause"
  | "person"
  | "phone"
  | "pin"
  | "play"
  | "plus"
  | "print"
  | "question"
  | "redo"
  | "refresh"
  | "reply"
  | "save"
  | "search"
  | "send"
  | "share"
  | "square"
  | "star"
  | "star-empty"
  | "stop"
  | "sync"
  | "tag"
  | "terminal"
  | "thumbs-up"
  | "trash"
  | "undo"
  | "unlock"
  | "upload"
  | "user"
  | "users"
  | "warning";

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
 * How an element looks and what room it takes.
 *
 * Content never paints outside its element's box.
 */
export interface StyleFields {
  /** Whether children stand side by side or one below the other. */
  readonly direction?: "row" | "column" | null | undefined;
  /** Whether children that do not fit along the direction go on in a further line. */
  readonly wrap?: "nowrap" | "wrap" | null | undefined;
  /**
   * Cells, a share of the parent, a share of what is left in the parent, or as wide as the content. (whole, >= 0)
   */
  readonly width?: number | `${number}%` | `${number}fr` | "auto" | null | undefined;
  /**
   * Lines, a share of the parent, a share of what is left in the parent, or as high as the content. (whole, >= 0)
   */
  readonly height?: number | `${number}%` | `${number}fr` | "auto" | null | undefined;
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
  /** Share of the room that is missing along the parent's direction; 0 gives up none. (>= 0) */
  readonly shrink?: number | null | undefined;
  /** Room between the border and the content. (whole, >= 0) */
  readonly padding?: (Sides) | null | undefined;
  /** Room outside the border. (whole, >= 0) */
  readonly margin?: (Sides) | null | undefined;
  /** Room between children, along the direction; or `[along, across]`, for wrapped lines. (whole, >= 0) */
  readonly gap?: number | (readonly [along: number, across: number]) | null | undefined;
  /** Where children stand across the direction. */
  readonly align?: "start" | "center" | "end" | "stretch" | null | undefined;
  /** Where this element stands across its parent's direction, instead of `align` there. */
  readonly alignSelf?: "start" | "center" | "end" | "stretch" | null | undefined;
  /** Where children stand along the direction. */
  readonly justify?: "start" | "center" | "end" | "space-between" | "space-around" | "space-evenly" | null | undefined;
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
  /** What becomes of content that does not fit: cut off, or scrolled to with bars as needed or always. */
  readonly overflow?: "hidden" | "auto" | "scroll" | null | undefined;
  /** A hidden element paints nothing and keeps its room; `display` gives it up. */
  readonly visibility?: "visible" | "hidden" | null | undefined;
  /**
   * With `none` the element is off the screen and out of the layout, as with the prop `hidden`: for `breakpoints`,
   * so that parts appear where there is room.
   */
  readonly display?: "flex" | "none" | null | undefined;
}

/** What changes where there is room. */
export interface Breakpoint {
  /** From this width of the guest's screen on, in cells. (whole, >= 0) */
  readonly at: number;
  /** What then replaces the fields of the same names. */
  readonly style: StyleFields;
}

/**
 * How an element looks and what room it takes.
 *
 * Content never paints outside its element's box.
 */
export interface Style {
  /** Whether children stand side by side or one below the other. */
  readonly direction?: "row" | "column" | null | undefined;
  /** Whether children that do not fit along the direction go on in a further line. */
  readonly wrap?: "nowrap" | "wrap" | null | undefined;
  /**
   * Cells, a share of the parent, a share of what is left in the parent, or as wide as the content. (whole, >= 0)
   */
  readonly width?: number | `${number}%` | `${number}fr` | "auto" | null | undefined;
  /**
   * Lines, a share of the parent, a share of what is left in the parent, or as high as the content. (whole, >= 0)
   */
  readonly height?: number | `${number}%` | `${number}fr` | "auto" | null | undefined;
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
  /** Share of the room that is missing along the parent's direction; 0 gives up none. (>= 0) */
  readonly shrink?: number | null | undefined;
  /** Room between the border and the content. (whole, >= 0) */
  readonly padding?: (Sides) | null | undefined;
  /** Room outside the border. (whole, >= 0) */
  readonly margin?: (Sides) | null | undefined;
  /** Room between children, along the direction; or `[along, across]`, for wrapped lines. (whole, >= 0) */
  readonly gap?: number | (readonly [along: number, across: number]) | null | undefined;
  /** Where children stand across the direction. */
  readonly align?: "start" | "center" | "end" | "stretch" | null | undefined;
  /** Where this element stands across its parent's direction, instead of `align` there. */
  readonly alignSelf?: "start" | "center" | "end" | "stretch" | null | undefined;
  /** Where children stand along the direction. */
  readonly justify?: "start" | "center" | "end" | "space-between" | "space-around" | "space-evenly" | null | undefined;
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
  /** What becomes of content that does not fit: cut off, or scrolled to with bars as needed or always. */
  readonly overflow?: "hidden" | "auto" | "scroll" | null | undefined;
  /** A hidden element paints nothing and keeps its room; `display` gives it up. */
  readonly visibility?: "visible" | "hidden" | null | undefined;
  /**
   * With `none` the element is off the screen and out of the layout, as with the prop `hidden`: for `breakpoints`,
   * so that parts appear where there is room.
   */
  readonly display?: "flex" | "none" | null | undefined;
  /** Other styles where the guest's screen is wide enough. Of several that fit, later ones win. (length <= 10) */
  readonly breakpoints?: (readonly Breakpoint[]) | null | undefined;
}

/** The size of an element, in cells. */
export interface LayoutEvent {
  /** Cells across, border and padding included. (>= 0) */
  readonly width: number;
  /** Lines down, border and padding included. (>= 0) */
  readonly height: number;
}

/**
 * A key went down while this element or one inside it had the focus.
 *
 * Characters that a field inside takes to write, and keys that an open list or editor inside takes, are not
 * offered to elements around it.
 */
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

/** Something was opened or closed. */
export interface OpenEvent {
  /** Whether it is open now, or is asked to be. */
  readonly open: boolean;
}

/** The text of a field changed. */
export interface TextChangeEvent {
  /** The whole text. */
  readonly value: string;
  /** Counts the changes a person made in this field. (whole, >= 0) */
  readonly version: number;
}

/** A link was pressed. */
export interface LinkEvent {
  /** Shift was held down. */
  readonly shift: boolean;
  /** Control was held down. */
  readonly ctrl: boolean;
  /** Alt or Option was held down. */
  readonly alt: boolean;
  /** Command or the Windows key was held down. */
  readonly meta: boolean;
  /** Where it leads. */
  readonly href: string | null;
  /** What the press was made with. */
  readonly source: "pointer" | "key";
}

/** A picture is there. */
export interface ImageLoadEvent {
  /** Pixels across. (whole, >= 0) */
  readonly width: number;
  /** Pixels down. (whole, >= 0) */
  readonly height: number;
}

/** A picture cannot be shown. */
export interface ImageErrorEvent {
  /**
   * There is no such asset, the host does not allow the address, it is no picture, it is too large, this screen
   * draws no pictures, or it could not be fetched.
   */
  readonly code: "missing" | "refused" | "invalid" | "too_large" | "unsupported" | "failed";
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

/** A person switched something on or off. */
export interface ToggleEvent {
  /** Whether it is on now. */
  readonly value: boolean;
  /** Counts the changes a person made to this element. (whole, >= 0) */
  readonly version: number;
}

/** One of several things to choose from. */
export interface Option {
  /** What the choice is called in events. No two options have the same one. */
  readonly value: string;
  /** The words that a person reads; else the value. */
  readonly label?: string | null | undefined;
  /**
   * Cannot be chosen.
   *
   * @defaultValue false
   */
  readonly disabled?: boolean | undefined;
}

/** A number was changed. */
export interface NumberChangeEvent {
  /** The number. */
  readonly value: number;
  /** Counts the changes a person made to this element. (whole, >= 0) */
  readonly version: number;
}

/** A form was submitted. */
export interface SubmitEvent {
  /**
   * What the inputs with a `name` hold: text, choices and days as strings, ticks as booleans, sliders as numbers.
   */
  readonly values: { readonly [name: string]: string | boolean | number };
}

/** A form could not be submitted. */
export interface ValidationEvent {
  /** Names of the inputs that are not acceptable, in their order. */
  readonly fields: readonly string[];
}

/** Which items are to be rendered: those in view and some around them. */
export interface RangeEvent {
  /** Index of the first one. (whole, >= 0) */
  readonly first: number;
  /** Index of the last one, which is rendered, too. (whole, >= 0) */
  readonly last: number;
}

/** The last items came into view. */
export interface EndReachedEvent {
  /** How many there were then. (whole, >= 0) */
  readonly count: number;
}

/** The cursor went to another item. */
export interface CursorEvent {
  /** Its place, from 0. (whole, >= 0) */
  readonly index: number;
}

/** An item was pressed. */
export interface ItemPressEvent {
  /** Shift was held down. */
  readonly shift: boolean;
  /** Control was held down. */
  readonly ctrl: boolean;
  /** Alt or Option was held down. */
  readonly alt: boolean;
  /** Command or the Windows key was held down. */
  readonly meta: boolean;
  /** Its place, from 0. (whole, >= 0) */
  readonly index: number;
  /** What the press was made with. */
  readonly source: "pointer" | "key";
}

/** Where in the view an item should stand. */
export interface IndexTarget {
  /**
   * `nearest` scrolls no further than it must.
   *
   * @defaultValue "nearest"
   */
  readonly align?: "nearest" | "start" | "center" | "end" | undefined;
  /**
   * Glide instead of jump.
   *
   * @defaultValue false
   */
  readonly animated?: boolean | undefined;
}

/** One column of a Table. */
export interface TableColumn {
  /** What the column is called in events. No two have the same one. (length <= 200) */
  readonly key: string;
  /**
   * Words in the head of the table.
   *
   * @defaultValue ""
   */
  readonly title?: string | undefined;
  /** Cells across. Left out: its share of the room that is left. (whole, >= 1 and <= 1000) */
  readonly width?: number | null | undefined;
  /**
   * Cells across at least, without `width`. (whole, >= 1 and <= 1000)
   *
   * @defaultValue 4
   */
  readonly minWidth?: number | undefined;
  /**
   * Its share of the room that is left, without `width`. (> 0 and <= 1000)
   *
   * @defaultValue 1
   */
  readonly grow?: number | undefined;
  /**
   * Where text stands in its cells.
   *
   * @defaultValue "start"
   */
  readonly align?: "start" | "center" | "end" | undefined;
  /**
   * It names its row, as the head names columns: it looks like it, and no cursor goes there.
   *
   * @defaultValue false
   */
  readonly heading?: boolean | undefined;
  /**
   * Pressing its title asks to sort by it: `onSort`.
   *
   * @defaultValue false
   */
  readonly sortable?: boolean | undefined;
  /**
   * Its cells can be changed in place: by Enter, by typing, or by a double press.
   *
   * @defaultValue false
   */
  readonly editable?: boolean | undefined;
}

/** Rows are asked to be sorted. */
export interface SortEvent {
  /** Key of the column. */
  readonly column: string;
  /** In which order. */
  readonly direction: "ascending" | "descending";
}

/** The cursor went to another cell. */
export interface CellCursorEvent {
  /** The row's place, from 0. (whole, >= 0) */
  readonly index: number;
  /** Key of the column. */
  readonly column: string;
}

/** A cell was pressed. */
export interface CellPressEvent {
  /** Shift was held down. */
  readonly shift: boolean;
  /** Control was held down. */
  readonly ctrl: boolean;
  /** Alt or Option was held down. */
  readonly alt: boolean;
  /** Command or the Windows key was held down. */
  readonly meta: boolean;
  /** Its place, from 0. (whole, >= 0) */
  readonly index: number;
  /** What the press was made with. */
  readonly source: "pointer" | "key";
  /** Key of the column. */
  readonly column: string;
}

/** A person changed a cell. */
export interface CellEditEvent {
  /** The row's place, from 0. (whole, >= 0) */
  readonly index: number;
  /** Key of the column. */
  readonly column: string;
  /** What was written. */
  readonly value: string;
}

/** What stands in a cell, where text alone does not say it. */
export interface TableCell {
  /**
   * The words.
   *
   * @defaultValue ""
   */
  readonly text?: string | undefined;
  /** A sign before them. */
  readonly icon?: IconName | null | undefined;
  /** Colour of both. */
  readonly color?: Color | null | undefined;
  /** Colour behind them. */
  readonly background?: Color | null | undefined;
  /**
   * Heavier letters.
   *
   * @defaultValue false
   */
  readonly bold?: boolean | undefined;
  /**
   * Slanted letters.
   *
   * @defaultValue false
   */
  readonly italic?: boolean | undefined;
  /**
   * A line through the text.
   *
   * @defaultValue false
   */
  readonly strike?: boolean | undefined;
  /** Instead of the column's. */
  readonly align?: "start" | "center" | "end" | null | undefined;
  /** What is edited in place, where that is not the text, such as a formula. */
  readonly editText?: string | null | undefined;
  /**
   * Looks like a link, because pressing it does something of its own.
   *
   * @defaultValue false
   */
  readonly press?: boolean | undefined;
}

/** An item is asked to open or close. */
export interface ItemToggleEvent {
  /** Its place, from 0. (whole, >= 0) */
  readonly index: number;
  /** Whether it is asked to be open. */
  readonly open: boolean;
}

/** Something went, or is asked to go. */
export interface CloseEvent {
  /**
   * Escape was pressed, there was a press outside, something was chosen, its time was over, or it was pressed
   * itself.
   */
  readonly reason: "escape" | "outside" | "choice" | "timeout" | "press";
}

/** A place on the guest's screen, in cells, such as that of a pointer event. */
export interface Anchor {
  /** Cells from the left. (>= 0) */
  readonly x: number;
  /** Lines from the top. (>= 0) */
  readonly y: number;
}

/** One bar. */
export interface Bar {
  /** Words beside it. */
  readonly label: string;
  /** How long it is. */
  readonly value: number;
  /** Its colour; else that of the chart. */
  readonly color?: Color | null | undefined;
}

/** One line of a LineChart. */
export interface Series {
  /** Words in the legend. */
  readonly name: string;
  /**
   * The numbers, for each place from left to right, `null` for a gap. All series share the places. (length <=
   * 10000)
   */
  readonly data: readonly (number | null)[];
  /** Its colour; else each series has another. */
  readonly color?: Color | null | undefined;
}

/** A circle. */
export interface Circle {
  /** What it is called in events. (length <= 200) */
  readonly id?: string | null | undefined;
  /** Colour of its line, or of its text. */
  readonly color?: Color | null | undefined;
  /** Colour inside it. */
  readonly fill?: Color | null | undefined;
  /** Says that it is a circle. */
  readonly kind: "circle";
  /** Its centre, from the left. (>= -100000 and <= 100000) */
  readonly x: number;
  /** Its centre, from the top. (>= -100000 and <= 100000) */
  readonly y: number;
  /** From the centre to the line. (>= 0 and <= 100000) */
  readonly radius: number;
}

/** A straight line. */
export interface Line {
  /** What it is called in events. (length <= 200) */
  readonly id?: string | null | undefined;
  /** Colour of its line, or of its text. */
  readonly color?: Color | null | undefined;
  /** Colour inside it. */
  readonly fill?: Color | null | undefined;
  /** Says that it is a line. */
  readonly kind: "line";
  /** Where it begins, from the left. (>= -100000 and <= 100000) */
  readonly x1: number;
  /** Where it begins, from the top. (>= -100000 and <= 100000) */
  readonly y1: number;
  /** Where it ends, from the left. (>= -100000 and <= 100000) */
  readonly x2: number;
  /** Where it ends, from the top. (>= -100000 and <= 100000) */
  readonly y2: number;
}

/** A rectangle. */
export interface Rectangle {
  /** What it is called in events. (length <= 200) */
  readonly id?: string | null | undefined;
  /** Colour of its line, or of its text. */
  readonly color?: Color | null | undefined;
  /** Colour inside it. */
  readonly fill?: Color | null | undefined;
  /** Says that it is a rectangle. */
  readonly kind: "rectangle";
  /** Its left side. (>= -100000 and <= 100000) */
  readonly x: number;
  /** Its upper side. (>= -100000 and <= 100000) */
  readonly y: number;
  /** From its left side to its right one. (>= 0 and <= 100000) */
  readonly width: number;
  /** From its upper side to its lower one. (>= 0 and <= 100000) */
  readonly height: number;
}

/** A line of text. */
export interface Words {
  /** What it is called in events. (length <= 200) */
  readonly id?: string | null | undefined;
  /** Colour of its line, or of its text. */
  readonly color?: Color | null | undefined;
  /** Colour inside it. */
  readonly fill?: Color | null | undefined;
  /** Says that it is text. */
  readonly kind: "text";
  /** Where it begins, from the left. (>= -100000 and <= 100000) */
  readonly x: number;
  /** Its upper side. (>= -100000 and <= 100000) */
  readonly y: number;
  /** The words. (length <= 1000) */
  readonly text: string;
}

/** Something happened at a place in a drawing. */
export interface PointerEvent {
  /** Shift was held down. */
  readonly shift: boolean;
  /** Control was held down. */
  readonly ctrl: boolean;
  /** Alt or Option was held down. */
  readonly alt: boolean;
  /** Command or the Windows key was held down. */
  readonly meta: boolean;
  /** Units from the left. */
  readonly x: number;
  /** Units from the top. */
  readonly y: number;
  /** The `id` of the uppermost shape there, if it has one. */
  readonly shape: string | null;
  /** Cells from the left of the guest's screen, for a Menu's `anchor`. (>= 0) */
  readonly screenX: number;
  /** Lines from the top of the guest's screen. (>= 0) */
  readonly screenY: number;
  /** What it was made with. */
  readonly source: "pointer" | "key";
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
  /**
   * Place among its siblings in the order of the Tab key: ascending, and before siblings without a number. Counts
   * for everything inside the element, too. (whole)
   */
  readonly focusOrder?: number | null | undefined;
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

/** What a ref to a Card can be asked to do. */
export interface CardMethods {}

/** Props of Card. */
export interface CardProps extends CommonProps {
  /** Words in the upper edge of the frame. */
  readonly title?: string | null | undefined;
  /**
   * What kind of thing it holds; shown by the colour of the frame.
   *
   * @defaultValue "default"
   */
  readonly variant?: "default" | "primary" | "success" | "warning" | "error" | undefined;
  /** Elements that stand in this place. */
  readonly header?: ReactNode | undefined;
  /** Elements that stand in this place. */
  readonly footer?: ReactNode | undefined;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<CardMethods>> | undefined;
}

/** What a ref to a Collapsible can be asked to do. */
export interface CollapsibleMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of Collapsible. */
export interface CollapsibleProps extends CommonProps {
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
  /** Words that are always seen. */
  readonly title: string;
  /** Whether its children are seen. Null or left out: it keeps its own state. */
  readonly open?: boolean | null | undefined;
  /**
   * Whether it is open to begin with, without `open`.
   *
   * @defaultValue false
   */
  readonly defaultOpen?: boolean | undefined;
  /**
   * Cannot be opened, closed or focused, and looks like it.
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
  /** A person opened or closed it. With `open`, only the guest does what was asked. */
  readonly onToggle?: Listener<OpenEvent>;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<CollapsibleMethods>> | undefined;
}

/** What a ref to a Tabs can be asked to do. */
export interface TabsMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of Tabs. */
export interface TabsProps extends CommonProps {
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
  /** Name of the page that is seen. Null or left out: it keeps its own state. */
  readonly value?: string | null | undefined;
  /**
   * The page to begin with, without `value`; else the first.
   *
   * @defaultValue ""
   */
  readonly defaultValue?: string | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** A person went to another page. */
  readonly onChange?: Listener<TextChangeEvent>;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<TabsMethods>> | undefined;
}

/** What a ref to a Tab can be asked to do. */
export interface TabMethods {}

/** Props of Tab. */
export interface TabProps extends CommonProps {
  /** What the page is called in `value`. No two pages have the same one. */
  readonly name: string;
  /** Words in the row of titles. */
  readonly title: string;
  /**
   * Cannot be gone to.
   *
   * @defaultValue false
   */
  readonly disabled?: boolean | undefined;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<TabMethods>> | undefined;
}

/** What a ref to a Divider can be asked to do. */
export interface DividerMethods {}

/** Props of Divider. */
export interface DividerProps extends CommonProps {
  /**
   * Stands between things that are side by side.
   *
   * @defaultValue false
   */
  readonly vertical?: boolean | undefined;
  /** Words in the middle of a horizontal line. */
  readonly title?: string | null | undefined;
  ref?: Ref<ComponentRef<DividerMethods>> | undefined;
}

/** What a ref to a Slot can be asked to do. */
export interface SlotMethods {}

/** Props of Slot. */
export interface SlotProps extends CommonProps {
  /** Which of the places of the component around it. */
  readonly name: string;
  /** Bare text and components. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<SlotMethods>> | undefined;
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

/** What a ref to a Heading can be asked to do. */
export interface HeadingMethods {}

/** Props of Heading. */
export interface HeadingProps extends CommonProps {
  /**
   * Rank, 1 the highest.
   *
   * @defaultValue 1
   */
  readonly level?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
  /**
   * Cut off with an ellipsis after this many lines; 0 never cuts. (whole, >= 0)
   *
   * @defaultValue 0
   */
  readonly numberOfLines?: number | undefined;
  /** Bare text, and components that may stand inside a line, such as Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<HeadingMethods>> | undefined;
}

/** What a ref to a Link can be asked to do. */
export interface LinkMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of Link. */
export interface LinkProps extends CommonProps {
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
  /** Address that the host is asked to open: https, http or mailto. Others are refused. */
  readonly href?: string | null | undefined;
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
  /** The link was pressed. */
  readonly onPress?: Listener<LinkEvent>;
  /** Bare text, and components that may stand inside a line, such as Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<LinkMethods>> | undefined;
}

/** What a ref to a Icon can be asked to do. */
export interface IconMethods {}

/** Props of Icon. */
export interface IconProps extends CommonProps {
  /** Which sign. */
  readonly name: IconName;
  /** Its colour; else that of the text around it. */
  readonly color?: Color | null | undefined;
  ref?: Ref<ComponentRef<IconMethods>> | undefined;
}

/** What a ref to a Markdown can be asked to do. */
export interface MarkdownMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of Markdown. */
export interface MarkdownProps extends CommonProps {
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
  /** The document. */
  readonly text: string;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** A link in the document was pressed. */
  readonly onLinkPress?: Listener<LinkEvent>;
  ref?: Ref<ComponentRef<MarkdownMethods>> | undefined;
}

/** What a ref to a CodeView can be asked to do. */
export interface CodeViewMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of CodeView. */
export interface CodeViewProps extends CommonProps {
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
  /** The source. */
  readonly code: string;
  /** Name of the language, such as `python`; unknown ones have no colours. (length <= 40) */
  readonly language?: string | null | undefined;
  /**
   * Numbers the lines.
   *
   * @defaultValue false
   */
  readonly lineNumbers?: boolean | undefined;
  /**
   * Number of the first line. (whole, >= 0)
   *
   * @defaultValue 1
   */
  readonly firstLine?: number | undefined;
  /**
   * Lines to mark, by number. (length <= 1000)
   *
   * @defaultValue []
   */
  readonly highlightLines?: readonly number[] | undefined;
  /**
   * Breaks long lines instead of scrolling sideways.
   *
   * @defaultValue false
   */
  readonly wrap?: boolean | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  ref?: Ref<ComponentRef<CodeViewMethods>> | undefined;
}

/** What a ref to a Image can be asked to do. */
export interface ImageMethods {}

/** Props of Image. */
export interface ImageProps extends CommonProps {
  /** Name of an asset, or an https address that the host allows. (length <= 2000) */
  readonly source: string;
  /** What it shows, in words. Empty for a picture that only decorates. */
  readonly alt: string;
  /**
   * How it fits into its box: whole, filling the box and cut off, or stretched.
   *
   * @defaultValue "contain"
   */
  readonly fit?: "contain" | "cover" | "fill" | undefined;
  /** The picture is there. */
  readonly onLoad?: Listener<ImageLoadEvent>;
  /** The picture cannot be shown. */
  readonly onError?: Listener<ImageErrorEvent>;
  ref?: Ref<ComponentRef<ImageMethods>> | undefined;
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
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
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
  /** A sign before its words. */
  readonly icon?: IconName | null | undefined;
  /**
   * Pressing it submits the Form that it stands in.
   *
   * @defaultValue false
   */
  readonly submit?: boolean | undefined;
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
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
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
  /** What the value is called in what a Form around it submits. (length <= 200) */
  readonly name?: string | null | undefined;
  /**
   * A Form around it is not submitted while this is empty: holds nothing but spaces, has no choice, or is off.
   *
   * @defaultValue false
   */
  readonly required?: boolean | undefined;
  /**
   * Marks the value as not acceptable. A mark for the eye: a Form is submitted all the same.
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
   * Completions to offer while something is written, in a line. (length <= 1000)
   *
   * @defaultValue []
   */
  readonly suggestions?: readonly string[] | undefined;
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
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
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
  /** What the value is called in what a Form around it submits. (length <= 200) */
  readonly name?: string | null | undefined;
  /**
   * A Form around it is not submitted while this is empty: holds nothing but spaces, has no choice, or is off.
   *
   * @defaultValue false
   */
  readonly required?: boolean | undefined;
  /**
   * Marks the value as not acceptable. A mark for the eye: a Form is submitted all the same.
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
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
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
  /** What the value is called in what a Form around it submits. (length <= 200) */
  readonly name?: string | null | undefined;
  /**
   * A Form around it is not submitted while this is empty: holds nothing but spaces, has no choice, or is off.
   *
   * @defaultValue false
   */
  readonly required?: boolean | undefined;
  /**
   * Marks the value as not acceptable. A mark for the eye: a Form is submitted all the same.
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
  ref?: Ref<ComponentRef<SwitchMethods>> | undefined;
}

/** What a ref to a RadioGroup can be asked to do. */
export interface RadioGroupMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of RadioGroup. */
export interface RadioGroupProps extends CommonProps {
  /**
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
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
  /** What the value is called in what a Form around it submits. (length <= 200) */
  readonly name?: string | null | undefined;
  /**
   * A Form around it is not submitted while this is empty: holds nothing but spaces, has no choice, or is off.
   *
   * @defaultValue false
   */
  readonly required?: boolean | undefined;
  /**
   * Marks the value as not acceptable. A mark for the eye: a Form is submitted all the same.
   *
   * @defaultValue false
   */
  readonly invalid?: boolean | undefined;
  /** What there is to choose from. (length <= 1000) */
  readonly options: readonly Option[];
  /** The choice; empty for none. Null or left out: it keeps its own. */
  readonly value?: string | null | undefined;
  /**
   * The choice to begin with, where `value` is not given.
   *
   * @defaultValue ""
   */
  readonly defaultValue?: string | undefined;
  /**
   * Choices stand side by side.
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
  /** A person chose. */
  readonly onChange?: Listener<TextChangeEvent>;
  ref?: Ref<ComponentRef<RadioGroupMethods>> | undefined;
}

/** What a ref to a Select can be asked to do. */
export interface SelectMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
  /** Show the options. */
  open(): void;
}

/** Props of Select. */
export interface SelectProps extends CommonProps {
  /**
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
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
  /** What the value is called in what a Form around it submits. (length <= 200) */
  readonly name?: string | null | undefined;
  /**
   * A Form around it is not submitted while this is empty: holds nothing but spaces, has no choice, or is off.
   *
   * @defaultValue false
   */
  readonly required?: boolean | undefined;
  /**
   * Marks the value as not acceptable. A mark for the eye: a Form is submitted all the same.
   *
   * @defaultValue false
   */
  readonly invalid?: boolean | undefined;
  /** What there is to choose from. (length <= 10000) */
  readonly options: readonly Option[];
  /** The choice; empty for none. Null or left out: it keeps its own. */
  readonly value?: string | null | undefined;
  /**
   * The choice to begin with, where `value` is not given.
   *
   * @defaultValue ""
   */
  readonly defaultValue?: string | undefined;
  /** Shown while nothing is chosen. */
  readonly placeholder?: string | null | undefined;
  /**
   * A person can go back to choosing nothing.
   *
   * @defaultValue false
   */
  readonly clearable?: boolean | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** A person chose. */
  readonly onChange?: Listener<TextChangeEvent>;
  ref?: Ref<ComponentRef<SelectMethods>> | undefined;
}

/** What a ref to a Slider can be asked to do. */
export interface SliderMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of Slider. */
export interface SliderProps extends CommonProps {
  /**
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
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
  /** What the value is called in what a Form around it submits. (length <= 200) */
  readonly name?: string | null | undefined;
  /**
   * A Form around it is not submitted while this is empty: holds nothing but spaces, has no choice, or is off.
   *
   * @defaultValue false
   */
  readonly required?: boolean | undefined;
  /**
   * Marks the value as not acceptable. A mark for the eye: a Form is submitted all the same.
   *
   * @defaultValue false
   */
  readonly invalid?: boolean | undefined;
  /**
   * The least it can be.
   *
   * @defaultValue 0
   */
  readonly min?: number | undefined;
  /**
   * The most it can be.
   *
   * @defaultValue 100
   */
  readonly max?: number | undefined;
  /**
   * How far apart the numbers are that it can be. (> 0)
   *
   * @defaultValue 1
   */
  readonly step?: number | undefined;
  /** The number. Null or left out: it keeps its own. */
  readonly value?: number | null | undefined;
  /**
   * The number to begin with, where `value` is not given.
   *
   * @defaultValue 0
   */
  readonly defaultValue?: number | undefined;
  /**
   * Writes the number beside the slider.
   *
   * @defaultValue false
   */
  readonly showValue?: boolean | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** A person moved it. While it is dragged, this comes many times. */
  readonly onChange?: Listener<NumberChangeEvent>;
  /** A person let go of it, or moved it by a key. */
  readonly onComplete?: Listener<NumberChangeEvent>;
  ref?: Ref<ComponentRef<SliderMethods>> | undefined;
}

/** What a ref to a DateInput can be asked to do. */
export interface DateInputMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
  /** Show the calendar. */
  open(): void;
  /** Empty it, as if a person had done it: `onChange` follows. */
  clear(): void;
}

/** Props of DateInput. */
export interface DateInputProps extends CommonProps {
  /**
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
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
  /** What the value is called in what a Form around it submits. (length <= 200) */
  readonly name?: string | null | undefined;
  /**
   * A Form around it is not submitted while this is empty: holds nothing but spaces, has no choice, or is off.
   *
   * @defaultValue false
   */
  readonly required?: boolean | undefined;
  /**
   * Marks the value as not acceptable. A mark for the eye: a Form is submitted all the same.
   *
   * @defaultValue false
   */
  readonly invalid?: boolean | undefined;
  /** The day as `2025-12-31`; empty for none. Null or left out: it keeps its own. */
  readonly value?: string | null | undefined;
  /**
   * The day to begin with, where `value` is not given.
   *
   * @defaultValue ""
   */
  readonly defaultValue?: string | undefined;
  /**
   * The first day that is accepted.
   *
   * @defaultValue ""
   */
  readonly min?: string | undefined;
  /**
   * The last day that is accepted.
   *
   * @defaultValue ""
   */
  readonly max?: string | undefined;
  /**
   * Where weeks begin.
   *
   * @defaultValue "monday"
   */
  readonly firstDayOfWeek?: "monday" | "sunday" | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** A person made it another day, or empty. What is no day is marked and not told. */
  readonly onChange?: Listener<TextChangeEvent>;
  /** Enter was pressed, and it holds a day. */
  readonly onSubmit?: Listener<TextChangeEvent>;
  ref?: Ref<ComponentRef<DateInputMethods>> | undefined;
}

/** What a ref to a Form can be asked to do. */
export interface FormMethods {
  /** Submit it as a person would. Gives whether everything in it is acceptable. */
  submit(): boolean;
  /** Put inputs that the guest gives no `value` back to their `defaultValue`, as if a person had done it. */
  reset(): void;
}

/** Props of Form. */
export interface FormProps extends CommonProps {
  /**
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
  /**
   * Nothing in it can be changed or pressed.
   *
   * @defaultValue false
   */
  readonly disabled?: boolean | undefined;
  /** The form was submitted, and everything in it is acceptable. */
  readonly onSubmit?: Listener<SubmitEvent>;
  /** The form was to be submitted, but something in it is not acceptable. */
  readonly onInvalid?: Listener<ValidationEvent>;
  /** A key went down while an element inside the form had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<FormMethods>> | undefined;
}

/** What a ref to a FormField can be asked to do. */
export interface FormFieldMethods {}

/** Props of FormField. */
export interface FormFieldProps extends CommonProps {
  /**
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
  /** The visible label. Also the accessible name of the input inside, if it has none. */
  readonly title: string;
  /**
   * What is wrong with the answer. Where the input listens to `onChange`, it also keeps the Form from being
   * submitted until it is taken away; where not, it goes when a person changes the answer.
   */
  readonly error?: string | null | undefined;
  /** What helps to answer. Gives way to an error. */
  readonly help?: string | null | undefined;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<FormFieldMethods>> | undefined;
}

/** What a ref to a FlatList can be asked to do. */
export interface FlatListMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
  /** Scroll to a place, or as near as the content goes. */
  scrollTo(target: ScrollTarget): void;
  /** Scroll to an item, or to the last one. It need not be rendered yet. */
  scrollToIndex(index: number, target?: IndexTarget): void;
  /** Scroll to the last item. */
  scrollToEnd(options?: ScrollOptions): void;
  /** Put the cursor on an item and scroll it into view, as a person would: `onCursor` follows. */
  moveCursor(index: number): void;
}

/**
 * Props of FlatList.
 *
 * A guest gives all of its `data` and says what an item looks like. Only items in view and some around them are
 * rendered, and they cross to the host as they come into view.
 */
export interface FlatListProps<T> extends CommonProps {
  /** The items, of any number. */
  readonly data: readonly T[];
  /**
   * What an item looks like. Called for those that are seen, and again only when the item, its place or this
   * function is another one.
   */
  readonly renderItem: (info: ListItemInfo<T>) => ReactNode;
  /**
   * A name for each item, by which its element is kept while items come and go. Left out: `key`, `id`, or its
   * place.
   */
  readonly keyExtractor?: ((item: T, index: number) => string) | undefined;
  /** Whether an item is marked as chosen. */
  readonly selected?: ((item: T, index: number) => boolean) | undefined;
  /**
   * How many to render before the host says which ones are seen.
   *
   * @defaultValue 30
   */
  readonly initialCount?: number | undefined;
  /**
   * Elements of items that go out of view, or out of the data, show others in their place: quicker to scroll,
   * filter and sort. For items without state of their own; `keyExtractor` is not asked then.
   *
   * @defaultValue false
   */
  readonly recycle?: boolean | undefined;
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
   * How many before the last one `onEndReached` comes. (whole, >= 0)
   *
   * @defaultValue 0
   */
  readonly endReachedThreshold?: number | undefined;
  /** Lines of every item. Left out: each is as high as its content. (whole, >= 1 and <= 1000) */
  readonly itemHeight?: number | null | undefined;
  /**
   * Lines of an item that nobody has seen yet, without `itemHeight`. (>= 0.1 and <= 1000)
   *
   * @defaultValue 1
   */
  readonly estimatedItemHeight?: number | undefined;
  /**
   * With `item` the list is one stop of the Tab key, and arrow keys move a cursor from item to item. With `none`
   * they scroll, and Tab goes through what is in the items.
   *
   * @defaultValue "none"
   */
  readonly cursor?: "none" | "item" | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** The last ones came into view: time to load more. Once for each `count`. */
  readonly onEndReached?: Listener<EndReachedEvent>;
  /** The cursor moved, by a key or by a press. */
  readonly onCursor?: Listener<CursorEvent & { readonly item: T }>;
  /** Enter or Space on the cursor, or a press with the pointer. */
  readonly onItemPress?: Listener<ItemPressEvent & { readonly item: T }>;
  /** The content moved. Throttle it; every event is a turn. */
  readonly onScroll?: Listener<ScrollEvent>;
  /** The view got a size, or another one. */
  readonly onLayout?: Listener<LayoutEvent>;
  /** Elements that stand in this place. */
  readonly header?: ReactNode | undefined;
  /** Elements that stand in this place. */
  readonly footer?: ReactNode | undefined;
  /** Elements that stand in this place. */
  readonly empty?: ReactNode | undefined;
  ref?: Ref<ComponentRef<FlatListMethods>> | undefined;
}

/** What a ref to a SectionList can be asked to do. */
export interface SectionListMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
  /** Scroll to a place, or as near as the content goes. */
  scrollTo(target: ScrollTarget): void;
  /** Scroll to an item, or to the last one. It need not be rendered yet. */
  scrollToIndex(index: number, target?: IndexTarget): void;
  /** Scroll to the last item. */
  scrollToEnd(options?: ScrollOptions): void;
  /** Put the cursor on an item and scroll it into view, as a person would: `onCursor` follows. */
  moveCursor(index: number): void;
}

/**
 * Props of SectionList.
 *
 * A guest gives all of its `sections`. Methods count headers and items together, as `position` does.
 */
export interface SectionListProps<S extends Section> extends CommonProps {
  /** The sections with their items, of any number. */
  readonly sections: readonly S[];
  /**
   * What an item looks like. Called for those that are seen, and again only when the item, its place or this
   * function is another one.
   */
  readonly renderItem: (info: SectionItemInfo<S>) => ReactNode;
  /** What a header looks like. Left out: the section's `title`, and no header where it has none. */
  readonly renderSectionHeader?: ((info: SectionHeaderInfo<S>) => ReactNode) | undefined;
  /**
   * A name for each item, by which its element is kept while items come and go. Left out: `key`, `id`, or its
   * place.
   */
  readonly keyExtractor?: ((item: S["data"][number], index: number) => string) | undefined;
  /** Whether an item is marked as chosen. */
  readonly selected?: ((item: S["data"][number], index: number, section: S) => boolean) | undefined;
  /**
   * How many to render before the host says which ones are seen.
   *
   * @defaultValue 30
   */
  readonly initialCount?: number | undefined;
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
   * How many before the last one `onEndReached` comes. (whole, >= 0)
   *
   * @defaultValue 0
   */
  readonly endReachedThreshold?: number | undefined;
  /** Lines of every item. Left out: each is as high as its content. (whole, >= 1 and <= 1000) */
  readonly itemHeight?: number | null | undefined;
  /**
   * Lines of an item that nobody has seen yet, without `itemHeight`. (>= 0.1 and <= 1000)
   *
   * @defaultValue 1
   */
  readonly estimatedItemHeight?: number | undefined;
  /**
   * With `item` the list is one stop of the Tab key, and arrow keys move a cursor from item to item. With `none`
   * they scroll, and Tab goes through what is in the items.
   *
   * @defaultValue "none"
   */
  readonly cursor?: "none" | "item" | undefined;
  /**
   * The header of the section in view stays at the top while its items scroll.
   *
   * @defaultValue true
   */
  readonly stickyHeaders?: boolean | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** The last ones came into view: time to load more. Once for each `count`. */
  readonly onEndReached?: Listener<EndReachedEvent>;
  /** The cursor moved, by a key or by a press. */
  readonly onCursor?: Listener<CursorEvent & { readonly item: S["data"][number]; readonly section: S; readonly index: number; readonly position: number }>;
  /** Enter or Space on the cursor, or a press with the pointer. */
  readonly onItemPress?: Listener<ItemPressEvent & { readonly item: S["data"][number]; readonly section: S; readonly index: number; readonly position: number }>;
  /** The content moved. Throttle it; every event is a turn. */
  readonly onScroll?: Listener<ScrollEvent>;
  /** The view got a size, or another one. */
  readonly onLayout?: Listener<LayoutEvent>;
  /** Elements that stand in this place. */
  readonly header?: ReactNode | undefined;
  /** Elements that stand in this place. */
  readonly footer?: ReactNode | undefined;
  /** Elements that stand in this place. */
  readonly empty?: ReactNode | undefined;
  ref?: Ref<ComponentRef<SectionListMethods>> | undefined;
}

/** What a ref to a ListItem can be asked to do. */
export interface ListItemMethods {}

/** Props of ListItem. */
export interface ListItemProps extends CommonProps {
  /** Its place in all of them, from 0. (whole, >= 0) */
  readonly index: number;
  /**
   * It is the header of a section.
   *
   * @defaultValue false
   */
  readonly header?: boolean | undefined;
  /**
   * Marks it as chosen.
   *
   * @defaultValue false
   */
  readonly selected?: boolean | undefined;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<ListItemMethods>> | undefined;
}

/** What a ref to a Table can be asked to do. */
export interface TableMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
  /** Scroll to a place, or as near as the content goes. */
  scrollTo(target: ScrollTarget): void;
  /** Scroll to an item, or to the last one. It need not be rendered yet. */
  scrollToIndex(index: number, target?: IndexTarget): void;
  /** Scroll to the last item. */
  scrollToEnd(options?: ScrollOptions): void;
  /** Put the cursor on an item and scroll it into view, as a person would: `onCursor` follows. */
  moveCursor(index: number): void;
  /** Open an editable cell to be changed. Escape leaves it as it was. */
  editCell(index: number, column: string): void;
}

/**
 * Props of Table.
 *
 * A guest gives all of its rows as `data`. Only rows in view and some around them cross to the host. Sorting, and
 * writing what was edited, are the guest's: it gives other `data`.
 */
export interface TableProps<T> extends CommonProps {
  /** The rows, of any number. */
  readonly data: readonly T[];
  /** The columns from left to right. */
  readonly columns: readonly TableColumnOf<T>[];
  /**
   * A name for each item, by which its element is kept while items come and go. Left out: `key`, `id`, or its
   * place.
   */
  readonly keyExtractor?: ((row: T, index: number) => string) | undefined;
  /** Whether a row is marked as chosen. */
  readonly selected?: ((row: T, index: number) => boolean) | undefined;
  /**
   * How many to render before the host says which ones are seen.
   *
   * @defaultValue 30
   */
  readonly initialCount?: number | undefined;
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
   * How many before the last one `onEndReached` comes. (whole, >= 0)
   *
   * @defaultValue 0
   */
  readonly endReachedThreshold?: number | undefined;
  /**
   * Shows the titles of the columns.
   *
   * @defaultValue true
   */
  readonly showHeader?: boolean | undefined;
  /**
   * What arrow keys move over. With `none` they scroll.
   *
   * @defaultValue "row"
   */
  readonly cursor?: "none" | "row" | "cell" | undefined;
  /**
   * Columns that stay while the rest scrolls sideways. (whole, >= 0 and <= 100)
   *
   * @defaultValue 0
   */
  readonly fixedColumns?: number | undefined;
  /**
   * Every other row is a little darker.
   *
   * @defaultValue false
   */
  readonly zebra?: boolean | undefined;
  /** Key of the column by which the guest has sorted the rows. */
  readonly sortBy?: string | null | undefined;
  /**
   * And in which order.
   *
   * @defaultValue "ascending"
   */
  readonly sortDirection?: "ascending" | "descending" | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** The last ones came into view: time to load more. Once for each `count`. */
  readonly onEndReached?: Listener<EndReachedEvent>;
  /** The cursor moved, by a key or by a press. */
  readonly onCursor?: Listener<CursorEvent & { readonly item: T }>;
  /** Enter or Space on the cursor, or a press with the pointer. */
  readonly onItemPress?: Listener<ItemPressEvent & { readonly item: T }>;
  /** The content moved. Throttle it; every event is a turn. */
  readonly onScroll?: Listener<ScrollEvent>;
  /** The view got a size, or another one. */
  readonly onLayout?: Listener<LayoutEvent>;
  /** A person wants the rows sorted by a column. The guest does it. */
  readonly onSort?: Listener<SortEvent>;
  /** The cursor went to another cell, with `cursor` `cell`. */
  readonly onCellCursor?: Listener<CellCursorEvent & { readonly item: T }>;
  /** A cell was pressed; `onItemPress` follows, for its row. */
  readonly onCellPress?: Listener<CellPressEvent & { readonly item: T }>;
  /** A person changed a cell. The guest writes what it shall hold. */
  readonly onEdit?: Listener<CellEditEvent & { readonly item: T }>;
  /** Elements that stand in this place. */
  readonly empty?: ReactNode | undefined;
  ref?: Ref<ComponentRef<TableMethods>> | undefined;
}

/** What a ref to a TableRow can be asked to do. */
export interface TableRowMethods {}

/** Props of TableRow. */
export interface TableRowProps extends CommonProps {
  /** Its place in all of them, from 0. (whole, >= 0) */
  readonly index: number;
  /** What stands in it, for each column. (length <= 1000) */
  readonly cells: readonly (string | number | boolean | TableCell | null)[];
  /**
   * Marks it as chosen.
   *
   * @defaultValue false
   */
  readonly selected?: boolean | undefined;
  ref?: Ref<ComponentRef<TableRowMethods>> | undefined;
}

/** What a ref to a Tree can be asked to do. */
export interface TreeMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
  /** Scroll to a place, or as near as the content goes. */
  scrollTo(target: ScrollTarget): void;
  /** Scroll to an item, or to the last one. It need not be rendered yet. */
  scrollToIndex(index: number, target?: IndexTarget): void;
  /** Scroll to the last item. */
  scrollToEnd(options?: ScrollOptions): void;
  /** Put the cursor on an item and scroll it into view, as a person would: `onCursor` follows. */
  moveCursor(index: number): void;
}

/**
 * Props of Tree.
 *
 * A guest gives the outermost things as `data` and says what is inside one. Only what is open is ever asked for.
 * Each item has a key of its own among all of them, and always the same one.
 */
export interface TreeProps<T> extends CommonProps {
  /** The outermost things. */
  readonly data: readonly T[];
  /** What is inside a thing; nothing for what cannot be opened. */
  readonly getChildren: (item: T) => readonly T[] | undefined;
  /** What a line shows: its words, or more. */
  readonly render: (item: T) => string | TreeItemContent;
  /** A name for each item among all of them. Left out: `key`, or `id`. */
  readonly keyExtractor?: ((item: T) => string) | undefined;
  /** Keys of the items that are open. Left out: it keeps its own state. */
  readonly expanded?: ReadonlySet<string> | undefined;
  /** Keys of the items that are open to begin with, without `expanded`. */
  readonly defaultExpanded?: Iterable<string> | undefined;
  /** Whether an item is marked as chosen. */
  readonly selected?: ((item: T) => boolean) | undefined;
  /**
   * How many to render before the host says which ones are seen.
   *
   * @defaultValue 30
   */
  readonly initialCount?: number | undefined;
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
   * How many before the last one `onEndReached` comes. (whole, >= 0)
   *
   * @defaultValue 0
   */
  readonly endReachedThreshold?: number | undefined;
  /**
   * Draws lines from things to what is inside them.
   *
   * @defaultValue true
   */
  readonly showGuides?: boolean | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** The last ones came into view: time to load more. Once for each `count`. */
  readonly onEndReached?: Listener<EndReachedEvent>;
  /** The cursor moved, by a key or by a press. */
  readonly onCursor?: Listener<CursorEvent & { readonly item: T; readonly path: readonly T[] }>;
  /** Enter or Space on the cursor, or a press with the pointer. */
  readonly onItemPress?: Listener<ItemPressEvent & { readonly item: T; readonly path: readonly T[] }>;
  /** The content moved. Throttle it; every event is a turn. */
  readonly onScroll?: Listener<ScrollEvent>;
  /** The view got a size, or another one. */
  readonly onLayout?: Listener<LayoutEvent>;
  /** A person wants a line opened or closed. The guest does it. */
  readonly onToggle?: Listener<ItemToggleEvent & { readonly item: T; readonly path: readonly T[]; readonly key: string }>;
  /** Elements that stand in this place. */
  readonly empty?: ReactNode | undefined;
  ref?: Ref<ComponentRef<TreeMethods>> | undefined;
}

/** What a ref to a TreeItem can be asked to do. */
export interface TreeItemMethods {}

/** Props of TreeItem. */
export interface TreeItemProps extends CommonProps {
  /** Its place among all lines, from 0. (whole, >= 0) */
  readonly index: number;
  /**
   * How many things it lies inside of. (whole, >= 0 and <= 1000)
   *
   * @defaultValue 0
   */
  readonly depth?: number | undefined;
  /** Its words. */
  readonly text: string;
  /** A sign before them. */
  readonly icon?: IconName | null | undefined;
  /** Colour of both. */
  readonly color?: Color | null | undefined;
  /**
   * There is something inside.
   *
   * @defaultValue false
   */
  readonly expandable?: boolean | undefined;
  /**
   * What is inside is seen.
   *
   * @defaultValue false
   */
  readonly expanded?: boolean | undefined;
  /**
   * The last of those beside it; guides end here.
   *
   * @defaultValue false
   */
  readonly last?: boolean | undefined;
  /**
   * Marks it as chosen.
   *
   * @defaultValue false
   */
  readonly selected?: boolean | undefined;
  ref?: Ref<ComponentRef<TreeItemMethods>> | undefined;
}

/** What a ref to a Modal can be asked to do. */
export interface ModalMethods {}

/** Props of Modal. */
export interface ModalProps extends CommonProps {
  /**
   * Whether it is seen.
   *
   * @defaultValue true
   */
  readonly open?: boolean | undefined;
  /** Words in its upper edge. */
  readonly title?: string | null | undefined;
  /**
   * Escape, or a press outside, asks to close it: `onClose`. The guest decides.
   *
   * @defaultValue true
   */
  readonly dismissible?: boolean | undefined;
  /**
   * Where on the screen, so that what it is about can be seen.
   *
   * @defaultValue "center"
   */
  readonly placement?: "center" | "top" | "bottom" | undefined;
  /** A person wants it closed. */
  readonly onClose?: Listener<CloseEvent>;
  /** A key went down while the focus was inside. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** Elements that stand in this place. */
  readonly footer?: ReactNode | undefined;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<ModalMethods>> | undefined;
}

/** What a ref to a Menu can be asked to do. */
export interface MenuMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
  /** Open it. */
  open(): void;
  /** Close it. */
  close(): void;
}

/** Props of Menu. */
export interface MenuProps extends CommonProps {
  /**
   * Without a border and as low as it can be, as in a toolbar, a table or a form of many lines.
   *
   * @defaultValue false
   */
  readonly compact?: boolean | undefined;
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
  /** Words of the button that opens it. Without any there is no button. */
  readonly title?: string | null | undefined;
  /** A sign on the button. */
  readonly icon?: IconName | null | undefined;
  /** Whether it is open. Null or left out: it keeps its own state. */
  readonly open?: boolean | null | undefined;
  /** Where its corner stands, for a menu of what is under the pointer; else at the button. */
  readonly anchor?: Anchor | null | undefined;
  /**
   * Cannot be opened or focused, and looks like it.
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
  /** It opened, or with `open` a person wants it to. */
  readonly onOpen?: Listener<void>;
  /** It closed, or with `open` a person wants it to. */
  readonly onClose?: Listener<CloseEvent>;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<MenuMethods>> | undefined;
}

/** What a ref to a MenuItem can be asked to do. */
export interface MenuItemMethods {}

/** Props of MenuItem. */
export interface MenuItemProps extends CommonProps {
  /** A sign before its words. */
  readonly icon?: IconName | null | undefined;
  /** The key that does the same, to show. Listen to it by `onKeyDown`. (length <= 40) */
  readonly shortcut?: string | null | undefined;
  /** Shows a mark, or room for one. Left out: neither. */
  readonly checked?: boolean | null | undefined;
  /**
   * Cannot be chosen, and looks like it.
   *
   * @defaultValue false
   */
  readonly disabled?: boolean | undefined;
  /** It was chosen. */
  readonly onPress?: Listener<PressEvent>;
  /** Bare text, and components that may stand inside a line, such as Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<MenuItemMethods>> | undefined;
}

/** What a ref to a Toast can be asked to do. */
export interface ToastMethods {}

/** Props of Toast. */
export interface ToastProps extends CommonProps {
  /** Words above the message. */
  readonly title?: string | null | undefined;
  /**
   * What kind of message it is.
   *
   * @defaultValue "info"
   */
  readonly severity?: "info" | "success" | "warning" | "error" | undefined;
  /**
   * How long it is seen; 0 until the guest takes it away. (whole, >= 0)
   *
   * @defaultValue 5000
   */
  readonly durationMs?: number | undefined;
  /** It went: its time was over, or a person pressed it. */
  readonly onClose?: Listener<CloseEvent>;
  /** Bare text, and components that may stand inside a line, such as Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<ToastMethods>> | undefined;
}

/** What a ref to a Tooltip can be asked to do. */
export interface TooltipMethods {}

/** Props of Tooltip. */
export interface TooltipProps extends CommonProps {
  /** The words; or give elements as `content`. */
  readonly text?: string | null | undefined;
  /** Elements that stand in this place. */
  readonly content?: ReactNode | undefined;
  /** Components. Bare text belongs into a Text. */
  children?: ReactNode | undefined;
  ref?: Ref<ComponentRef<TooltipMethods>> | undefined;
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

/** What a ref to a Sparkline can be asked to do. */
export interface SparklineMethods {}

/** Props of Sparkline. */
export interface SparklineProps extends CommonProps {
  /** The numbers from left to right. (length <= 10000) */
  readonly data: readonly number[];
  /** The number at the lower edge; else 0, or the least of them. */
  readonly min?: number | null | undefined;
  /** The number at the upper edge; else the largest of them. */
  readonly max?: number | null | undefined;
  /** Colour of the bars. */
  readonly color?: Color | null | undefined;
  ref?: Ref<ComponentRef<SparklineMethods>> | undefined;
}

/** What a ref to a BarChart can be asked to do. */
export interface BarChartMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of BarChart. */
export interface BarChartProps extends CommonProps {
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
  /** The bars in order. (length <= 1000) */
  readonly bars: readonly Bar[];
  /**
   * Bars lie, one below the other.
   *
   * @defaultValue false
   */
  readonly horizontal?: boolean | undefined;
  /** The number where bars begin; else 0, or the least of them. */
  readonly min?: number | null | undefined;
  /** The number of a full bar; else the largest of them. */
  readonly max?: number | null | undefined;
  /**
   * Writes the numbers at the ends of the bars.
   *
   * @defaultValue false
   */
  readonly showValues?: boolean | undefined;
  /**
   * What follows the numbers, such as ` kB`. (length <= 20)
   *
   * @defaultValue ""
   */
  readonly unit?: string | undefined;
  /** Colour of the bars. */
  readonly color?: Color | null | undefined;
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** A bar was pressed. */
  readonly onItemPress?: Listener<ItemPressEvent>;
  ref?: Ref<ComponentRef<BarChartMethods>> | undefined;
}

/** What a ref to a LineChart can be asked to do. */
export interface LineChartMethods {}

/** Props of LineChart. */
export interface LineChartProps extends CommonProps {
  /** The lines. (length <= 20) */
  readonly series: readonly Series[];
  /**
   * Words below the places, as many as fit. (length <= 10000)
   *
   * @defaultValue []
   */
  readonly labels?: readonly string[] | undefined;
  /** The number at the lower edge; else the least of them. */
  readonly min?: number | null | undefined;
  /** The number at the upper edge; else the largest of them. */
  readonly max?: number | null | undefined;
  /**
   * Draws axes with numbers.
   *
   * @defaultValue true
   */
  readonly showAxes?: boolean | undefined;
  /**
   * Names the lines, where there are several.
   *
   * @defaultValue true
   */
  readonly showLegend?: boolean | undefined;
  ref?: Ref<ComponentRef<LineChartMethods>> | undefined;
}

/** What a ref to a Shapes can be asked to do. */
export interface ShapesMethods {
  /** Move the focus here and scroll the element into view. */
  focus(): void;
  /** Give up the focus, if it is here. */
  blur(): void;
}

/** Props of Shapes. */
export interface ShapesProps extends CommonProps {
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
  /** What is drawn, in order. (length <= 5000) */
  readonly shapes: readonly (Circle | Line | Rectangle | Words)[];
  /** The element got the focus. */
  readonly onFocus?: Listener<void>;
  /** The element lost the focus. */
  readonly onBlur?: Listener<void>;
  /** A key went down while this element or one inside it had the focus. */
  readonly onKeyDown?: Listener<KeyEvent>;
  /** The drawing was pressed with the first button, or by Enter. */
  readonly onPress?: Listener<PointerEvent>;
  /** The drawing was pressed with the second button, or by the menu key. */
  readonly onContextMenu?: Listener<PointerEvent>;
  /** The pointer, or the crosshair, came to another cell. Throttle it. */
  readonly onPointerMove?: Listener<PointerEvent>;
  /** The pointer moved with the first button down. */
  readonly onDrag?: Listener<PointerEvent>;
  /** The first button was let go after a drag. */
  readonly onDragEnd?: Listener<PointerEvent>;
  /** The drawing got a size, or another one. */
  readonly onLayout?: Listener<LayoutEvent>;
  ref?: Ref<ComponentRef<ShapesMethods>> | undefined;
}

/** What stands in a cell of a Table. */
export type CellContent = TableCell | string | number | boolean | null;

/** What a FlatList tells of an item that is to be rendered. */
export interface ListItemInfo<T> {
  /** The item. */
  readonly item: T;
  /** Its place, from 0. */
  readonly index: number;
  /** Whether it is marked as chosen. */
  readonly selected: boolean;
}

/** A section of a SectionList. It may have fields of the guest's own. */
export interface Section<T = unknown> {
  /** Its items. */
  readonly data: readonly T[];
  /** A name for it, by which its elements are kept. Left out: its title, or its place. */
  readonly key?: string | undefined;
  /** Words of its header, where `renderSectionHeader` is left out. */
  readonly title?: string | undefined;
}

/** What a SectionList tells of an item that is to be rendered. */
export interface SectionItemInfo<S extends Section> {
  /** The item. */
  readonly item: S["data"][number];
  /** Its place in its section, from 0. */
  readonly index: number;
  /** Its section. */
  readonly section: S;
  /** Its place among all items and headers, as methods count. */
  readonly position: number;
  /** Whether it is marked as chosen. */
  readonly selected: boolean;
}

/** What a SectionList tells of a section whose header is to be rendered. */
export interface SectionHeaderInfo<S extends Section> {
  /** The section. */
  readonly section: S;
}

/** A column of a Table, with what stands in its cells. */
export interface TableColumnOf<T> extends TableColumn {
  /** What stands in the cell of a row. Left out: the row's field that is called as `key` says. */
  readonly render?: ((row: T, index: number) => CellContent) | undefined;
}

/** What a line of a Tree shows, where text alone does not say it. */
export interface TreeItemContent {
  /** Its words. */
  readonly text: string;
  /** A sign before them. */
  readonly icon?: IconName | null | undefined;
  /** Colour of both. */
  readonly color?: Color | null | undefined;
}
