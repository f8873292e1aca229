// The one error that Rill's own code throws inside a guest. Every text says what happened, where, and what to do.

export type GuestErrorCode =
  | "exception"
  | "rounds"
  | "unknown_module"
  | "no_component"
  | "image"
  | "state"
  | "not_mounted"
  | "remote"
  | "unsupported"
  | "text_not_allowed"
  | "child_not_allowed"
  | "unknown_component"
  | "value"
  | "limit";

export class GuestError extends Error {
  readonly code: GuestErrorCode;

  constructor(code: GuestErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

// On the prototype, so that the error's own keys are data and a minifier cannot change the name that people read.
Object.defineProperty(GuestError.prototype, "name", { value: "GuestError", configurable: true, writable: true });
