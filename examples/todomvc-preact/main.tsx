// Where a browser begins. A guest has no such file: its host draws the component.

import { render } from "preact";

import TodoMvc from "./todomvc";

render(<TodoMvc />, document.getElementById("app")!);
