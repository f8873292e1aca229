// Templates as Solid's renderer needs them: beside what the core knows, which text holes are filled together with a clone's other slots.

import { Template, type Region as TemplateRegion } from "../core/template";
import { template as checkedTemplate } from "../sdk/template";
import { SLOT_PROP, SLOT_TEXT, type Slot, type TemplateTree } from "../protocol/generated";

/**
 * A text hole is an expression of which nobody knows whether it gives text. One that makes elements must have an effect of its own, or
 * they would be made anew whenever anything else of the clone changes. Nearly all give text, so the first clone's tells: from then on
 * the hole is filled by the clone's own effect, until it ever gives something else.
 */
export interface SolidTemplate extends Template {
  /** Slots of props. */
  propSlots: readonly number[];
  /** Slots that a clone's `bind` may fill: of props, and of texts that are no holes. */
  boundSlots: readonly number[];
  /** Slots of the text holes that are filled by the clone's effect. Replaced, never changed. */
  grouped: readonly number[];
  /** Slots of the text holes that have an effect of their own. */
  apart: readonly number[];
}

/** Make a template. The numbers in `slots` and `regions` are the places of nodes in pre-order; see core/template.ts. */
export function template(tree: TemplateTree, slots: readonly Slot[], regions: readonly TemplateRegion[] = []): SolidTemplate {
  const made = checkedTemplate(tree, slots, regions) as SolidTemplate;
  made.propSlots = slots.flatMap(([kind], slot) => (kind === SLOT_PROP ? [slot] : []));
  made.boundSlots = slots.flatMap(([kind], slot) => (kind === SLOT_PROP || (kind === SLOT_TEXT && !made.textHoles.includes(slot)) ? [slot] : []));
  made.grouped = [];
  made.apart = made.textHoles;
  return made;
}

/** A hole gave text: fill it with the clone's other slots. */
export function group(template: SolidTemplate, slot: number): void {
  template.apart = template.apart.filter((other) => other !== slot);
  template.grouped = [...template.grouped, slot];
}

/** A hole gave elements: give it an effect of its own. */
export function separate(template: SolidTemplate, slot: number): void {
  template.grouped = template.grouped.filter((other) => other !== slot);
  template.apart = [...template.apart, slot];
}
