// An error boundary with a fallback, so that a guest's author need not write a class. Errors that it catches also reach the host,
// as ERROR frames that are not fatal: the renderer reports every caught error.

import { Component, createElement, type ErrorInfo, type ReactNode } from "react";

import { formatError } from "../core/format_error";
import { Text } from "./components.generated";

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
    return createElement(Text, null, `${name}: ${message}`);
  }
}
