"""Exact counts of what the operations of a table cost on the wire, written by hand through each provider's encoder.

The guest is a core of its own, as small as one can be, so that nothing is counted here but the protocol, the encoder
and the host: what a framework's renderer makes of the same table is counted beside it (tests/sdk_js, tests/examples).
"""

from __future__ import annotations

import json

import msgspec
import pytest

from rill.components import CATALOGUE
from rill.host.receiver import Receiver
from rill.protocol import Limits
from rill.protocol.codec import Codec
from rill.protocol.messages import Batch, HostEvent
from rill.sandbox import Program, SandboxLimits, Unit, Workers, open_provider

# Rows of eight nodes with five slots: number, label, whether it is chosen, and two listeners.
ROW = [
    "Row",
    {},
    [
        ["Text", {}, [["#text", ""]]],
        ["Pressable", {}, [["Text", {}, [["#text", ""]]]]],
        ["Pressable", {}, [["Icon", {"name": "trash"}, []]]],
    ],
]
SLOTS = [[1, 2, None], [1, 5, None], [0, 0, "label"], [2, 3, "onPress"], [2, 6, "onPress"]]
SIZE, FIRST = 8, 10

CORE = f"""
const native = __rill, row = {json.dumps(ROW)}, slots = {json.dumps(SLOTS)};
let next = {FIRST}, made = 0, sequence = 0;
const write = (...operation) => native.append(0, operation);
function create(count) {{
  const numbers = [], labels = [], chosen = [], marks = [];
  for (let i = 0; i < count; i++) {{
    numbers.push(String(++made));
    labels.push("pretty red table " + made % 10);
    chosen.push(null);
    marks.push(true);
  }}
  write(13, 1, next, count, 1, null, [numbers, labels, chosen, marks, marks]);
  next += {SIZE} * count;
}}
const at = (index) => {FIRST} + {SIZE} * index;
const steps = {{
  mount() {{ write(1, 1, "View", {{}}); write(4, 0, 1); write(10, 1, row, slots); }},
  create,
  update(count) {{ for (let i = 0; i < count; i += 10) write(12, at(i), 1, "pretty red table !!!"); }},
  select() {{ write(12, at(5), 2, "chosen"); }},
  swap() {{ write(5, 1, at(998), at(1)); write(5, 1, at(1), at(999)); }},
  remove() {{ write(3, at(500)); }},
  clear() {{ write(14, 1); }},
}};
native.install({{
  load() {{}}, pump: () => false, internFunction: () => 0, resolveFunction: () => undefined,
  turn(message) {{ sequence++; steps[message[3]](message[4]); }},
  finish: () => [1, 1, sequence],
}});
"""

# Turn by turn: the step, its argument, operations written, bytes of their array, nodes in the tree afterwards.
COUNTS = [
    ("mount", None, 3, 141, 1),
    ("create", 1_000, 1, 25_919, 8_001),
    ("update", 1_000, 100, 2_697, 8_001),
    ("select", None, 1, 12, 8_001),
    ("swap", None, 2, 15, 8_001),
    ("remove", None, 1, 6, 7_993),
    ("create", 1_000, 1, 27_028, 15_993),
    ("clear", None, 1, 4, 1),
    ("create", 10_000, 1, 272_029, 80_001),
    ("clear", None, 1, 4, 1),
]


def operations_bytes(outbox: bytes) -> int:
    """Bytes of the array of operations in an outbox."""
    (batch,) = msgspec.msgpack.decode(outbox, type=list[list[msgspec.Raw]])
    return len(bytes(batch[-1]))


@pytest.mark.parametrize("name", ["wasm", "quickjs"])
def test_every_operation_of_the_table_is_as_large_as_it_was(name: str) -> None:
    limits = Limits.large()
    found = []

    def run() -> None:
        provider = open_provider(name)
        sandbox_limits = SandboxLimits(
            memory_bytes=int(limits.memory_bytes),
            outbox_bytes=limits.outbox_bytes,
            values=limits.outbox_values,
            extensions=limits.outbox_extensions,
        )
        program = Program(units=(Unit("core", CORE.encode()),))
        sandbox = provider.instantiate(provider.build_image(program, sandbox_limits, 20_000))
        codec, receiver = Codec(limits), Receiver(CATALOGUE, limits)
        for turn, (step, argument, *_) in enumerate(COUNTS, 1):
            message = codec.encode_message(HostEvent(turn, 0.0, step, argument))
            outbox = sandbox.turn(message, 60_000)
            (batch,) = codec.decode_outbox(outbox)
            assert isinstance(batch, Batch)
            receiver.receive_batch(batch)
            found.append((step, argument, len(batch.operations), operations_bytes(outbox), receiver.tree.count))
            # However many rows: nobody has looked at them, so they are a handful of objects.
            assert len(receiver.tree.nodes) <= 6
        sandbox.close()
        provider.close()

    workers = Workers(1)
    try:
        workers.call(run).result()
    finally:
        workers.close()
    assert found == COUNTS
