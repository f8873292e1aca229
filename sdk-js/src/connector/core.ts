// What the connector gives to its less common parts, which only some pages load (modules/core-*.ts): its state, and what works on it. A part
// that imported these files would be built with a second copy of them, so it imports types only.

import { early, listen } from "./events";
import { addTemplate, guests, idOf, index, keyOf, lookUp, numberOf, part, setKey } from "./guest";
import { metrics } from "./metrics";
import { end, isForeign, place, setText } from "./places";
import { parts } from "./modules";
import { apply } from "./operations";
import { close, drop, send, show } from "./socket";

// A function, because the files of the connector import each other, and when this one is run not all of it is there.
export const core = () => ({ addTemplate, apply, close, drop, early, end, guests, idOf, index, isForeign, keyOf, listen, lookUp, metrics, numberOf, part, parts, place, send, setKey, setText, show });

export type Core = ReturnType<typeof core>;
