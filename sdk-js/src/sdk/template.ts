// `template()` of the module `rill/templates`, which the JSX pass calls at the top of a module: a template whose static part was
// checked, so that mistakes in it are told once, with the author's line, while the image is made. What slots and regions get is
// checked where it is drawn.

import { Template, type Region } from "../core/template";
import { TEXT_TYPE, type Slot, type TemplateTree } from "../protocol/generated";
import { checkElement, checkText, UNKNOWN_PARENT } from "./component_checks";

/** Make a template. The numbers in `slots` and `regions` are the places of nodes in pre-order; see core/template.ts. */
export function template(tree: TemplateTree, slots: readonly Slot[], regions: readonly Region[] = []): Template {
  check(tree, UNKNOWN_PARENT);
  return new Template(tree, slots, regions);
}

function check(tree: TemplateTree, parent: string): void {
  if (tree[0] === TEXT_TYPE) {
    checkText(tree[1] as string, parent);
    return;
  }
  const [type, , children] = tree as Exclude<TemplateTree, readonly [typeof TEXT_TYPE, string]>;
  checkElement(type, parent);
  for (const child of children) check(child, type);
}
