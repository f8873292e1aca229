// Entry of the unit `rill:shim`, evaluated before a runtime by providers without the bridge. It leaves two globals: `__rill`, which
// the core takes, and `__rillDriver`, which the provider takes and deletes before the runtime is evaluated.

import { createShim, type Driver } from "./shim/shim";
import type { Native } from "./core/native";

const scope = globalThis as { __rill?: Native; __rillDriver?: Driver };
const { native, driver } = createShim();
scope.__rill = native;
scope.__rillDriver = driver;
