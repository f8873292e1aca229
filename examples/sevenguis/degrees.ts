// Temperatures as numbers and as people write them. Knows no screen.

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** The number that is written, or null where it is none, or one so long that it means nothing. */
export function degreesOf(text: string): number | null {
  const trimmed = text.trim();
  const degrees = NUMBER.test(trimmed) ? Number(trimmed) : NaN;
  return Number.isFinite(degrees) ? degrees : null;
}

/** A number with two decimals at most, and no zeros at their end. */
export function wordsOf(degrees: number): string {
  return String(Math.round(degrees * 100) / 100 + 0);
}

export function toFahrenheit(celsius: number): number {
  return celsius * (9 / 5) + 32;
}

export function toCelsius(fahrenheit: number): number {
  return (fahrenheit - 32) * (5 / 9);
}
