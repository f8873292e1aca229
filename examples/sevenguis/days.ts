// Days as people write them, `24.12.2025`, and as numbers that can be compared. Knows no screen.

const WRITTEN = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;

/** Days since 1970 of a written day, or null where there is no such day. */
export function dayOf(text: string): number | null {
  const parts = WRITTEN.exec(text.trim());
  if (parts === null) return null;
  const [day, month, year] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  // A date that does not exist, such as the 30th of February, has become another one.
  return date.getUTCDate() === day && date.getUTCMonth() === month - 1 ? date.getTime() / 86_400_000 : null;
}

export function wordsOfDay(date: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
}
