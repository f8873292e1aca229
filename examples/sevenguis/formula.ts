// Formulas of a spreadsheet: their text becomes a tree once, which is then evaluated as often as it takes.
//
//   =1+2*(3-A4)   =sum(B2:C4, 10)/count(B2:C4)   =mod(7, 4)
//
// Knows nothing of who depends on whom, and no screen.

/** A place: column 0 is A. */
export type Place = { readonly column: number; readonly row: number };

export const COLUMNS = 26;
export const ROWS = 100;

/** What went wrong in a cell. `code` is what the cell shows. */
export class Fault {
  constructor(
    readonly code: "#CYCLE" | "#DIV/0" | "#NAME" | "#SYNTAX" | "#VALUE",
    readonly reason: string,
  ) {}
}

export type Value = number | string | Fault;

export type Formula =
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "cell"; readonly key: string }
  | { readonly kind: "range"; readonly keys: readonly string[] }
  | { readonly kind: "negated"; readonly of: Formula }
  | { readonly kind: "both"; readonly sign: Sign; readonly left: Formula; readonly right: Formula }
  | { readonly kind: "call"; readonly name: string; readonly of: readonly Formula[] };

type Sign = "+" | "-" | "*" | "/" | "^";

/** What a cell is called, `B7`. */
export function keyOf({ column, row }: Place): string {
  return `${String.fromCharCode(65 + column)}${row}`;
}

const FUNCTIONS: ReadonlyMap<string, (numbers: readonly number[]) => Value> = new Map([
  ["sum", sum],
  ["add", sum],
  ["prod", product],
  ["mul", product],
  ["sub", two((left, right) => left - right)],
  ["div", two(divided)],
  ["mod", two((left, right) => (right === 0 ? divided(left, right) : left - right * Math.floor(left / right)))],
  ["avg", (numbers) => divided(sum(numbers), numbers.length)],
  ["min", (numbers) => (numbers.length === 0 ? 0 : Math.min(...numbers))],
  ["max", (numbers) => (numbers.length === 0 ? 0 : Math.max(...numbers))],
  ["count", (numbers) => numbers.length],
]);

const NESTING_MAX = 50;

/** Read the text behind the `=`. Throws a Fault. */
export function parseFormula(text: string): Formula {
  const words = text.match(/\d+\.?\d*|\.\d+|[A-Za-z]+\d*|\S/g) ?? [];
  let at = 0;
  let depth = 0;

  const takes = (word: string) => words[at] === word && ++at > 0;
  const expect = (word: string) => {
    if (!takes(word)) throw new Fault("#SYNTAX", `'${word}' is missing ${words[at] ? `before '${words[at]}'` : "at the end"}`);
  };

  // Lowest first: + and -, then * and /, then the sign, then powers, which go from right to left.
  const terms = (): Formula => {
    if (++depth > NESTING_MAX) throw new Fault("#SYNTAX", "it is nested too deeply");
    let left = factors();
    for (let sign = words[at]; sign === "+" || sign === "-"; sign = words[at]) {
      at++;
      left = { kind: "both", sign, left, right: factors() };
    }
    depth--;
    return left;
  };
  const factors = (): Formula => {
    let left = signed();
    for (let sign = words[at]; sign === "*" || sign === "/"; sign = words[at]) {
      at++;
      left = { kind: "both", sign, left, right: signed() };
    }
    return left;
  };
  const signed = (): Formula => {
    let negative = false;
    while (words[at] === "-" || words[at] === "+") if (words[at++] === "-") negative = !negative;
    const of = power();
    return negative ? { kind: "negated", of } : of;
  };
  const power = (): Formula => {
    const left = single();
    if (!takes("^")) return left;
    if (++depth > NESTING_MAX) throw new Fault("#SYNTAX", "it is nested too deeply");
    const right = signed();
    depth--;
    return { kind: "both", sign: "^", left, right };
  };
  const single = (): Formula => {
    const word = words[at++];
    if (word === undefined) throw new Fault("#SYNTAX", "something is missing at the end");
    if (word === "(") {
      const inner = terms();
      expect(")");
      return inner;
    }
    if (/^[\d.]/.test(word) && word !== ".") return { kind: "number", number: Number(word) };
    if (/^[A-Za-z]+$/.test(word) && words[at] === "(") return call(word.toLowerCase());
    const place = placeOf(word);
    if (takes(":")) return rangeOf(place, placeOf(words[at++] ?? ""));
    return { kind: "cell", key: keyOf(place) };
  };
  const call = (name: string): Formula => {
    if (!FUNCTIONS.has(name)) throw new Fault("#NAME", `there is no function '${name}'; there are ${[...FUNCTIONS.keys()].join(", ")}`);
    expect("(");
    const of: Formula[] = [];
    if (takes(")")) return { kind: "call", name, of };
    do of.push(terms());
    while (takes(",") || takes(";"));
    expect(")");
    return { kind: "call", name, of };
  };

  const formula = terms();
  if (at < words.length) throw new Fault("#SYNTAX", `'${words[at]}' is not expected there`);
  return formula;
}

/** The cells that a formula reads, each once. */
export function readsOf(formula: Formula): ReadonlySet<string> {
  const keys = new Set<string>();
  const visit = (part: Formula): void => {
    if (part.kind === "cell") keys.add(part.key);
    else if (part.kind === "range") part.keys.forEach((key) => keys.add(key));
    else if (part.kind === "negated") visit(part.of);
    else if (part.kind === "call") part.of.forEach(visit);
    else if (part.kind === "both") {
      visit(part.left);
      visit(part.right);
    }
  };
  visit(formula);
  return keys;
}

/** The value of a formula, given those of other cells. A fault in a cell that it reads is its own, too. */
export function evaluate(formula: Formula, valueOf: (key: string) => Value): Value {
  // Words can be read, but not reckoned with.
  const value = formula.kind === "cell" ? valueOf(formula.key) : "";
  return value === "" ? numberOf(formula, valueOf) : value;
}

function numberOf(formula: Formula, valueOf: (key: string) => Value): number | Fault {
  const values = numbersOf(formula, valueOf);
  if (values instanceof Fault) return values;
  // A range by itself is no value, unless it is one cell.
  return values.length === 1 ? (values[0] as number) : new Fault("#VALUE", "a range belongs into a function, such as sum(A0:A9)");
}

function numbersOf(formula: Formula, valueOf: (key: string) => Value): readonly number[] | Fault {
  switch (formula.kind) {
    case "number":
      return [formula.number];
    case "cell": {
      const value = valueOf(formula.key);
      // As in most spreadsheets a cell that holds nothing counts as 0.
      if (typeof value === "string" && value !== "") return new Fault("#VALUE", `${formula.key} holds words`);
      return value instanceof Fault ? value : [Number(value)];
    }
    case "range": {
      const numbers: number[] = [];
      for (const key of formula.keys) {
        const value = valueOf(key);
        if (value instanceof Fault) return value;
        if (typeof value === "number") numbers.push(value);
      }
      return numbers;
    }
    case "negated": {
      const of = numberOf(formula.of, valueOf);
      return of instanceof Fault ? of : [-of];
    }
    case "both": {
      const left = numberOf(formula.left, valueOf);
      if (left instanceof Fault) return left;
      const right = numberOf(formula.right, valueOf);
      if (right instanceof Fault) return right;
      return checked(combined(formula.sign, left, right));
    }
    case "call": {
      const numbers: number[] = [];
      for (const part of formula.of) {
        const values = numbersOf(part, valueOf);
        if (values instanceof Fault) return values;
        numbers.push(...values);
      }
      return checked((FUNCTIONS.get(formula.name) as (numbers: readonly number[]) => Value)(numbers));
    }
  }
}

function combined(sign: Sign, left: number, right: number): Value {
  switch (sign) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return divided(left, right);
    case "^":
      return left ** right;
  }
}

function checked(value: Value): readonly number[] | Fault {
  if (value instanceof Fault) return value;
  return Number.isFinite(value) ? [Number(value)] : new Fault("#VALUE", "the number is too large, or none");
}

function divided(left: number, right: number): Value {
  return right === 0 ? new Fault("#DIV/0", "something is divided by 0") : left / right;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all * number, 1);
}

function two(combine: (left: number, right: number) => Value): (numbers: readonly number[]) => Value {
  return (numbers) => {
    const [left, right] = numbers;
    if (numbers.length !== 2) return new Fault("#VALUE", "the function takes two numbers");
    return combine(left as number, right as number);
  };
}

function placeOf(word: string): Place {
  const column = word.toUpperCase().charCodeAt(0) - 65;
  const row = Number(word.slice(1));
  if (!/^[A-Za-z]\d{1,3}$/.test(word) || row >= ROWS) throw new Fault("#NAME", `'${word}' is no cell; they are A0 to Z99`);
  return { column, row };
}

function rangeOf(from: Place, to: Place): Formula {
  const keys: string[] = [];
  for (let row = Math.min(from.row, to.row); row <= Math.max(from.row, to.row); row++) {
    for (let column = Math.min(from.column, to.column); column <= Math.max(from.column, to.column); column++) {
      keys.push(keyOf({ column, row }));
    }
  }
  return { kind: "range", keys };
}
