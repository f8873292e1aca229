// Compiled by test_typescript.py under tsc --strict: every line must pass, and every @ts-expect-error must be needed.

import { useRef, useState, type ReactNode } from "react";
import {
  ActivityIndicator, BarChart, Button, Card, Checkbox, CodeView, Collapsible, Column, DateInput, Divider, event, FlatList, Form,
  FormField, Heading, Icon, Image, LineChart, Link, Markdown, Menu, MenuItem, Modal, Pressable, ProgressBar, RadioGroup, Row, ScrollView,
  SectionList, Select, Shapes, Slider, Slot, Sparkline, Switch, Tab, Table, Tabs, Text, TextInput, Toast, Tooltip, TouchableOpacity, Tree,
  View,
} from "rill/sdk";
import type { ComponentRef, MethodsOf, Style, TextInputMethods } from "rill/sdk";

const wide: Style = { width: "100%", padding: [1, 2], grow: 1, color: "primary" };

function Box({ children, title }: { readonly children: ReactNode; readonly title?: string | undefined }): ReactNode {
  return (
    <View style={wide} label={title} id="card" hidden={false} role="group" focusOrder={1}>
      {children}
    </View>
  );
}

export function Everything(): ReactNode {
  const [name, setName] = useState("");
  const [done, setDone] = useState(false);
  const field = useRef<ComponentRef<TextInputMethods>>(null);
  const list = useRef<ComponentRef<MethodsOf<typeof ScrollView>>>(null);
  const focus = async (): Promise<boolean> => {
    await field.current?.call.focus();
    await field.current?.call.select(0, null);
    await list.current?.call.scrollTo({ y: 3 });
    await list.current?.call.scrollToEnd();
    return (await field.current?.call.isFocused()) ?? false;
  };
  return (
    <ScrollView ref={list} onScroll={({ y, contentHeight }) => y + contentHeight} key="all">
      <Box title="One">
        <Row style={{ gap: 1, justify: "space-between" }}>
          <Text numberOfLines={1} style={{ bold: true }}>
            Hello <Text style={{ color: "muted" }}>{name}</Text> {1} <Icon name="star" color="warning" /> <Link href="https://example.org">more</Link>
          </Text>
          <Button variant="primary" onPress={focus}>
            Go
          </Button>
          <Button title="Go" onPress={(press) => press.source === "key" && press.shift} onFocus={() => setName("")} />
        </Row>
        <Column onKeyDown={event((key) => key.key.length, { keys: ["Escape"], prevent: true })}>
          <Pressable onPress={null} onLongPress={undefined} delayLongPress={300}>
            <Text>Press</Text>
          </Pressable>
          <TouchableOpacity onPress={() => setDone(true)} />
        </Column>
        <TextInput ref={field} value={name} onChange={({ value, version }) => (version > 0 ? setName(value) : undefined)} inputMode="decimal" />
        <TextInput defaultValue="x" multiline rows={3} valueVersion="force" />
        <Checkbox value={done} onChange={(change) => setDone(change.value)}>
          Done
        </Checkbox>
        <Switch value={done} label="Done" />
        <ProgressBar progress={0.5} />
        <ActivityIndicator size="large" />
      </Box>
    </ScrollView>
  );
}

export function Parts(): ReactNode {
  return (
    <Tabs defaultValue="a" onChange={({ value }) => value.length}>
      <Tab name="a" title="Words">
        <Heading level={2}>Title</Heading>
        <Markdown text="# Hi" onLinkPress={({ href }) => href?.length} />
        <CodeView code="x = 1" language="python" lineNumbers highlightLines={[1]} />
        <Image source="assets/a.png" alt="A" fit="cover" onError={({ code }) => code === "missing"} />
        <Divider title="or" />
      </Tab>
      <Tab name="b" title="Answers">
        <Form onSubmit={({ values }) => values.name} onInvalid={({ fields }) => fields.length}>
          <FormField title="Colour" error={null}>
            <RadioGroup options={[{ value: "r", label: "Red" }]} name="colour" required />
          </FormField>
          <Select options={[{ value: "a" }]} clearable onChange={({ value }) => value.length} />
          <Slider min={0} max={1} step={0.1} onComplete={({ value }) => value.toFixed()} />
          <DateInput defaultValue="2025-12-31" firstDayOfWeek="sunday" />
          <Button submit>Save</Button>
        </Form>
      </Tab>
      <Tab name="c" title="Things">
        <Card title="Card" header={<Text>above</Text>} footer="below" variant="success" />
        <Collapsible title="More" defaultOpen onToggle={({ open }) => !open}>
          <Text>in</Text>
        </Collapsible>
        <Menu title="Edit" onClose={({ reason }) => reason === "choice"}>
          <MenuItem icon="edit" shortcut="Ctrl+E" onPress={() => {}}>Edit</MenuItem>
        </Menu>
        <Modal title="Sure?" footer={<Button title="Yes" />} onClose={() => {}} />
        <Toast severity="success">Saved</Toast>
        <Tooltip content={<Text>tip</Text>}><Slot name="any">here</Slot></Tooltip>
      </Tab>
      <Tab name="d" title="Numbers">
        <Sparkline data={[1, 2]} />
        <BarChart bars={[{ label: "a", value: 1 }]} onItemPress={({ index }) => index} />
        <LineChart series={[{ name: "a", data: [1, 2] }]} labels={["x"]} />
        <Shapes shapes={[{ kind: "circle", x: 1, y: 1, radius: 1 }, { kind: "text", x: 0, y: 0, text: "a" }]} onPress={({ shape, x }) => [shape, x]} />
        <FlatList data={["a"]} renderItem={({ item }) => <Text>{item}</Text>} />
        <SectionList sections={[{ title: "A", data: [1] }]} renderItem={({ item }) => <Text>{item.toFixed()}</Text>} />
        <Table data={[{ a: 1 }]} columns={[{ key: "a" }]} onSort={({ direction }) => direction} />
        <Tree data={[{ id: 1 }]} getChildren={() => undefined} render={(item) => String(item.id)} />
      </Tab>
    </Tabs>
  );
}

export function Wrong(): ReactNode {
  const list = useRef<ComponentRef<MethodsOf<typeof ScrollView>>>(null);
  // @ts-expect-error -- scrollTo needs a target
  void list.current?.call.scrollTo();
  // @ts-expect-error -- no such method
  void list.current?.call.focusAll();
  return (
    <View>
      {/* @ts-expect-error -- not a colour of the theme */}
      <Text style={{ color: "#ff0000" }} />
      {/* @ts-expect-error -- not a prop */}
      <Button titel="Save" />
      {/* @ts-expect-error -- a number is no text */}
      <Button title={3} />
      {/* @ts-expect-error -- not a percentage */}
      <View style={{ width: "50px" }} />
      {/* @ts-expect-error -- a text field has no children */}
      <TextInput>text</TextInput>
      {/* @ts-expect-error -- the value is a boolean */}
      <Switch value="on" />
      {/* @ts-expect-error -- the payload has no such field */}
      <Button onPress={(press) => press.target} />
      {/* @ts-expect-error -- a listener with a policy hears the same payload */}
      <TextInput onChange={event((change: { checked: boolean }) => change.checked, {})} />
      {/* @ts-expect-error -- a circle has a radius */}
      <Shapes shapes={[{ kind: "circle", x: 1, y: 1 }]} />
      {/* @ts-expect-error -- no such icon */}
      <Icon name="no such icon" />
    </View>
  );
}
