// The module `solid-js/web`, as far as it has a meaning without a DOM. Whatever is not here throws when it is called.

import type { Accessor, Component, ComponentProps, JSX } from "solid-js";

export {
  createComponent, createRenderEffect as effect, ErrorBoundary, For, getOwner, Index, Match, mergeProps, Show, Suspense, SuspenseList, Switch,
  untrack,
} from "solid-js";

export declare const isServer: false;
export declare const isDev: false;
export declare function memo<T>(fn: () => T): Accessor<T>;

export type ValidComponent = ((props: any) => JSX.Element) | (string & {});
export type DynamicProps<T extends ValidComponent> = (T extends Component<any> ? ComponentProps<T> : Record<string, unknown>) & {
  component: T | undefined | null | false;
};

/** Draws whatever `component` is: `<Dynamic component={wide() ? Row : Column}>...</Dynamic>`. */
export declare function Dynamic<T extends ValidComponent>(props: DynamicProps<T>): JSX.Element;
export declare function createDynamic<T extends ValidComponent>(component: () => T | undefined | null | false, props: object): JSX.Element;
