// Where a caret goes when the text under it is replaced.

/** It keeps its distance from the end of the text on whose side it was of what differs, and its place where as much came as went. At the end of the text it stays. */
export function moveCaret(at: number, from: string, to: string): number {
  if (at === from.length) return to.length;
  const grown = to.length - from.length;
  let same = 0;
  while (same < at && from[same] === to[same]) same++;
  if (same === at || grown === 0) return at;
  let rest = 0;
  while (rest < from.length - at && from.at(-1 - rest) === to.at(-1 - rest)) rest++;
  return rest === from.length - at ? at + grown : to.length - rest;
}
