// The mailbox as plain data: its folders, its messages, and what may happen to them. Knows no screen.

import type { Message } from "./messages";

export type Folder = {
  readonly id: string;
  readonly title: string;
  readonly icon: "archive" | "edit" | "folder" | "inbox" | "send" | "star" | "trash";
  readonly folders?: readonly Folder[];
};

export const FOLDERS: readonly Folder[] = [
  { id: "inbox", title: "Inbox", icon: "inbox" },
  { id: "starred", title: "Starred", icon: "star" },
  { id: "drafts", title: "Drafts", icon: "edit" },
  { id: "sent", title: "Sent", icon: "send" },
  { id: "archive", title: "Archive", icon: "archive" },
  {
    id: "projects",
    title: "Projects",
    icon: "folder",
    folders: [
      { id: "rill", title: "Rill", icon: "folder" },
      { id: "garden", title: "Garden", icon: "folder" },
      { id: "travel", title: "Travel", icon: "folder" },
    ],
  },
  { id: "trash", title: "Trash", icon: "trash" },
];

/** Folders that messages can be moved to. */
export const PLACES: readonly Folder[] = FOLDERS.flatMap((folder) => folder.folders ?? [folder]).filter(
  ({ id }) => id !== "starred" && id !== "drafts" && id !== "sent",
);

export function folderOf(id: string): Folder {
  return FOLDERS.flatMap((folder) => [folder, ...(folder.folders ?? [])]).find((folder) => folder.id === id) as Folder;
}

export type Draft = { readonly to: string; readonly cc: string; readonly subject: string; readonly body: string };

export type Change =
  | { readonly kind: "set-unread"; readonly id: number; readonly unread: boolean }
  | { readonly kind: "set-starred"; readonly id: number; readonly starred: boolean }
  | { readonly kind: "move"; readonly id: number; readonly folder: string }
  | { readonly kind: "delete"; readonly id: number }
  | { readonly kind: "add"; readonly message: Omit<Message, "id">; readonly instead?: number | null };

export function changed(messages: readonly Message[], change: Change): readonly Message[] {
  const edit = (id: number, fields: Partial<Message>) =>
    messages.map((message) => (message.id === id ? { ...message, ...fields } : message));
  switch (change.kind) {
    case "set-unread":
      return edit(change.id, { unread: change.unread });
    case "set-starred":
      return edit(change.id, { starred: change.starred });
    case "move":
      return edit(change.id, { folder: change.folder });
    case "delete": {
      const message = messages.find(({ id }) => id === change.id);
      // Only what lies in the trash already goes for good.
      return message?.folder === "trash" ? messages.filter(({ id }) => id !== change.id) : edit(change.id, { folder: "trash" });
    }
    case "add": {
      const id = 1 + messages.reduce((most, message) => Math.max(most, message.id), 0);
      return [{ ...change.message, id }, ...messages.filter((message) => message.id !== change.instead)];
    }
  }
}

/** How many messages of each folder nobody has read. */
export function unreadCounts(messages: readonly Message[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { folder, unread } of messages) if (unread) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return counts;
}

export type SortKey = "from" | "subject" | "at";
export type Sort = { readonly by: SortKey; readonly direction: "ascending" | "descending" };

/** The messages of a folder that fit a search, sorted. */
export function listed(messages: readonly Message[], folder: string, search: string, sort: Sort): readonly Message[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = messages.filter((message) => {
    if (folder === "starred" ? !message.starred || message.folder === "trash" : message.folder !== folder) return false;
    if (words.length === 0) return true;
    const text = `${message.from.name} ${message.to} ${message.subject}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const turn = sort.direction === "ascending" ? 1 : -1;
  const keyOf = (message: Message) => (sort.by === "from" ? message.from.name : message[sort.by]);
  return found.sort((one, other) => {
    const [left, right] = [keyOf(one), keyOf(other)];
    return left < right ? -turn : left > right ? turn : other.at - one.at || other.id - one.id;
  });
}

/** What to begin an answer with. */
export function replyTo(message: Message, body: string): Draft {
  const quoted = body.split("\n").map((line) => `> ${line}`.trimEnd());
  const subject = message.subject.startsWith("Re: ") ? message.subject : `Re: ${message.subject}`;
  return { to: message.from.address, cc: message.cc, subject, body: ["", "", `${message.from.name} wrote:`, ...quoted].join("\n") };
}

/** What to begin with when a message is sent on. */
export function forwardOf(message: Message, body: string): Draft {
  const head = ["", "", "---------- Forwarded message ----------", `From: ${message.from.name} <${message.from.address}>`, ""];
  return { to: "", cc: "", subject: `Fwd: ${message.subject}`, body: [...head, body].join("\n") };
}

const ADDRESS = /^[^\s@,]+@[^\s@,]+\.[^\s@,.]+$/;

/** What is wrong with a list of addresses, or null. */
export function addressFault(text: string, required: boolean): string | null {
  const addresses = text.split(",").map((part) => part.trim()).filter(Boolean);
  if (addresses.length === 0) return required ? "Say to whom" : null;
  const wrong = addresses.find((address) => !ADDRESS.test(address));
  return wrong === undefined ? null : `'${wrong}' is no address`;
}
