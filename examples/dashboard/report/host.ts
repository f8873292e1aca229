// Generated from the host's components. Do not edit.

import type { Ref } from "react";
import { hostComponent } from "rill/sdk";
import type { CommonProps, ComponentRef, Listener } from "rill/sdk";

/** A person asked for more credit. */
export interface RaiseAsked {
  /** The limit that was asked for. (>= 0) */
  readonly limit: number;
}

/** What a ref to a CreditMeter can be asked to do. */
export interface CreditMeterMethods {
  /** Say something in the colour of warnings beside the meter. Gives whether it is full. */
  alarm(words: string): boolean;
}

/** Props of CreditMeter. */
export interface CreditMeterProps extends CommonProps {
  /** What is used. (>= 0) */
  readonly used: number;
  /** What there is. (> 0) */
  readonly limit: number;
  /**
   * What follows the numbers, such as ` EUR`. (length <= 8)
   *
   * @defaultValue ""
   */
  readonly unit?: string | undefined;
  /** A person asked for a higher limit. */
  readonly onRaise?: Listener<RaiseAsked>;
  ref?: Ref<ComponentRef<CreditMeterMethods>> | undefined;
}

/** How much of a customer's credit is used, and a button that asks for more. */
export const CreditMeter = hostComponent<CreditMeterProps>("CreditMeter");
