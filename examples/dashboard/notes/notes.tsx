// Notes about the customer that is chosen on the desk. By Mira.

import { useEffect, useState } from "react";
import { Button, Checkbox, Column, Heading, Row, ScrollView, Text, TextInput, useConfig, useHostCall, useSendToHost } from "rill/sdk";

interface Note {
  readonly id: number;
  readonly text: string;
  readonly pinned: boolean;
}

interface DeskConfig {
  readonly customer: { readonly id: number; readonly name: string };
}

const ONE_LINE = { border: "none", height: 1 } as const;

export default function Notes() {
  const { customer } = useConfig<DeskConfig>();
  // A customer's notes and draft are nobody else's: another customer is another Sheet.
  return <Sheet key={customer.id} customer={customer} />;
}

function Sheet({ customer }: DeskConfig) {
  const load = useHostCall<[customer: number], readonly Note[]>("notes.load");
  const save = useHostCall<[customer: number, notes: readonly Note[]], null>("notes.save");
  const countOrders = useHostCall<[customer: number], readonly unknown[]>("orders.load");
  const sendToHost = useSendToHost();
  const [notes, setNotes] = useState<readonly Note[] | null>(null);
  const [draft, setDraft] = useState("");
  const [problem, setProblem] = useState("");

  useEffect(() => {
    let current = true;
    load(customer.id).then(
      (loaded) => current && setNotes(loaded),
      (error: unknown) => current && setProblem(String(error)),
    );
    return () => {
      current = false;
    };
  }, [customer.id, load]);

  const keep = (changed: readonly Note[]) => {
    setNotes(changed);
    setProblem("");
    save(customer.id, changed).then(
      () => sendToHost("note_saved", { customer: customer.id, count: changed.length }),
      (error: unknown) => setProblem(String(error)),
    );
  };

  const add = (text: string) => {
    const title = text.trim();
    if (notes === null || title === "") return;
    keep([...notes, { id: 1 + Math.max(0, ...notes.map((note) => note.id)), text: title, pinned: false }]);
    setDraft("");
  };

  const mentionOrders = async () => {
    try {
      const orders = await countOrders(customer.id);
      add(`Has ${orders.length} orders.`);
    } catch {
      setProblem("This desk does not let notes look at orders.");
    }
  };

  const sorted = [...(notes ?? [])].sort((a, b) => Number(b.pinned) - Number(a.pinned) || a.id - b.id);
  return (
    <Column style={{ padding: [0, 1], gap: 1 }}>
      <Heading level={2} numberOfLines={1}>
        Notes on {customer.name}
      </Heading>
      <Row style={{ gap: 1 }}>
        <TextInput
          label="New note"
          placeholder="What should others know?"
          maxLength={200}
          style={{ ...ONE_LINE, grow: 1 }}
          value={draft}
          onChange={({ value }) => setDraft(value)}
          onSubmit={({ value }) => add(value)}
        />
        <Button title="Add" disabled={draft.trim() === ""} style={ONE_LINE} onPress={() => add(draft)} />
      </Row>
      <ScrollView label="Notes" role="list" focusable={false} style={{ grow: 1, minHeight: 2 }}>
        {notes === null && <Text style={{ color: "muted" }}>Loading…</Text>}
        {notes?.length === 0 && <Text style={{ color: "muted" }}>Nobody has written anything yet.</Text>}
        {sorted.map((note) => (
          <Row key={note.id} role="listitem" style={{ gap: 1 }}>
            <Checkbox
              label={`Pin ${note.text}`}
              value={note.pinned}
              style={{ ...ONE_LINE, grow: 1 }}
              onChange={({ value }) => keep(sorted.map((other) => (other === note ? { ...other, pinned: value } : other)))}
            >
              <Text style={note.pinned ? { bold: true } : null}>{note.text}</Text>
            </Checkbox>
            <Button
              label={`Remove ${note.text}`}
              style={{ ...ONE_LINE, minWidth: 5 }}
              onPress={() => keep(sorted.filter((other) => other !== note))}
            >
              ✕
            </Button>
          </Row>
        ))}
      </ScrollView>
      <Row style={{ gap: 1, justify: "space-between" }}>
        <Text role="status" style={{ color: problem === "" ? "muted" : "warning" }}>
          {problem || (notes?.length === 1 ? "1 note" : `${notes?.length ?? 0} notes`)}
        </Text>
        <Button title="Mention orders" style={ONE_LINE} onPress={mentionOrders} />
      </Row>
    </Column>
  );
}
