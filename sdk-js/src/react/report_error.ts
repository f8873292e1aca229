// What React does with an error that no component caught, such as one thrown in a transition. React looks for `reportError` once,
// when its module is evaluated: this one must be imported before it. The global goes again with all that a guest must not have.

import { currentGuest } from "../sdk/current_guest";

const scope = globalThis as { reportError?: (error: unknown) => void };
scope.reportError = (error) => currentGuest().fail(error);
