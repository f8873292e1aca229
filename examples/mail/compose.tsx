// The screen where a message is written. What is begun is not thrown away without a question.

import { useState } from "react";
import { Button, Column, Divider, event, Form, FormField, Modal, Row, Text, TextInput, useRemoteRef } from "rill/sdk";
import { addressFault, type Draft } from "./mailbox";

const FIELDS = ["to", "cc", "subject"] as const;
type Field = (typeof FIELDS)[number];

type ComposeProps = {
  title: string;
  draft: Draft;
  onSend: (draft: Draft) => void;
  onKeep: (draft: Draft) => void;
  onLeave: () => void;
  onThrowAway: () => void;
};

export function Compose({ title, draft: begun, onSend, onKeep, onLeave, onThrowAway }: ComposeProps) {
  const [draft, setDraft] = useState(begun);
  // A field is found fault with once somebody has left it, or has tried to send.
  const [visited, setVisited] = useState<ReadonlySet<Field>>(new Set());
  const [asking, setAsking] = useState(false);
  const form = useRemoteRef<typeof Form>();
  const fields = { to: useRemoteRef<typeof TextInput>(), cc: useRemoteRef<typeof TextInput>(), subject: useRemoteRef<typeof TextInput>() };

  const faults: Readonly<Record<Field, string | null>> = {
    to: addressFault(draft.to, true),
    cc: addressFault(draft.cc, false),
    subject: draft.subject.trim() === "" ? "Say what it is about" : null,
  };
  const write = (fields: Partial<Draft>) => setDraft((current) => ({ ...current, ...fields }));
  const leave = (field: Field) => setVisited((left) => new Set(left).add(field));
  const faultOf = (field: Field) => (visited.has(field) ? faults[field] : null);

  const send = () => {
    const faulty = FIELDS.find((field) => faults[field] !== null);
    if (faulty === undefined) return onSend(draft);
    setVisited(new Set(FIELDS));
    void fields[faulty].call.focus();
  };
  const close = () => {
    const same = (Object.keys(begun) as (keyof Draft)[]).every((field) => begun[field] === draft[field]);
    if (same) onLeave();
    else setAsking(true);
  };

  // The question stands beside the screen and not in it, so that its Escape is not the screen's.
  return (
    <>
      <Column
        role="main"
        label="Compose"
        style={{ height: "100%", padding: [0, 1] }}
        onKeyDown={event(close, { keys: ["Escape"], prevent: true })}
      >
        <Form
          ref={form}
          compact
          style={{ grow: 1 }}
          onSubmit={send}
          onInvalid={send}
          onKeyDown={event(({ ctrl }) => ctrl && void form.call.submit(), { keys: ["s"] })}
        >
          <Row style={{ gap: 1, align: "center" }}>
            <Text role="heading" level={1} style={{ bold: true, grow: 1 }}>
              {title}
            </Text>
            <Button title="Discard" icon="trash" onPress={close} />
            <Button title="Send" icon="send" variant="primary" submit />
          </Row>
          <FormField title="To" error={faultOf("to")}>
            <TextInput
              autoFocus={begun.to === ""}
              ref={fields.to}
              name="to"
              required
              inputMode="email"
              placeholder="somebody@example.org, ..."
              value={draft.to}
              onChange={({ value }) => write({ to: value })}
              onBlur={() => leave("to")}
            />
          </FormField>
          <FormField title="Cc" error={faultOf("cc")}>
            <TextInput
              ref={fields.cc}
              name="cc"
              inputMode="email"
              value={draft.cc}
              onChange={({ value }) => write({ cc: value })}
              onBlur={() => leave("cc")}
            />
          </FormField>
          <FormField title="Subject" error={faultOf("subject")}>
            <TextInput
              ref={fields.subject}
              name="subject"
              required
              value={draft.subject}
              onChange={({ value }) => write({ subject: value })}
              onBlur={() => leave("subject")}
            />
          </FormField>
          <Divider />
          <TextInput
            label="Message"
            name="body"
            multiline
            autoFocus={begun.to !== ""}
            style={{ grow: 1 }}
            value={draft.body}
            onChange={({ value }) => write({ body: value })}
          />
        </Form>
        <Text style={{ color: "muted" }}>Ctrl+S sends, Escape leaves.</Text>
      </Column>
      {asking && (
        <Modal
          title="Leave this message?"
          onClose={() => setAsking(false)}
          footer={
            <Row style={{ gap: 1 }}>
              <Button title="Write on" variant="primary" autoFocus onPress={() => setAsking(false)} />
              <Button title="Keep as draft" onPress={() => onKeep(draft)} />
              <Button title="Throw away" variant="error" onPress={onThrowAway} />
            </Row>
          }
        >
          <Text>It has not been sent.</Text>
        </Modal>
      )}
    </>
  );
}
