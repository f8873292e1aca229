// 7GUIs, task 3: book a flight, one way or there and back. What cannot be booked cannot be pressed.

import { useState } from "react";
import { Button, Column, FormField, Modal, Select, Text, TextInput } from "rill/sdk";
import { dayOf, wordsOfDay } from "./days";

const ONE_WAY = "one-way flight";
const RETURN = "return flight";

export default function FlightBooker() {
  const [kind, setKind] = useState(ONE_WAY);
  const [start, setStart] = useState(today);
  const [end, setEnd] = useState(start);
  const [booked, setBooked] = useState<string | null>(null);

  const returns = kind === RETURN;
  const startDay = dayOf(start);
  const endDay = dayOf(end);
  const backwards = returns && startDay !== null && endDay !== null && endDay < startDay;
  const bookable = startDay !== null && (!returns || (endDay !== null && !backwards));

  const book = () => {
    if (bookable) setBooked(returns ? `a return flight from ${start} to ${end}` : `a one-way flight on ${start}`);
  };

  return (
    <Column style={{ padding: [1, 2], width: 44, maxWidth: "100%" }}>
      <FormField title="Flight">
        <Select
          autoFocus
          options={[{ value: ONE_WAY }, { value: RETURN }]}
          value={kind}
          onChange={({ value }) => setKind(value)}
        />
      </FormField>
      <FormField title="Start" help="Such as 24.12.2025">
        <TextInput
          value={start}
          invalid={startDay === null}
          onChange={({ value }) => setStart(value)}
          onSubmit={book}
        />
      </FormField>
      <FormField title="Return" help={backwards ? "That is before the start" : " "}>
        <TextInput
          value={end}
          disabled={!returns}
          invalid={returns && endDay === null}
          onChange={({ value }) => setEnd(value)}
          onSubmit={book}
        />
      </FormField>
      <Button variant="primary" disabled={!bookable} onPress={book}>
        Book
      </Button>
      {booked !== null && (
        <Modal
          title="Booked"
          onClose={() => setBooked(null)}
          footer={<Button title="OK" variant="primary" autoFocus onPress={() => setBooked(null)} />}
        >
          <Text role="status">You have booked {booked}.</Text>
        </Modal>
      )}
    </Column>
  );
}

function today(): string {
  return wordsOfDay(new Date());
}
