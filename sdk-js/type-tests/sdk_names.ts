// The declarations of `rill/sdk` and what the runtime exports have the same names.

import type * as Declared from "rill/sdk";
import type * as Runtime from "../src/sdk/index";

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

const same: Same<keyof typeof Declared, keyof typeof Runtime> = true;
void same;
