// The globals that the runtime's own code uses. They exist because globals/install.ts puts them there.

declare function queueMicrotask(callback: () => void): void;

declare const console: {
  log(...args: unknown[]): void;
  info(...args: unknown[]): void;
  debug(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
};
