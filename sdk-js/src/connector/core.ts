// What the connector gives to its less common parts, which only some pages load (modules/core-*.ts): its state, and what works on it. A part
// that imported these files would be built with a second copy of them, so it imports types only.

import { writes } from "./fields";
import { guests, idOf, index, keyOf, lookUp, numberOf, setKey } from "./guest";
import { metrics } from "./metrics";
import { morphElement, setText, settleInside } from "./morph";
import { apply, draft } from "./operations";
import { answer } from "./socket";

// A function, because the files of the connector import each other, and when this one is run not all of it is there.
export const core = () => ({ answer, apply, draft, guests, idOf, index, keyOf, lookUp, metrics, morphElement, numberOf, setKey, setText, settleInside, writes });

export type Core = ReturnType<typeof core>;
