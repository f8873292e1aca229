import { useEffect, useState } from "react";
import { Button, Card, Column, Heading, Row, Text, TextInput, useHostCall } from "rill/sdk";

interface Notes {
  readonly user: string;
  readonly notes: readonly string[];
}

/** Notes of whoever is signed in. Whose they are is the host's knowledge; nothing here says it or could change it. */
export default function App() {
  const load = useHostCall<[], Notes>("notes.load");
  const add = useHostCall<[text: string], Notes>("notes.add");
  const [state, setState] = useState<Notes | null>(null);
  const [draft, setDraft] = useState("");

  useEffect(() => {
    void load().then(setState);
  }, [load]);

  const keep = async () => {
    if (draft.trim() === "") return;
    setDraft("");
    setState(await add(draft.trim()));
  };
  return (
    <Column style={{ padding: 1, gap: 1, maxWidth: 60 }}>
      <Heading level={1}>{state === null ? "…" : `Notes of ${state.user}`}</Heading>
      <Row style={{ gap: 1 }}>
        <TextInput
          label="A new note"
          placeholder="A new note"
          value={draft}
          onChange={(event) => setDraft(event.value)}
          onSubmit={keep}
          style={{ width: "1fr" }}
        />
        <Button title="Keep" variant="primary" onPress={keep} />
      </Row>
      {state?.notes.map((note, index) => <Card key={index}><Text>{note}</Text></Card>)}
    </Column>
  );
}
