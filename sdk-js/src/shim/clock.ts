// A Date whose now is what the host says. The engine's own Date stays underneath, out of the guest's reach.

/** Replace the realm's Date. Returns the function that sets the clock. */
export function installClock(): (ms: number) => void {
  const EngineDate = Date;
  let nowMs = 0;

  // A function, not a class: Date() without new gives a string.
  const GuestDate = function (this: unknown, ...args: unknown[]): string | Date {
    if (new.target === undefined) return new EngineDate(nowMs).toString();
    const given = args.length === 0 ? [nowMs] : args;
    return Reflect.construct(EngineDate, given, new.target) as Date;
  } as unknown as DateConstructor;

  Object.defineProperties(GuestDate, {
    name: { value: "Date", configurable: true },
    length: { value: 7, configurable: true },
    prototype: { value: EngineDate.prototype, writable: false },
    now: { value: () => Math.trunc(nowMs), writable: true, configurable: true },
    parse: { value: EngineDate.parse, writable: true, configurable: true },
    UTC: { value: EngineDate.UTC, writable: true, configurable: true },
  });
  Object.defineProperty(EngineDate.prototype, "constructor", { value: GuestDate, writable: true, configurable: true });
  Object.defineProperty(globalThis, "Date", { value: GuestDate, writable: true, configurable: true });
  return (ms) => {
    nowMs = ms;
  };
}
