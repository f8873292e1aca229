// An expense tracker made of unmodified npm packages: zustand holds the state, zod checks the form, dayjs knows the calendar.

import dayjs from "dayjs";
import { useEffect } from "react";
import { Button, Column, Row, ScrollView, Text, TextInput, useRemoteRef, useSendToHost } from "rill/sdk";
import { CATEGORIES, DATE_FORMAT, type Draft, formatCents } from "./expense";
import { type Entry, monthsOf, useExpenses } from "./store";

// Buttons without their frames, so that a row of them fits a terminal of 80 cells.
const ONE_LINE = { border: "none", height: 1, minWidth: 10 } as const;

export default function Expenses() {
  const entries = useExpenses((state) => state.entries);
  const begin = useExpenses((state) => state.begin);
  useEffect(begin, [begin]);

  const months = monthsOf(entries);
  const cents = months.reduce((sum, month) => sum + month.cents, 0);

  return (
    <Column style={{ padding: [1, 2], gap: 1 }}>
      <Row style={{ justify: "space-between" }}>
        <Text role="heading" level={1} style={{ bold: true, color: "primary" }}>
          Expenses
        </Text>
        <Text style={{ color: "muted" }}>{dayjs().format("dddd, D MMMM YYYY")}</Text>
      </Row>
      <ExpenseForm />
      <ScrollView label="Expenses" role="region" focusable={false} style={{ grow: 1, minHeight: 4 }}>
        {months.length === 0 && <Text style={{ color: "muted" }}>No expenses yet.</Text>}
        {months.map((month) => (
          <Column key={month.key} label={month.title} role="group">
            <Row style={{ justify: "space-between" }}>
              <Text role="heading" level={2} style={{ underline: true }}>
                {month.title}
              </Text>
              <Text>{formatCents(month.cents)}</Text>
            </Row>
            {month.entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} />
            ))}
          </Column>
        ))}
      </ScrollView>
      <Text id="total" role="status" style={{ bold: true }}>
        Total: {formatCents(cents)}
      </Text>
    </Column>
  );
}

function ExpenseForm() {
  const category = useExpenses((state) => state.draft.category);
  const edit = useExpenses((state) => state.edit);
  const submit = useExpenses((state) => state.submit);
  const first = useRemoteRef<typeof TextInput>();
  const sendToHost = useSendToHost();

  const save = () => {
    const entry = submit();
    if (entry === null) return;
    sendToHost("expense_added", entry);
    // The next expense begins where this one began.
    first.call.focus().catch(() => undefined);
  };

  return (
    <Column role="form" label="New expense" style={{ border: "round", borderColor: "primary", padding: [0, 1], gap: 1 }}>
      <Field name="what" label="What for" placeholder="Lunch" autoFocus inputRef={first} onSubmit={save} />
      <Field name="amount" label="Amount" placeholder="12.50" inputMode="decimal" onSubmit={save} />
      <Field name="date" label="Date" placeholder={DATE_FORMAT} onSubmit={save} />
      <Row role="radiogroup" label="Category" style={{ gap: 1 }}>
        {CATEGORIES.map((name) => (
          <Button
            key={name}
            variant={name === category ? "primary" : "default"}
            style={ONE_LINE}
            onPress={() => edit({ category: name })}
          >
            {name}
          </Button>
        ))}
        <Button variant="success" style={ONE_LINE} onPress={save}>
          Save
        </Button>
      </Row>
    </Column>
  );
}

type FieldProps = {
  name: Exclude<keyof Draft, "category">;
  label: string;
  placeholder: string;
  onSubmit: () => void;
  inputMode?: "text" | "decimal";
  autoFocus?: boolean;
  inputRef?: ReturnType<typeof useRemoteRef<typeof TextInput>>;
};

// Each field selects its own part of the store, so that typing in one renders that one only.
function Field({ name, label, placeholder, onSubmit, inputMode = "text", autoFocus = false, inputRef }: FieldProps) {
  const value = useExpenses((state) => state.draft[name]);
  const error = useExpenses((state) => state.errors[name]);
  const edit = useExpenses((state) => state.edit);
  return (
    <Row style={{ gap: 1, align: "center" }}>
      <Text style={{ width: 9, color: "muted" }}>{label}</Text>
      <TextInput
        ref={inputRef}
        label={label}
        placeholder={placeholder}
        inputMode={inputMode}
        autoFocus={autoFocus}
        invalid={error !== undefined}
        value={value}
        style={{ width: 24, border: "none", height: 1 }}
        onChange={(change) => edit({ [name]: change.value })}
        onSubmit={onSubmit}
      />
      {error !== undefined && (
        <Text role="alert" id={`${name}-error`} style={{ color: "error" }}>
          {error}
        </Text>
      )}
    </Row>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  const remove = useExpenses((state) => state.remove);
  return (
    <Row style={{ gap: 1 }}>
      <Text style={{ width: 11, color: "muted" }}>{dayjs(entry.date).format("ddd D MMM")}</Text>
      <Text style={{ grow: 1 }} numberOfLines={1}>
        {entry.what}
      </Text>
      <Text style={{ color: "muted" }}>{entry.category}</Text>
      <Text>{formatCents(entry.amount)}</Text>
      <Button label={`Remove ${entry.what}`} style={{ ...ONE_LINE, minWidth: 5 }} onPress={() => remove(entry.id)}>
        ✕
      </Button>
    </Row>
  );
}
