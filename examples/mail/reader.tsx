// One message, as it is read.

import { Button, Column, Heading, Markdown, Row, ScrollView, Text } from "rill/sdk";
import { type Attachment, bodyOf, type Message } from "./messages";

type ReaderProps = {
  message: Message;
  when: string;
  asMarkdown: boolean;
  autoFocus: boolean;
  onSave: (attachment: Attachment) => void;
  onFollow: (href: string) => void;
};

export function Reader({ message, when, asMarkdown, autoFocus, onSave, onFollow }: ReaderProps) {
  const body = bodyOf(message);
  return (
    <Column style={{ grow: 1 }}>
      <Heading level={2} numberOfLines={2}>
        {message.subject}
      </Heading>
      <Header name="From" value={`${message.from.name} <${message.from.address}>`} />
      <Header name="To" value={message.to} />
      {message.cc !== "" && <Header name="Cc" value={message.cc} />}
      <Header name="Date" value={when} />
      {message.attachments.length > 0 && (
        <Row role="group" label="Attachments" style={{ gap: 1 }}>
          {message.attachments.map((attachment) => (
            <Button
              key={attachment.name}
              icon="attach"
              hint="Saves it"
              compact
              onPress={() => onSave(attachment)}
            >
              {attachment.name}, {sizeOf(attachment.bytes)}
            </Button>
          ))}
        </Row>
      )}
      {asMarkdown ? (
        <Markdown
          key={message.id}
          label="Message"
          autoFocus={autoFocus}
          style={{ grow: 1, margin: [1, 0, 0, 0] }}
          text={body}
          onLinkPress={({ href }) => href !== null && onFollow(href)}
        />
      ) : (
        <ScrollView key={message.id} label="Message" autoFocus={autoFocus} style={{ grow: 1, margin: [1, 0, 0, 0] }}>
          <Text>{body}</Text>
        </ScrollView>
      )}
    </Column>
  );
}

function Header({ name, value }: { name: string; value: string }) {
  return (
    <Row>
      <Text style={{ color: "muted", width: 6 }}>{name}</Text>
      <Text numberOfLines={1} style={{ grow: 1 }}>
        {value}
      </Text>
    </Row>
  );
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
