// A mail reader: folders, thousands of messages, reading, writing and settings. By keyboard alone, or by mouse alone.
//
// Where there is room, folders, list and message stand side by side; else one of them is seen, and Escape goes back.

import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import {
  Button, Column, Divider, event, Menu, MenuItem, Modal, Row, type Style, Table, Text, TextInput, Toast, Tree,
  useHostEvent, useRemoteRef, useSendToHost,
} from "rill/sdk";
import { Compose } from "./compose";
import { columnsOf, whenOf } from "./columns";
import { changed, type Draft, folderOf, FOLDERS, type Folder, forwardOf, listed, PLACES, replyTo, type Sort, type SortKey, unreadCounts } from "./mailbox";
import { bodyOf, LAST_DAY, makeMessages, ME, type Message, MESSAGES } from "./messages";
import { Reader } from "./reader";
import { FIRST_SETTINGS, type Settings, SettingsScreen } from "./settings";

// Made once, when the guest is loaded: every session starts from it.
const FIRST_MESSAGES = makeMessages(MESSAGES);
const THREE_PANES_WIDTH = 140;
const READ_LATER_MS = 2_000;

type Pane = "folders" | "list" | "message";
type Screen =
  | { readonly kind: "mail" }
  | { readonly kind: "settings" }
  // `id` is that of the draft which is written on, if it is one.
  | { readonly kind: "compose"; readonly title: string; readonly draft: Draft; readonly id: number | null };
type Note = { readonly id: number; readonly text: string; readonly severity: "info" | "success" };

const MAIL: Screen = { kind: "mail" };

export default function Mail() {
  const [messages, change] = useReducer(changed, FIRST_MESSAGES);
  const [settings, setSettings] = useState<Settings>(FIRST_SETTINGS);
  const [screen, setScreen] = useState<Screen>(MAIL);
  const [wide, setWide] = useState(false);
  const [pane, setPane] = useState<Pane>("list");
  const [folder, setFolder] = useState("inbox");
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<Sort>({ by: "at", direction: "descending" });
  const [openId, setOpenId] = useState<number | null>(null);
  const [deleting, setDeleting] = useState<Message | null>(null);
  const [notes, setNotes] = useState<readonly Note[]>([]);
  const lastNote = useRef(0);
  const folders = useRemoteRef<typeof Tree>();
  const list = useRemoteRef<typeof Table>();
  const searchField = useRemoteRef<typeof TextInput>();
  const sendToHost = useSendToHost();

  const shown = useMemo(() => listed(messages, folder, search, sort), [messages, folder, search, sort]);
  const unread = useMemo(() => unreadCounts(messages), [messages]);
  const columns = useMemo(() => columnsOf(settings.dates, folder === "sent" || folder === "drafts"), [settings.dates, folder]);
  const place = shown.findIndex(({ id }) => id === openId);
  const open = shown[place];

  const say = (text: string, severity: Note["severity"] = "info") => {
    lastNote.current += 1;
    setNotes((current) => [...current.slice(-2), { id: lastNote.current, text, severity }]);
  };

  // A message counts as read at once, or when somebody has stayed with it for a while. Marking it unread by hand lasts.
  const openUnread = open?.unread === true;
  useEffect(() => {
    if (openId === null || !openUnread || settings.markRead === "by hand") return;
    const read = () => change({ kind: "set-unread", id: openId, unread: false });
    if (settings.markRead === "now") return read();
    const timer = setTimeout(read, READ_LATER_MS);
    return () => clearTimeout(timer);
    // Not when it becomes unread while it is open: that was done by hand.
  }, [openId, settings.markRead]);

  // One pane at a time: the one that appears takes the focus.
  useEffect(() => {
    if (screen.kind !== "mail") return;
    if (pane === "list") void list.call.focus();
    if (pane === "folders") void folders.call.focus();
  }, [pane, screen.kind, list, folders]);

  useHostEvent<{ from: string; subject: string; body: string }>("NEW_MAIL", ({ from, subject, body }) => {
    const message = { ...BLANK, from: { name: from, address: from }, to: ME.address, subject, body, unread: true };
    change({ kind: "add", message });
    say(`${from}: ${subject}`);
  });

  const read = (message: Message) => {
    if (message.folder === "drafts") {
      const { id, to, cc, subject, body } = message;
      setScreen({ kind: "compose", title: "Draft", draft: { to, cc, subject, body: body ?? "" }, id });
      return;
    }
    setOpenId(message.id);
    setPane("message");
  };
  const chooseFolder = (chosen: Folder) => {
    if (chosen.folders) return;
    setFolder(chosen.id);
    setOpenId(null);
    setPane("list");
  };
  // The one that follows is opened in its place, so that a list can be worked through.
  const goOn = () => setOpenId((wide ? shown[place + 1] ?? shown[place - 1] : undefined)?.id ?? null);
  const leaveMessage = () => {
    goOn();
    setPane("list");
  };
  const remove = (message: Message) => {
    change({ kind: "delete", id: message.id });
    say(message.folder === "trash" ? "Deleted for good" : "Moved to Trash");
    setDeleting(null);
    leaveMessage();
  };
  const moveTo = (message: Message, target: string) => {
    change({ kind: "move", id: message.id, folder: target });
    say(`Moved to ${folderOf(target).title}`);
    leaveMessage();
  };
  const askToDelete = (message: Message) => (settings.confirmDelete ? setDeleting(message) : remove(message));
  const compose = (title: string, draft: Draft) => {
    const body = `\n\n-- \n${settings.signature}${draft.body}`;
    setScreen({ kind: "compose", title, draft: { ...draft, body }, id: null });
  };
  const write = () => compose("New message", { to: "", cc: "", subject: "", body: "" });
  const reply = (message: Message) => compose("Reply", replyTo(message, bodyOf(message)));
  const forward = (message: Message) => compose("Forward", forwardOf(message, bodyOf(message)));
  const back = () => setPane(pane === "message" ? "list" : "folders");

  // What keys and menu do with the message that is open.
  const acts: Readonly<Record<string, (message: Message) => void>> = {
    r: reply,
    f: forward,
    s: ({ id, starred }) => change({ kind: "set-starred", id, starred: !starred }),
    u: ({ id, unread: is }) => change({ kind: "set-unread", id, unread: !is }),
    e: (message) => moveTo(message, "archive"),
    Delete: askToDelete,
  };
  const step = (by: number) => {
    const next = shown[place === -1 ? 0 : place + by];
    if (next === undefined) return;
    setOpenId(next.id);
    void list.call.moveCursor(shown.indexOf(next));
  };
  const onKey = ({ key, ctrl, alt }: { key: string; ctrl: boolean; alt: boolean }) => {
    if (ctrl || alt) return;
    if (key === "c") write();
    else if (key === "/") void searchField.call.focus();
    else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    else if (key === "Escape") back();
    else if (open) acts[key]?.(open);
  };

  const finish = (draft: Draft, instead: number | null, target: "sent" | "drafts") => {
    const message = { ...BLANK, ...draft, folder: target, from: { ...ME, name: settings.name } };
    change({ kind: "add", message, instead });
    setScreen(MAIL);
    if (target === "sent") sendToHost("mail_sent", { to: draft.to, subject: draft.subject });
    say(target === "sent" ? `Sent to ${draft.to}` : "Kept in Drafts", "success");
  };

  // Where there is no room for three panes, one of them is seen.
  const paneStyle = (name: Pane, side: Style): Style => ({
    display: pane === name ? "flex" : "none",
    grow: 1,
    breakpoints: [{ at: THREE_PANES_WIDTH, style: { display: "flex", ...side } }],
  });
  return (
    <Column style={{ height: "100%" }} onLayout={({ width }) => setWide(width >= THREE_PANES_WIDTH)}>
      <Column role="main" label="Mail" hidden={screen.kind !== "mail"} style={{ grow: 1 }}>
        <Row role="toolbar" label="Actions" style={{ gap: 1 }}>
          {!wide && pane !== "folders" && <Button title={pane === "message" ? "List" : "Folders"} icon="arrow-left" compact onPress={back} />}
          <Button title="Write" icon="edit" variant="primary" compact onPress={write} />
          <Menu title="More" compact disabled={open === undefined}>
            {open && [
              <MenuItem key="reply" icon="reply" shortcut="r" onPress={() => reply(open)}>Reply</MenuItem>,
              <MenuItem key="forward" icon="arrow-right" shortcut="f" onPress={() => forward(open)}>Forward</MenuItem>,
              <Divider key="line" />,
              <MenuItem key="star" shortcut="s" checked={open.starred} onPress={() => acts.s?.(open)}>Starred</MenuItem>,
              <MenuItem key="unread" shortcut="u" checked={open.unread} onPress={() => acts.u?.(open)}>Unread</MenuItem>,
              <Divider key="places" title="Move to" />,
              ...PLACES.filter(({ id }) => id !== open.folder).map(({ id, title, icon }) => (
                <MenuItem
                  key={id}
                  icon={icon}
                  shortcut={SHORTCUTS[id]}
                  onPress={() => (id === "trash" ? askToDelete(open) : moveTo(open, id))}
                >
                  {title}
                </MenuItem>
              )),
            ]}
          </Menu>
          <TextInput
            ref={searchField}
            compact
            label="Search"
            placeholder="Search (/)"
            inputMode="search"
            style={{ grow: 1 }}
            value={search}
            onChange={({ value }) => setSearch(value)}
            onSubmit={() => void list.call.focus()}
            onKeyDown={event(() => {
              setSearch("");
              void list.call.focus();
            }, { keys: ["Escape"], stop: true })}
          />
          <Button label="Settings" icon="gear" compact onPress={() => setScreen({ kind: "settings" })} />
        </Row>
        <Row style={{ grow: 1 }} onKeyDown={event(onKey, { keys: ["c", "/", "j", "k", "Escape", ...Object.keys(acts)] })}>
          <Column style={paneStyle("folders", { grow: 0, width: 24 })}>
            <Tree
              ref={folders}
              label="Folders"
              style={{ grow: 1 }}
              data={FOLDERS}
              getChildren={insideOf}
              defaultExpanded={["projects"]}
              selected={({ id }) => id === folder}
              render={({ id, title, icon }) => ({ text: unread.get(id) ? `${title} (${unread.get(id)})` : title, icon })}
              onItemPress={({ item }) => chooseFolder(item)}
            />
          </Column>
          <Column style={paneStyle("list", { grow: 5 })}>
            <Table
              key={folder}
              ref={list}
              label="Messages"
              autoFocus
              style={{ grow: 1 }}
              data={shown}
              columns={columns}
              selected={({ id }) => id === openId}
              sortBy={sort.by}
              sortDirection={sort.direction}
              empty={<Text style={{ color: "muted" }}>{search === "" ? "Nothing here." : "Nothing like that here."}</Text>}
              onSort={({ column, direction }) => setSort({ by: column as SortKey, direction })}
              onCursor={({ item }) => wide && item.folder !== "drafts" && setOpenId(item.id)}
              onItemPress={({ item }) => read(item)}
            />
          </Column>
          <Column role="region" label="Reading" style={paneStyle("message", { grow: 4, border: "solid", borderColor: "panel", padding: [0, 1] })}>
            {open ? (
              <Reader
                message={open}
                when={whenOf(open, settings.dates)}
                asMarkdown={settings.markdown}
                autoFocus={!wide}
                onSave={({ name }) => {
                  sendToHost("save_attachment", { message: open.id, name });
                  say(`Saved ${name}`, "success");
                }}
                onFollow={(href) => sendToHost("open_link", { href })}
              />
            ) : (
              <Text style={{ color: "muted" }}>No message is open.</Text>
            )}
          </Column>
        </Row>
        <Row style={{ gap: 2 }}>
          <Text id="status" role="status">
            {folderOf(folder).title}: {shown.length} {shown.length === 1 ? "message" : "messages"}
          </Text>
          {settings.keyHints && (
            <Text numberOfLines={1} style={{ color: "muted", grow: 1 }}>
              {HINTS[pane]}
            </Text>
          )}
        </Row>
      </Column>

      {screen.kind === "compose" && (
        <Compose
          title={screen.title}
          draft={screen.draft}
          onSend={(draft) => finish(draft, screen.id, "sent")}
          onKeep={(draft) => finish(draft, screen.id, "drafts")}
          onLeave={() => setScreen(MAIL)}
          onThrowAway={() => {
            if (screen.id !== null) change({ kind: "delete", id: screen.id });
            setScreen(MAIL);
          }}
        />
      )}
      {screen.kind === "settings" && (
        <SettingsScreen settings={settings} onChange={setSettings} onClose={() => setScreen(MAIL)} />
      )}
      {deleting && (
        <Modal
          title="Delete?"
          onClose={() => setDeleting(null)}
          footer={
            <Row style={{ gap: 1 }}>
              <Button title="Delete" variant="error" autoFocus onPress={() => remove(deleting)} />
              <Button title="Cancel" onPress={() => setDeleting(null)} />
            </Row>
          }
        >
          <Text>
            {deleting.subject}, from {deleting.from.name}
          </Text>
        </Modal>
      )}
      {notes.map(({ id, text, severity }) => (
        <Toast key={id} severity={severity} onClose={() => setNotes((current) => current.filter((note) => note.id !== id))}>
          {text}
        </Toast>
      ))}
    </Column>
  );
}

const HINTS: Readonly<Record<Pane, string>> = {
  folders: "Enter opens, c writes, Tab goes on",
  list: "Enter read, c write, / search, s star, e archive, Del",
  message: "Esc back, r reply, f forward, j k next, e archive, Del",
};

const SHORTCUTS: Readonly<Record<string, string>> = { archive: "e", trash: "Delete" };

const BLANK: Omit<Message, "id"> = {
  folder: "inbox",
  from: ME,
  to: "",
  cc: "",
  subject: "",
  at: LAST_DAY,
  unread: false,
  starred: false,
  attachments: [],
  body: "",
};

function insideOf(folder: Folder): readonly Folder[] | undefined {
  return folder.folders;
}
