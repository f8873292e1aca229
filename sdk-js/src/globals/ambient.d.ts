// The globals that the runtime's own code uses. They exist because globals/install.ts puts them there.

declare function queueMicrotask(callback: () => void): void;
