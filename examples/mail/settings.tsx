// What a person can set, and the screen where they do it.

import { Button, Column, event, FormField, RadioGroup, Row, Select, Switch, Tab, Tabs, Text, TextInput } from "rill/sdk";

export type Settings = {
  readonly name: string;
  readonly signature: string;
  readonly markRead: "now" | "later" | "by hand";
  readonly dates: "short" | "iso";
  readonly markdown: boolean;
  readonly confirmDelete: boolean;
  readonly keyHints: boolean;
};

export const FIRST_SETTINGS: Settings = {
  name: "Robin Reader",
  signature: "Robin",
  markRead: "now",
  dates: "short",
  markdown: true,
  confirmDelete: true,
  keyHints: true,
};

type SettingsScreenProps = {
  settings: Settings;
  onChange: (settings: Settings) => void;
  onClose: () => void;
};

export function SettingsScreen({ settings, onChange, onClose }: SettingsScreenProps) {
  const set = (fields: Partial<Settings>) => onChange({ ...settings, ...fields });
  return (
    <Column
      role="main"
      label="Settings"
      style={{ height: "100%", padding: [0, 1] }}
      onKeyDown={event(onClose, { keys: ["Escape"], stop: true })}
    >
      <Row style={{ gap: 1, align: "center" }}>
        <Button title="Back" compact icon="arrow-left" onPress={onClose} />
        <Text role="heading" level={1} style={{ bold: true }}>
          Settings
        </Text>
      </Row>
      <Tabs autoFocus style={{ grow: 1, maxWidth: 80 }}>
        <Tab name="reading" title="Reading">
          <FormField title="Mark messages as read">
            <RadioGroup
              horizontal
              value={settings.markRead}
              options={[
                { value: "now", label: "At once" },
                { value: "later", label: "After two seconds" },
                { value: "by hand", label: "By hand" },
              ]}
              onChange={({ value }) => set({ markRead: value as Settings["markRead"] })}
            />
          </FormField>
          <FormField title="Dates">
            <Select
              value={settings.dates}
              options={[
                { value: "short", label: "20 Jun 16:45" },
                { value: "iso", label: "2025-06-20 16:45" },
              ]}
              onChange={({ value }) => set({ dates: value as Settings["dates"] })}
            />
          </FormField>
          <Switch value={settings.markdown} onChange={({ value }) => set({ markdown: value })}>
            Show Markdown
          </Switch>
        </Tab>
        <Tab name="writing" title="Writing">
          <FormField title="Name">
            <TextInput value={settings.name} onChange={({ value }) => set({ name: value })} />
          </FormField>
          <FormField title="Signature" help="Stands below what you write">
            <TextInput
              multiline
              rows={3}
              value={settings.signature}
              onChange={({ value }) => set({ signature: value })}
            />
          </FormField>
        </Tab>
        <Tab name="general" title="General">
          <Switch value={settings.confirmDelete} onChange={({ value }) => set({ confirmDelete: value })}>
            Ask before something is deleted
          </Switch>
          <Switch value={settings.keyHints} onChange={({ value }) => set({ keyHints: value })}>
            Show keys
          </Switch>
        </Tab>
      </Tabs>
    </Column>
  );
}
