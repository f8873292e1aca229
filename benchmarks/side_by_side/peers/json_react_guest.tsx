/** @jsxImportSource react */
// The benchmark's table in React, drawn by a reconciler of the plain design: every host operation is a record, every commit a message of
// JSON, every function a number.

import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";

import { createContext, memo, useReducer } from "react";
import Reconciler from "react-reconciler";
import { DefaultEventPriority, NoEventPriority } from "react-reconciler/constants";

import { type Change, changed, type Item, NO_ROWS } from "../../../examples/table/rows";
import { ACTIONS } from "../../guests/actions";
import { type Call, type Props, type Record_, ROOT } from "./json_protocol";

const port = workerData as MessagePort;
let records: Record_[] = [];
let nextId = ROOT + 1;

type AnyFunction = () => void;
const functions = new Map<number, AnyFunction>();
let nextFunction = 1;

interface Instance {
  readonly id: number;
  readonly held: Map<string, number>;
  readonly children: Instance[];
}

function send(props: Props, instance: Instance): Props {
  const sent: Props = {};
  for (const [name, value] of Object.entries(props)) {
    if (name === "children") continue;
    if (typeof value === "function") {
      const before = instance.held.get(name);
      if (before !== undefined) functions.delete(before);
      const number = nextFunction++;
      functions.set(number, value as AnyFunction);
      instance.held.set(name, number);
      sent[name] = { fn: number };
    } else sent[name] = value;
  }
  return sent;
}

function forget(instance: Instance): void {
  for (const number of instance.held.values()) functions.delete(number);
  for (const child of instance.children) forget(child);
}

function remove(parent: Instance, child: Instance): void {
  parent.children.splice(parent.children.indexOf(child), 1);
  records.push({ op: "remove", parent: parent.id, child: child.id });
  forget(child);
}

function make(): Instance {
  return { id: nextId++, held: new Map(), children: [] };
}

function append(parent: Instance, child: Instance): void {
  parent.children.push(child);
  records.push({ op: "append", parent: parent.id, child: child.id });
}

function insert(parent: Instance, child: Instance, before: Instance): void {
  const at = parent.children.indexOf(child);
  if (at >= 0) parent.children.splice(at, 1);
  parent.children.splice(parent.children.indexOf(before), 0, child);
  records.push({ op: "insert", parent: parent.id, child: child.id, before: before.id });
}

let priority = NoEventPriority;

const reconciler = Reconciler({
  supportsMutation: true,
  supportsPersistence: false,
  supportsHydration: false,
  isPrimaryRenderer: true,
  noTimeout: -1,
  createInstance(type: string, props: Props) {
    const instance = make();
    records.push({ op: "create", id: instance.id, type, props: send(props, instance) });
    return instance;
  },
  createTextInstance(text: string) {
    const instance = make();
    records.push({ op: "text", id: instance.id, text });
    return instance;
  },
  appendInitialChild: append,
  appendChild: append,
  appendChildToContainer: append,
  insertBefore: insert,
  insertInContainerBefore: insert,
  removeChild: remove,
  removeChildFromContainer: remove,
  clearContainer: () => void records.push({ op: "clear" }),
  commitUpdate(instance: Instance, _type: string, before: Props, after: Props) {
    const changes: Props = {};
    for (const name of Object.keys(after)) if (name !== "children" && before[name] !== after[name]) changes[name] = after[name];
    if (Object.keys(changes).length > 0) records.push({ op: "update", id: instance.id, props: send(changes, instance) });
  },
  commitTextUpdate: (instance: Instance, _before: string, text: string) => void records.push({ op: "setText", id: instance.id, text }),
  resetAfterCommit() {
    if (records.length > 0) port.postMessage(JSON.stringify(records));
    records = [];
  },
  finalizeInitialChildren: () => false,
  shouldSetTextContent: () => false,
  getRootHostContext: () => null,
  getChildHostContext: () => null,
  getPublicInstance: (instance: Instance) => instance,
  prepareForCommit: () => null,
  preparePortalMount() {},
  scheduleTimeout: setTimeout,
  cancelTimeout: clearTimeout,
  getInstanceFromNode: () => null,
  beforeActiveInstanceBlur() {},
  afterActiveInstanceBlur() {},
  prepareScopeUpdate() {},
  getInstanceFromScope: () => null,
  detachDeletedInstance() {},
  setCurrentUpdatePriority(given: number) {
    priority = given;
  },
  getCurrentUpdatePriority: () => priority,
  resolveUpdatePriority: () => (priority === NoEventPriority ? DefaultEventPriority : priority),
  resetFormInstance() {},
  requestPostPaintCallback() {},
  shouldAttemptEagerTransition: () => false,
  trackSchedulerEvent() {},
  resolveEventType: () => null,
  resolveEventTimeStamp: () => -1.1,
  maySuspendCommit: () => false,
  preloadInstance: () => true,
  startSuspendingCommit: () => null,
  suspendInstance() {},
  waitForCommitToBeReady: () => null,
  NotPendingTransition: null,
  HostTransitionContext: createContext(null),
} as never);

interface RowProps {
  readonly item: Item;
  readonly chosen: boolean;
  readonly change: (change: Change) => void;
}

const Row = "Row" as never as React.FC<any>;
const Column = "Column" as never as React.FC<any>;
const Text = "Text" as never as React.FC<any>;
const View = "View" as never as React.FC<any>;
const Link = "Link" as never as React.FC<any>;
const Button = "Button" as never as React.FC<any>;
const Divider = "Divider" as never as React.FC<any>;

const ItemRow = memo(function ItemRow({ item, chosen, change }: RowProps) {
  return (
    <Row label={chosen ? "chosen" : null}>
      <Text>{item.id}</Text>
      <View>
        <Link onPress={() => change({ kind: "select", id: item.id })}>{item.label}</Link>
      </View>
      <View>
        <Button icon="close" label="Remove" onPress={() => change({ kind: "remove", id: item.id })} />
      </View>
      <View>
        <Divider />
      </View>
    </Row>
  );
});

const Toolbar = memo(function Toolbar({ change }: Pick<RowProps, "change">) {
  return (
    <Row>
      {ACTIONS.map(([name, action]) => (
        <Button key={name} onPress={() => change(action)}>
          {name}
        </Button>
      ))}
    </Row>
  );
});

function Benchmark() {
  const [{ items, selected }, change] = useReducer(changed, NO_ROWS);
  return (
    <Column>
      <Toolbar change={change} />
      <Column>
        {items.map((item) => (
          <ItemRow key={item.id} item={item} chosen={item.id === selected} change={change} />
        ))}
      </Column>
    </Column>
  );
}

port.addEventListener("message", ({ data }: MessageEvent<string>) => functions.get((JSON.parse(data) as Call).fn)!());
port.start();
parentPort!.on("message", () => parentPort!.postMessage(getHeapStatistics()));
const noop = (): void => {};
const root: Instance = { id: ROOT, held: new Map(), children: [] };
const container = (reconciler as any).createContainer(root, 1, null, false, null, "", noop, noop, noop, null);
(reconciler as any).updateContainer(<Benchmark />, container, null, noop);
