// The declarations of `rill/sdk/solid` and what its runtime exports have the same names.

import type * as Declared from "rill/sdk/solid";
import type * as Runtime from "../src/solid/sdk/index";

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

const same: Same<keyof typeof Declared, keyof typeof Runtime> = true;
void same;
