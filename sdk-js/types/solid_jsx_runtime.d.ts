// The types behind `@jsxImportSource rill/sdk/solid`. JSX is compiled by `rill build`; nothing here is called.

import type { JSX } from "solid-js";

export type { JSX };
export declare const Fragment: (props: { children?: JSX.Element }) => JSX.Element;
export declare function jsx(type: never, props: never): JSX.Element;
export declare function jsxs(type: never, props: never): JSX.Element;
