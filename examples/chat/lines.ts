// What was said, as data: lines of before and of now put together, and lines of one person put together. Knows no screen.

/** What a guest publishes. The key tells a line apart from another of the same words. */
export interface Line {
  readonly text: string;
  readonly key: string;
}

/** What the host knows of somebody. */
export interface Who {
  readonly name: string;
}

/** One line as the host remembers it. */
export interface Said {
  readonly line: Line;
  readonly user: unknown;
  readonly own: boolean;
}

interface Heard {
  readonly data: Line;
  readonly user: unknown;
  readonly own: boolean;
}

/** Put what was said before and what was heard since in one row, each line once, and of those the last. */
export function joined(before: readonly Said[], heard: readonly Heard[], most: number): readonly Said[] {
  const known = new Set<string>();
  const all: Said[] = [];
  for (const said of [...before, ...heard.map(({ data, user, own }) => ({ line: data, user, own }))]) {
    // Others publish what they like: what is no line is none.
    if (typeof said.line?.text !== "string" || typeof said.line.key !== "string" || known.has(said.line.key)) continue;
    known.add(said.line.key);
    all.push(said);
  }
  return all.slice(-most);
}

/** Lines that one person said without a break. */
export interface Speech {
  readonly key: string;
  readonly user: unknown;
  readonly own: boolean;
  readonly texts: readonly string[];
}

/** Put lines of one person together. */
export function spoken(lines: readonly Said[]): readonly Speech[] {
  const speeches: { key: string; user: unknown; own: boolean; texts: string[] }[] = [];
  for (const { line, user, own } of lines) {
    const last = speeches.at(-1);
    if (last !== undefined && last.own === own && (last.user as Who | null)?.name === (user as Who | null)?.name) last.texts.push(line.text);
    else speeches.push({ key: line.key, user, own, texts: [line.text] });
  }
  return speeches;
}
