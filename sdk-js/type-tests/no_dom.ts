// Names of browsers, of Node and of Bun do not exist in a guest.

// @ts-expect-error
void window;
// @ts-expect-error
void document;
// @ts-expect-error
void fetch;
// @ts-expect-error
void process;
// @ts-expect-error
void require;
// @ts-expect-error
void Buffer;
// @ts-expect-error
void localStorage;
// @ts-expect-error
void navigator;
// @ts-expect-error
void XMLHttpRequest;
// @ts-expect-error
void Bun;
// @ts-expect-error
void setImmediate;
// @ts-expect-error
void requestAnimationFrame;
// @ts-expect-error
const element: HTMLElement | null = null;
// @ts-expect-error
const node: Element | null = null;
// @ts-expect-error
const click: MouseEvent | null = null;
// @ts-expect-error
import type { ChangeEvent, CSSProperties } from "react";
// @ts-expect-error
import { readFileSync } from "node:fs";
// @ts-expect-error
import { createPortal } from "react-dom";

void [element, node, click, readFileSync, createPortal];
export type Unused = [ChangeEvent, CSSProperties];
