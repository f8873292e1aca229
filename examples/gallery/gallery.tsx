// Every component once, on a page that one would like to look at: to see what a theme or a style sheet makes of them.

import { type ReactNode, useState } from "react";
import {
  ActivityIndicator, BarChart, Button, Card, Checkbox, CodeView, Collapsible, Column, DateInput, Divider, FlatList, Form, FormField,
  Heading, Icon, Image, LineChart, Link, Markdown, Menu, MenuItem, Modal, Pressable, ProgressBar, RadioGroup, Row, ScrollView,
  SectionList, Select, Shapes, Slider, Sparkline, Switch, Tab, Table, Tabs, Text, TextInput, Toast, Tooltip, Tree, View,
} from "rill/sdk";
import sunset from "./sunset.png";

const CODE = `async def main() -> None:
    # One guest in one sandbox.
    async with Engine(limits=Limits(turn_ms=500)) as engine:
        bundle = await engine.load_bundle("counter.rill")
        print(f"{bundle.name}: {len(bundle.code)} bytes")
`;

const DOCUMENT = `## Release 2.1

Faster, and **safer**: guests start from an *image*. See the [notes](https://example.com/notes) for \`rill run\`.

1. Measure it
2. Cut it, in small steps

> Simplicity is prerequisite for reliability.

| target | median | p99 |
|:--|--:|--:|
| counter | 0.3 ms | 0.9 ms |
| 1,000 rows | 15 ms | 22 ms |
`;

const COLORS = ["primary", "secondary", "accent", "success", "warning", "error", "foreground", "muted", "panel", "surface"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const THIS_YEAR = [16, 18, 25, 31, 38, 46, 58, 55, 40, 33, 26, 21];
const FILES = Array.from({ length: 200 }, (_, index) => ({ name: `report-${index}.pdf`, size: (index * 7919) % 90_000 }));

type Entry = { name: string; inside?: Entry[] };

const FOLDERS: Entry[] = [
  { name: "docs", inside: [{ name: "guide.md" }, { name: "protocol.md" }] },
  { name: "src", inside: [{ name: "app.tsx" }] },
  { name: "README.md" },
];

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Column style={{ gap: 1 }}>
      <Heading level={2}>{title}</Heading>
      {children}
    </Column>
  );
}

function Buttons() {
  const [saved, setSaved] = useState(0);
  const [asks, setAsks] = useState(false);
  const [told, setTold] = useState(false);
  return (
    <Row style={{ gap: 1, wrap: "wrap", align: "center" }}>
      <Button variant="primary" icon="save" hint="Writes all changes to disk" onPress={() => setSaved(saved + 1)}>
        Save
      </Button>
      <Button onPress={() => setTold(true)}>Tell me</Button>
      <Button variant="success" icon="check">Accept</Button>
      <Button variant="warning">Careful</Button>
      <Button variant="error" icon="trash" onPress={() => setAsks(true)}>Delete</Button>
      <Button disabled>Undo</Button>
      <Button compact>Small</Button>
      <Menu title="File" icon="folder">
        <MenuItem icon="document" shortcut="Ctrl+N">New</MenuItem>
        <MenuItem icon="save" shortcut="Ctrl+S" onPress={() => setSaved(saved + 1)}>Save</MenuItem>
        <Divider />
        <MenuItem checked>Wrap lines</MenuItem>
        <MenuItem disabled>Print</MenuItem>
      </Menu>
      <Tooltip text="Everybody can read it then.">
        <Button>Publish</Button>
      </Tooltip>
      <Text>Saved {saved} times</Text>
      {told && (
        <Toast title="Saved" severity="success" onClose={() => setTold(false)}>
          report.pdf is on your disk.
        </Toast>
      )}
      <Modal
        open={asks}
        title="Delete 3 files?"
        onClose={() => setAsks(false)}
        footer={
          <Row style={{ gap: 1, justify: "end" }}>
            <Button onPress={() => setAsks(false)}>Keep</Button>
            <Button variant="error" onPress={() => setAsks(false)}>Delete</Button>
          </Row>
        }
      >
        <Text>They cannot be brought back.</Text>
      </Modal>
    </Row>
  );
}

function Cards() {
  return (
    <Row style={{ gap: [2, 1], wrap: "wrap" }}>
      <Card
        title="web-1"
        variant="primary"
        style={{ width: 30, grow: 1 }}
        header={<Text style={{ color: "muted" }}>Frankfurt, up for 12 days</Text>}
        footer={
          <Row style={{ justify: "end", gap: 1 }}>
            <Button compact>Logs</Button>
            <Button compact variant="primary" icon="refresh">Restart</Button>
          </Row>
        }
      >
        <Text>CPU 12 %, memory 3.1 of 8 GB</Text>
        <ProgressBar label="Memory" progress={3.1} total={8} showPercentage />
      </Card>
      <Card title="Uploads" style={{ width: 30, grow: 1 }}>
        <ProgressBar label="Upload" progress={640} total={1000} showPercentage />
        <ProgressBar label="Checked" progress={1} showPercentage />
        <ProgressBar label="Waiting" />
        <Row style={{ gap: 1 }}>
          <ActivityIndicator label="Loading" />
          <Text>Looking for orders</Text>
        </Row>
      </Card>
      <Card title="Backup failed" variant="error" style={{ width: 30, grow: 1 }}>
        <Text>The disk of web-2 is full.</Text>
        <Text numberOfLines={1} style={{ color: "muted" }}>
          Nothing was written since Tuesday, and nobody was told, because the mail server is on the same disk.
        </Text>
        <Row style={{ gap: 1, align: "end" }}>
          <Text>Load</Text>
          <Sparkline label="Load" data={[2, 4, 3, 8, 12, 9, 14, 11, 7, 5, 6, 9, 13, 15, 10, 6]} color="error" style={{ width: 20 }} />
        </Row>
      </Card>
    </Row>
  );
}

function Inputs() {
  return (
    <Form style={{ gap: 1 }}>
      <FormField title="Name">
        <TextInput name="name" required defaultValue="Ada" />
      </FormField>
      <FormField title="Age" help="In years." error="You must be 18 or older.">
        <TextInput name="age" inputMode="numeric" defaultValue="17" />
      </FormField>
      <FormField title="Notes">
        <TextInput name="notes" multiline rows={2} placeholder="Whatever comes to mind" />
      </FormField>
      <FormField title="Country">
        <Select name="country" options={["Denmark", "France", "Italy"].map((label) => ({ value: label, label }))} defaultValue="France" />
      </FormField>
      <FormField title="Day">
        <DateInput name="day" defaultValue="2026-03-14" />
      </FormField>
      <RadioGroup
        label="Delivery"
        options={[{ value: "post", label: "By post" }, { value: "express", label: "Express" }, { value: "shop", label: "From the shop", disabled: true }]}
        defaultValue="post"
      />
      <Slider label="Volume" min={0} max={100} defaultValue={40} showValue />
      <Checkbox defaultValue>Send me news</Checkbox>
      <Switch defaultValue>Check for updates</Switch>
      <Row style={{ gap: 1 }}>
        <Button submit variant="primary">Send</Button>
        <Button disabled>Reset</Button>
      </Row>
    </Form>
  );
}

function Lists() {
  return (
    <Column style={{ gap: 1 }}>
      <Table
        data={FILES}
        keyExtractor={(file) => file.name}
        columns={[
          { key: "name", title: "Name", sortable: true },
          { key: "size", title: "Size", width: 10, align: "end", render: (file) => `${(file.size / 1000).toFixed(1)} kB` },
        ]}
        sortBy="name"
        selected={(file) => file.name === "report-2.pdf"}
        style={{ height: 8 }}
      />
      <Row style={{ gap: [2, 1], wrap: "wrap" }}>
        <Tree
          data={FOLDERS}
          getChildren={(item) => item.inside}
          keyExtractor={(item) => item.name}
          render={(item) => ({ text: item.name, icon: item.inside ? "folder" : "document" })}
          defaultExpanded={new Set(["docs"])}
          style={{ height: 6, width: 24, grow: 1 }}
        />
        <SectionList
          sections={[{ title: "Fruit", data: ["Apple", "Cherry"] }, { title: "Vegetables", data: ["Carrot", "Leek"] }]}
          keyExtractor={(name) => name}
          cursor="item"
          renderSectionHeader={({ section }) => <Text style={{ bold: true, color: "primary" }}>{section.title}</Text>}
          renderItem={({ item }) => <Text>{item}</Text>}
          style={{ height: 6, width: 24, grow: 1 }}
        />
      </Row>
      <FlatList
        data={FILES}
        keyExtractor={(file) => file.name}
        itemHeight={1}
        cursor="item"
        renderItem={({ item }) => (
          <Row style={{ gap: 1 }}>
            <Icon name="document" color="muted" />
            <Text style={{ grow: 1 }}>{item.name}</Text>
            <Text style={{ color: "muted" }}>{item.size}</Text>
          </Row>
        )}
        style={{ height: 5 }}
      />
      <ScrollView style={{ height: 5, border: "round" }}>
        {FILES.slice(0, 9).map((file) => (
          <Pressable key={file.name} label={file.name}>
            <Text>{file.name}</Text>
          </Pressable>
        ))}
      </ScrollView>
    </Column>
  );
}

function Words() {
  const [page, setPage] = useState("document");
  return (
    <Tabs value={page} onChange={({ value }) => setPage(value)}>
      <Tab name="document" title="Document">
        <Markdown text={DOCUMENT} />
      </Tab>
      <Tab name="code" title="Code">
        <CodeView code={CODE} language="python" lineNumbers highlightLines={[3]} />
      </Tab>
      <Tab name="answers" title="Answers">
        <Collapsible title="How do I get a refund?" defaultOpen>
          <Text>Open the order and press Return. We answer within a day.</Text>
        </Collapsible>
        <Collapsible title="Where is my parcel?">
          <Text>Every order has a link to its carrier.</Text>
        </Collapsible>
      </Tab>
      <Tab name="team" title="Team" disabled />
    </Tabs>
  );
}

function Colors() {
  return (
    <Column style={{ gap: 1 }}>
      <Row style={{ gap: 1, wrap: "wrap" }}>
        {COLORS.map((color) => (
          <View key={color} style={{ background: color, padding: [0, 1] }}>
            <Text>{color}</Text>
          </View>
        ))}
      </Row>
      <Row style={{ gap: 1, wrap: "wrap" }}>
        {(["solid", "round", "heavy", "double", "dashed"] as const).map((border) => (
          <View key={border} style={{ border }}>
            <Text>{border}</Text>
          </View>
        ))}
      </Row>
    </Column>
  );
}

function Charts() {
  return (
    <Row style={{ gap: [3, 1], wrap: "wrap" }}>
      <LineChart label="Orders of this year" labels={MONTHS} series={[{ name: "2026", data: THIS_YEAR }]} style={{ height: 10, width: 48, grow: 1 }} />
      <BarChart
        label="Orders by region"
        horizontal
        showValues
        bars={[{ label: "North", value: 1204 }, { label: "East", value: 830, color: "success" }, { label: "South", value: 655, color: "warning" }]}
        style={{ height: 4, width: 40, grow: 1 }}
      />
      <Shapes
        label="Plan of the room"
        shapes={[
          { kind: "rectangle", x: 1, y: 1, width: 46, height: 18, color: "foreground" },
          { kind: "circle", x: 24, y: 10, radius: 5, color: "warning", fill: "warning" },
          { kind: "text", x: 3, y: 2, text: "Kitchen" },
        ]}
        style={{ width: 48, height: 10 }}
      />
      <Image source={sunset} alt="The sun above the sea" style={{ width: 24, height: 8 }} />
    </Row>
  );
}

export default function Gallery() {
  return (
    <Column style={{ gap: 2 }}>
      <Column>
        <Heading>Good morning, Ada</Heading>
        <Text style={{ color: "muted" }}>
          Three things wait for you. The rest is <Text style={{ bold: true, color: "success" }}>up to date</Text>, as you can{" "}
          <Link href="https://example.com">see here</Link>.
        </Text>
      </Column>
      <Cards />
      <Buttons />
      <Divider title="Inputs, lists and words" />
      <Row style={{ gap: [4, 2], wrap: "wrap" }}>
        <View style={{ width: 40, grow: 1 }}>
          <Part title="Inputs"><Inputs /></Part>
        </View>
        <View style={{ width: 40, grow: 1, gap: 2 }}>
          <Part title="Lists"><Lists /></Part>
        </View>
        <View style={{ width: 40, grow: 1, gap: 2 }}>
          <Part title="Words"><Words /></Part>
          <Part title="Colours"><Colors /></Part>
        </View>
      </Row>
      <Part title="Charts"><Charts /></Part>
    </Column>
  );
}
