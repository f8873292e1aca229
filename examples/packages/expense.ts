// What an expense is, and how the text of a form becomes one. The rules are zod's, so that their messages stand beside them.

import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";
import { z } from "zod";

dayjs.extend(customParseFormat);

export const DATE_FORMAT = "YYYY-MM-DD";
export const CATEGORIES = ["Food", "Travel", "Home", "Other"] as const;

export const expenseSchema = z.object({
  what: z.string().trim().min(1, "Say what it was for").max(40, "Use at most 40 characters"),
  amount: z
    .string()
    .trim()
    .regex(/^\d{1,7}([.,]\d{1,2})?$/, "Write an amount such as 12.50")
    .transform((text) => Math.round(Number(text.replace(",", ".")) * 100))
    .refine((cents) => cents > 0, "An expense is more than nothing"),
  date: z
    .string()
    .trim()
    .refine((text) => dayjs(text, DATE_FORMAT, true).isValid(), `Write a date such as ${dayjs(0).format(DATE_FORMAT)}`)
    .refine((text) => !dayjs(text, DATE_FORMAT, true).isAfter(dayjs(), "day"), "That day has not come yet"),
  category: z.enum(CATEGORIES),
});

/** The form's fields as they are typed. */
export type Draft = z.input<typeof expenseSchema>;
/** An expense that follows the rules: the amount is in cents. */
export type Expense = z.output<typeof expenseSchema>;
export type DraftErrors = Partial<Record<keyof Draft, string>>;

export function emptyDraft(date: string, category: Draft["category"]): Draft {
  return { what: "", amount: "", date, category };
}

export function today(): string {
  return dayjs().format(DATE_FORMAT);
}

/** Return the expense, or the first message for each field that breaks a rule. */
export function readDraft(draft: Draft): { expense: Expense } | { errors: DraftErrors } {
  const result = expenseSchema.safeParse(draft);
  if (result.success) return { expense: result.data };
  const { fieldErrors } = z.flattenError(result.error);
  return {
    errors: Object.fromEntries(Object.entries(fieldErrors).map(([field, messages]) => [field, messages?.[0]])) as DraftErrors,
  };
}

export function formatCents(cents: number): string {
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}
