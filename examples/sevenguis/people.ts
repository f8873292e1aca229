// Names in a small register, as plain data. Knows no screen.

export type Person = { readonly id: number; readonly name: string; readonly surname: string };

export type Register = { readonly people: readonly Person[]; readonly nextId: number };

type Name = { readonly name: string; readonly surname: string };

export type Change =
  | { readonly kind: "create"; readonly name: Name }
  | { readonly kind: "update"; readonly id: number; readonly name: Name }
  | { readonly kind: "delete"; readonly id: number };

export function registerOf(names: readonly Name[]): Register {
  return { people: names.map(({ name, surname }, index) => ({ id: index + 1, name, surname })), nextId: names.length + 1 };
}

export function changed({ people, nextId }: Register, change: Change): Register {
  switch (change.kind) {
    case "create":
      return { people: [...people, { id: nextId, ...change.name }], nextId: nextId + 1 };
    case "update":
      return { nextId, people: people.map((person) => (person.id === change.id ? { id: person.id, ...change.name } : person)) };
    case "delete":
      return { nextId, people: people.filter((person) => person.id !== change.id) };
  }
}

/** Those whose surname begins with a prefix, in any case of letters. */
export function withPrefix(people: readonly Person[], prefix: string): readonly Person[] {
  const letters = prefix.toLowerCase();
  return people.filter(({ surname }) => surname.toLowerCase().startsWith(letters));
}

export function fullName({ name, surname }: Name): string {
  return `${surname}, ${name}`;
}
