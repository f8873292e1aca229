// What the list of messages shows of each.

import type { CellContent, TableColumnOf } from "rill/sdk";
import type { Message } from "./messages";
import type { Settings } from "./settings";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function columnsOf(dates: Settings["dates"], outgoing: boolean): readonly TableColumnOf<Message>[] {
  const words = (message: Message, text: string): CellContent => (message.unread ? { text, bold: true } : text);
  return [
    {
      key: "marks",
      title: "",
      width: 4,
      render: ({ unread, starred, attachments }) => ({
        text: `${unread ? "●" : " "}${starred ? "★" : " "}${attachments.length > 0 ? "+" : " "}`,
        color: "accent",
      }),
    },
    {
      key: "from",
      title: outgoing ? "To" : "From",
      width: 18,
      sortable: true,
      render: (message) => words(message, outgoing ? message.to : message.from.name),
    },
    { key: "subject", title: "Subject", grow: 1, sortable: true, render: (message) => words(message, message.subject) },
    { key: "at", title: "Date", width: dates === "iso" ? 18 : 14, sortable: true, render: (message) => whenOf(message, dates) },
  ];
}

/** When a message came, as somebody likes to read it. */
export function whenOf({ at }: Message, dates: Settings["dates"]): string {
  const date = new Date(at);
  const iso = date.toISOString();
  const time = iso.slice(11, 16);
  return dates === "iso" ? `${iso.slice(0, 10)} ${time}` : `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${time}`;
}
