// Generated from rill/protocol/web.py by `python -m rill.protocol.typescript`. Do not edit.

/** Both sides say it in the first message. A page that was served by another version is loaded anew. */
export const WEB_VERSION = 1;
/** The version of a write of a field's value that is shown whatever the person has typed since. */
export const FORCED = -1;

/** Server to browser. `guest` is the place of a guest on its page, from 0. */
export const enum ServerMessage {
  /** [1, guest, sequence, events, operations]: patches. `events` is the id of the last event of this page that ran. */
  PATCH = 1,
  /** [2, guest, sequence, events, operations]: the whole of what is to be seen. Elements whose ids it does not name go. */
  SNAPSHOT = 2,
  /** [3, guest, token, events, reset]: the guest is attached; `token` is for the next time. `reset`: it is another session than the page was made from, so all ids are new. */
  WELCOME = 3,
  /** [4, guest, code, message]: the guest cannot be attached, or is over. Nothing follows for it. */
  GOODBYE = 4,
  /** [5]: the answer to a PING. */
  PONG = 5,
}

/** Browser to server. */
export const enum ClientMessage {
  /** [1, version, metrics, [[token, sequence, event], ...]]: the first message, one entry for each guest of the page: its resume token, the last sequence that was applied, and the id of the last event that it made. The sequence -1 asks for a SNAPSHOT. */
  HELLO = 1,
  /** [2, guest, event, node, type, fields]: something happened on an element. `event` counts up by one. */
  EVENT = 2,
  /** [3, guest, sequence]: applied up to here. */
  ACK = 3,
  /** [4, guest, call, ok, value]: the answer to a CALL. */
  RESULT = 4,
  /** [5, metrics]: [cell width, line height, width, height] in CSS pixels, when they change. */
  METRICS = 5,
  /** [6]: answered by PONG at once. Asked when nothing has come for a while, and after a sleep: a browser cannot see by itself that the other end of a socket is gone. It is no activity of the person. */
  PING = 6,
}

/** What PATCH and SNAPSHOT are made of, as arrays, the code first. A *shape* is `[tag, attributes, children]`; trailing nils may be left out. A child is a string (a text that never changes), a shape, an *item*, 0 (here the children of the node go), or `[index]` (in a template: the text of its node `index`). An item is a node with an id: `[id, tag, attributes, children]`, whose attributes are never left out, or `[id, text]`. */
export const enum WebOperation {
  /** [1, item]: make a detached node, with all in it. In a SNAPSHOT, of an id that is there: become like this. */
  CREATE = 1,
  /** [2, id, shape]: become like this. What stands at the place of the children stays. */
  MORPH = 2,
  /** [3, id]: the node and all in it are gone. */
  DELETE = 3,
  /** [4, parent, child, before]: put a node before a sibling; nil: last. One that stands somewhere moves. */
  PLACE = 4,
  /** [5, child]: detach and keep. */
  REMOVE = 5,
  /** [6, parent, children]: exactly these children in this order. */
  ORDER = 6,
  /** [7, id, text]. */
  TEXT = 7,
  /** [8, template, size, shape, slots]: slots are [kind, index]. `size` ids belong to each clone. */
  TEMPLATE = 8,
  /** [9, template, base, count, parent, before, columns]: clone k has the id base + k * size. `parent` nil: detached. One column for each slot, or nil where all keep what the template has. */
  CLONES = 9,
  /** [10, base, slot, value]. */
  PATCH = 10,
  /** [11, parent]: all children are gone. */
  CLEAR = 11,
  /** [12, call, id, method, args]: answered by RESULT. Comes last in a frame. */
  CALL = 12,
  /** [13, rule]: one rule of CSS, for the classes that `style` became. */
  RULE = 13,
  /** [14, name]: load a module; the page knows its address. */
  USE = 14,
}

/** What a slot of a template takes. */
export const enum WebSlot {
  /** nil: as in the template; a map: attributes that differ, nil for one that goes; an array: a whole shape. */
  SHAPE = 0,
  /** A string. */
  TEXT = 1,
}
