// Messages made up from a seed: the same ones on every run. Knows no screen.

export type Person = { readonly name: string; readonly address: string };

export type Attachment = { readonly name: string; readonly bytes: number };

export type Message = {
  readonly id: number;
  readonly folder: string;
  readonly from: Person;
  readonly to: string;
  readonly cc: string;
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly unread: boolean;
  readonly starred: boolean;
  readonly attachments: readonly Attachment[];
  /** Markdown, or null where `bodyOf` makes it up. */
  readonly body: string | null;
};

export const MESSAGES = 3_000;
/** The day of the newest message. */
export const LAST_DAY = Date.UTC(2025, 5, 20, 16, 45);

const FIRST_NAMES = ["Ada", "Boris", "Chloe", "Dina", "Emil", "Fatma", "Goran", "Hana", "Ivo", "Jana", "Kofi", "Lena", "Milo", "Nora", "Omar", "Petra"];
const LAST_NAMES = ["Albers", "Brandt", "Costa", "Dvorak", "Eriksen", "Fischer", "Garcia", "Horvat", "Ito", "Jensen", "Kovacs", "Lindqvist"];
const THINGS = ["the budget", "the garden plan", "last week's numbers", "the train tickets", "the new door", "the release", "the museum visit", "the bicycle", "the translation", "the invoice", "the test results", "the workshop"];
const OPENINGS = ["About", "A question on", "News of", "Once more:", "Please look at", "Thanks for", "Reminder:", "Draft of", "Photos of", "Changes to"];
const SENTENCES = [
  "I have read it twice and it is better than I thought.",
  "Could you have a look before Thursday?",
  "The second part needs a few words more, the rest can stay as it is.",
  "Nobody has answered yet, so I would simply begin.",
  "We met in the afternoon and agreed on most of it.",
  "It rained, but that did not matter much.",
  "Please keep the old version until the end of the month.",
  "I will bring the keys.",
  "The numbers are in the table below; the last line surprised me.",
  "If it is too much, say so and I take half of it.",
];
const FILES = ["plan.pdf", "numbers.csv", "photo.jpg", "minutes.md", "invoice.pdf", "map.png"];
/** Where messages lie, and how many of a hundred. */
const SHARES: readonly (readonly [folder: string, share: number])[] = [
  ["inbox", 60], ["archive", 20], ["sent", 8], ["rill", 5], ["garden", 3], ["travel", 2], ["trash", 2],
];

/** A generator of numbers from 0 up to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function choose<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

export const ME: Person = { name: "Robin Reader", address: "robin@example.org" };

/** The messages, the newest first. */
export function makeMessages(count: number): readonly Message[] {
  const random = generator(7);
  let at = LAST_DAY;
  return Array.from({ length: count }, (_, index) => {
    const folder = folderAt(random() * 100);
    const first = choose(random, FIRST_NAMES);
    const last = choose(random, LAST_NAMES);
    const other: Person = { name: `${first} ${last}`, address: `${first}.${last}@example.org`.toLowerCase() };
    const again = random();
    const sent = folder === "sent";
    const message: Message = {
      id: index + 1,
      folder,
      from: sent ? ME : other,
      to: sent ? other.address : ME.address,
      cc: random() < 0.1 ? "team@example.org" : "",
      subject: `${again < 0.25 ? "Re: " : again < 0.3 ? "Fwd: " : ""}${choose(random, OPENINGS)} ${choose(random, THINGS)}`,
      at,
      unread: !sent && folder !== "archive" && random() < (index < 60 ? 0.5 : 0.08),
      starred: random() < 0.04,
      attachments: random() < 0.15 ? [{ name: choose(random, FILES), bytes: Math.floor(2_000 + random() * 4_000_000) }] : [],
      body: null,
    };
    at -= Math.floor((5 + random() * 180) * 60_000);
    return message;
  });
}

function folderAt(share: number): string {
  let below = 0;
  for (const [folder, size] of SHARES) {
    below += size;
    if (share < below) return folder;
  }
  return "inbox";
}

/** What a message says, in Markdown. Made when it is read, not before. */
export function bodyOf(message: Message): string {
  if (message.body !== null) return message.body;
  const random = generator(message.id);
  const paragraph = () => Array.from({ length: 2 + Math.floor(random() * 3) }, () => choose(random, SENTENCES)).join(" ");
  const parts = [`Hello ${message.to === ME.address ? "Robin" : "there"},`, paragraph()];
  if (random() < 0.4) parts.push(["What is left:", "", ...Array.from({ length: 3 }, () => `- ${choose(random, THINGS)}`)].join("\n"));
  if (random() < 0.3) parts.push(["| | hours |", "|---|---:|", ...THINGS.slice(0, 3).map((thing) => `| ${thing} | ${Math.ceil(random() * 20)} |`)].join("\n"));
  if (random() < 0.3) parts.push(`> ${choose(random, SENTENCES)}\n\nI am not so *sure* about that. More at [our page](https://example.org/${message.id}).`);
  parts.push(paragraph(), `**${message.from.name.split(" ")[0]}**`);
  return parts.join("\n\n");
}
