// 7GUIs, task 5: create, read, update and delete names, and filter them by their beginning.

import { useMemo, useReducer, useState } from "react";
import { Button, Column, FlatList, Row, Text, TextInput } from "rill/sdk";
import { changed, fullName, type Person, registerOf, withPrefix } from "./people";

const FIRST_PEOPLE = [
  { name: "Hans", surname: "Emil" },
  { name: "Max", surname: "Mustermann" },
  { name: "Roman", surname: "Tisch" },
];
const LABEL = { width: 15 } as const;

type CrudProps = {
  /** Who is in it to begin with. */
  people?: readonly { name: string; surname: string }[];
};

export default function Crud({ people = FIRST_PEOPLE }: CrudProps) {
  const [register, change] = useReducer(changed, people, registerOf);
  const [prefix, setPrefix] = useState("");
  const [name, setName] = useState("");
  const [surname, setSurname] = useState("");
  const [chosenId, setChosenId] = useState<number | null>(null);

  const shown = useMemo(() => withPrefix(register.people, prefix), [register, prefix]);
  // Who is filtered away is not chosen either: nobody changes what they cannot see.
  const chosen = shown.find(({ id }) => id === chosenId);

  const choose = (person: Person) => {
    setChosenId(person.id);
    setName(person.name);
    setSurname(person.surname);
  };

  // Who follows takes the place of who is deleted, as the list's cursor does.
  const remove = (person: Person) => {
    const place = shown.indexOf(person);
    const next = shown[place + 1] ?? shown[place - 1];
    change({ kind: "delete", id: person.id });
    if (next) choose(next);
  };

  return (
    <Column style={{ padding: [0, 2], maxWidth: 100, height: "100%" }}>
      <Row style={{ align: "center", width: "50%" }}>
        <Text style={LABEL}>Filter prefix:</Text>
        <TextInput label="Filter prefix" autoFocus style={{ grow: 1 }} value={prefix} onChange={({ value }) => setPrefix(value)} />
      </Row>
      <Row style={{ grow: 1, gap: 2 }}>
        <FlatList
          label="People"
          role="listbox"
          style={{ width: "50%", border: "round" }}
          data={shown}
          itemHeight={1}
          recycle
          cursor="item"
          selected={({ id }) => id === chosen?.id}
          renderItem={renderPerson}
          empty={<Text style={{ color: "muted" }}>Nobody.</Text>}
          onCursor={({ item }) => choose(item)}
          onItemPress={({ item }) => choose(item)}
        />
        <Column style={{ grow: 1 }}>
          <Row style={{ align: "center" }}>
            <Text style={{ width: 9 }}>Name:</Text>
            <TextInput label="Name" style={{ grow: 1 }} value={name} onChange={({ value }) => setName(value)} />
          </Row>
          <Row style={{ align: "center" }}>
            <Text style={{ width: 9 }}>Surname:</Text>
            <TextInput label="Surname" style={{ grow: 1 }} value={surname} onChange={({ value }) => setSurname(value)} />
          </Row>
        </Column>
      </Row>
      <Row style={{ gap: 1 }}>
        <Button title="Create" onPress={() => change({ kind: "create", name: { name, surname } })} />
        <Button
          title="Update"
          disabled={!chosen}
          onPress={() => chosen && change({ kind: "update", id: chosen.id, name: { name, surname } })}
        />
        <Button title="Delete" disabled={!chosen} onPress={() => chosen && remove(chosen)} />
      </Row>
    </Column>
  );
}

function renderPerson({ item }: { item: Person }) {
  return <Text numberOfLines={1}>{fullName(item)}</Text>;
}
