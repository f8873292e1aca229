// An error boundary with a fallback, so that a guest's author need not write a class. Errors that it catches also reach the host,
// as ERROR frames that are not fatal: the renderer reports every caught error.

import { Component, type ErrorInfo, type ReactNode } from "react";

import { formatError } from "../core/format_error";
import { SLOT_TEXT, TEXT_TYPE } from "../protocol/generated";
import { clone, template } from "../react/templates";

const MESSAGE = template(["Text", {}, [[TEXT_TYPE, ""]]], [[SLOT_TEXT, 1]]);

export interface RillErrorBoundaryProps {
  readonly children?: ReactNode;
  /** What to show instead: a node, or a function of the error and a `reset` that tries again. */
  readonly fallback?: ReactNode | ((error: unknown, reset: () => void) => ReactNode);
  readonly onError?: (error: unknown, info: ErrorInfo) => void;
}

interface State {
  readonly caught: { readonly error: unknown } | null;
}

export class RillErrorBoundary extends Component<RillErrorBoundaryProps, State> {
  override state: State = { caught: null };

  static getDerivedStateFromError(error: unknown): State {
    return { caught: { error } };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onError?.(error, info);
  }

  readonly reset = (): void => this.setState({ caught: null });

  override render(): ReactNode {
    const { caught } = this.state;
    if (caught === null) return this.props.children;
    const { fallback } = this.props;
    if (typeof fallback === "function") return fallback(caught.error, this.reset);
    if (fallback !== undefined) return fallback;
    const { name, message } = formatError(caught.error);
    return clone(MESSAGE, undefined, undefined, [`${name}: ${message}`]);
  }
}
