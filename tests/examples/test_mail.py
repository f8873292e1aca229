"""The mail reader without a screen: what its panes, screens, keys and settings do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from screens import SnapshotFile

from rill import Engine, Session
from rill.host.recorder import Recorder
from rill.host.tree import Node
from rill.protocol.operations import Patch

from .conftest import ExampleBundle

snapshots = SnapshotFile(__file__)


class Mail:
    """The mail reader as a person sees it."""

    def __init__(self, session: Session, recorder: Recorder) -> None:
        self.session = session
        self.recorder = recorder
        self.messages: list[tuple[str, Any]] = []
        session.on("message", lambda name, payload: self.messages.append((name, payload)))

    @property
    def table(self) -> Node:
        return self.recorder.find(role="grid", text="Messages", hidden=True)

    @property
    def folders(self) -> Node:
        return self.recorder.find(role="tree", hidden=True)

    @property
    def status(self) -> str:
        return self.recorder.find(id="status").text_content

    @property
    def rows(self) -> list[Node]:
        return self.recorder.find_all(role="row", hidden=True)

    @property
    def notes(self) -> list[str]:
        return [node.text_content for node in self.recorder.find_all(type="Toast")]

    @property
    def subject(self) -> str:
        """Subject of the message that is open."""
        return self.recorder.find(type="Heading", hidden=True).text_content

    def cells(self, index: int) -> list[str]:
        cells: Any = self.rows[index].get("cells")
        return [cell["text"] if isinstance(cell, dict) else cell for cell in cells]

    def is_bold(self, index: int) -> bool:
        cells: Any = self.rows[index].get("cells")
        return isinstance(cells[2], dict) and cells[2].get("bold") is True

    def folder(self, id: str) -> str:
        """The line of a folder: its title, and how many in it are unread."""
        (found,) = (str(node.get("text")) for node in self.folders.children if str(node.get("text")).startswith(id))
        return found

    async def layout(self, width: int) -> None:
        (root,) = self.recorder.tree.root.children
        await self.recorder.emit(root, "onLayout", {"width": width, "height": 24})

    async def open(self, index: int) -> None:
        await self.recorder.press_item(self.table, index)

    async def go_to(self, title: str) -> None:
        (line,) = (node for node in self.folders.children if str(node.get("text")).split(" (")[0] == title)
        await self.recorder.emit(self.folders, "onItemPress", {"index": line.get("index")})

    async def key(self, key: str, **held: bool) -> None:
        """Press a key in the panes."""
        panes = self.table.parent
        while panes is not None and not panes.listens("onKeyDown"):
            panes = panes.parent
        assert panes is not None
        await self.recorder.emit(panes, "onKeyDown", {"key": key, **held})

    async def press(self, name: str) -> None:
        await self.recorder.press(self.recorder.find(role="button", text=name))

    async def choose(self, name: str) -> None:
        """Open the menu and choose from it."""
        await self.recorder.press(self.recorder.find(role="menu"))
        await self.recorder.press(self.recorder.find(role="menuitem", text=name))

    def field(self, name: str) -> Node:
        """The input with this name."""
        kinds = ("TextInput", "Select", "RadioGroup", "Switch")
        (node,) = (node for node in self.recorder.find_all(text=name) if node.type in kinds)
        return node

    async def write(self, name: str, text: str) -> None:
        await self.recorder.fill(self.field(name), text)

    def fault(self, name: str) -> str | None:
        (group,) = (node for node in self.recorder.find_all(type="FormField") if node.get("title") == name)
        fault = group.get("error")
        assert fault is None or isinstance(fault, str)
        return fault


@pytest.fixture
async def mail(example_bundle: ExampleBundle) -> AsyncIterator[Mail]:
    async with Engine() as engine:
        bundle = await engine.load_bundle(example_bundle("mail"))
        recorder = Recorder()
        async with engine.open(bundle, adapter=recorder) as session:
            yield Mail(session, recorder)


async def test_the_first_screen(mail: Mail) -> None:
    snapshots.check("first screen", mail.recorder.golden().rstrip("\n"))


async def test_thousands_of_messages_and_few_rows(mail: Mail) -> None:
    assert mail.status == "Inbox: 1855 messages"
    assert len(mail.rows) < 100
    await mail.recorder.scroll(mail.table, 1_700, 1_719)
    assert [node.get("index") for node in mail.rows] == list(range(1_700, 1_720))


async def test_every_session_begins_with_the_same_messages(example_bundle: ExampleBundle) -> None:
    async with Engine() as engine:
        goldens = []
        for seed in (1, 2):
            bundle = await engine.load_bundle(example_bundle("mail"))
            recorder = Recorder(seed=seed, now_ms=seed * 1e12)
            async with engine.open(bundle, adapter=recorder):
                goldens.append(recorder.golden())
        assert goldens[0] == goldens[1]


async def test_opening_reads_and_counts(mail: Mail) -> None:
    assert mail.folder("Inbox") == "Inbox (173)"
    assert mail.is_bold(0)
    before = len(mail.recorder.operations)
    made = [row.id for row in mail.rows]
    await mail.open(0)
    assert mail.subject == mail.cells(0)[2]
    assert not mail.is_bold(0)
    assert mail.folder("Inbox") == "Inbox (172)"
    # One row and one folder are written anew, and none is made.
    operations = mail.recorder.operations[before:]
    assert [row.id for row in mail.rows] == made
    rows = {op.base for op in operations if isinstance(op, Patch) and isinstance(op.value, list)}
    assert rows == {mail.rows[0].id}


async def test_one_pane_at_a_time_where_it_is_narrow_and_three_where_it_is_wide(mail: Mail) -> None:
    def seen() -> list[str]:
        names = {"tree": "folders", "grid": "list", "region": "message"}
        return [names[role] for role in names if mail.recorder.find_all(role=role)]

    await mail.layout(80)
    assert seen() == ["list"]
    await mail.open(0)
    assert seen() == ["message"]
    await mail.key("Escape")
    assert seen() == ["list"]
    await mail.key("Escape")
    assert seen() == ["folders"]
    await mail.go_to("Garden")
    assert seen() == ["list"]
    await mail.press("Folders")
    assert seen() == ["folders"]
    # Without a screen no breakpoint counts; where there is one, all three panes are seen from 140 cells on.
    await mail.layout(200)
    for role in ("tree", "grid", "region"):
        node = mail.recorder.find(role=role, hidden=True)
        pane = node if role == "region" else node.parent
        assert pane is not None
        style: Any = pane.get("style")
        assert [(point["at"], point["style"]["display"]) for point in style["breakpoints"]] == [(140, "flex")]
    assert mail.recorder.find_all(role="button", text="Folders") == []


async def test_search_narrows_and_escape_forgets_it(mail: Mail) -> None:
    search = mail.field("Search")
    await mail.recorder.type(search, "garden jensen")
    count = int(mail.status.split()[1])
    assert 0 < count < 100
    assert all("garden" in mail.cells(index)[2] and "Jensen" in mail.cells(index)[1] for index in range(len(mail.rows)))
    await mail.recorder.fill(search, "no such words")
    assert mail.status == "Inbox: 0 messages"
    assert mail.recorder.find(text="Nothing like that here.")
    await mail.recorder.emit(search, "onKeyDown", {"key": "Escape"})
    assert mail.status == "Inbox: 1855 messages"
    assert mail.recorder.focused is mail.table


async def test_heads_sort(mail: Mail) -> None:
    await mail.recorder.sort(mail.table, "from")
    assert mail.table.get("sortBy") == "from"
    names = [mail.cells(index)[1] for index in range(len(mail.rows))]
    assert names == sorted(names)
    assert names[0] == "Ada Albers"
    await mail.recorder.sort(mail.table, "from")
    assert mail.cells(0)[1] == "Petra Lindqvist"


async def test_keys_act_on_the_message_that_is_open(mail: Mail) -> None:
    await mail.open(0)
    subject = mail.subject
    await mail.key("s")
    assert mail.cells(0)[0] == " ★ "
    await mail.key("u")
    assert mail.is_bold(0)
    # Unread by hand lasts, although it is still open.
    await mail.recorder.advance(10_000)
    assert mail.is_bold(0)
    await mail.key("e", ctrl=True)
    assert mail.subject == subject
    await mail.key("e")
    assert mail.notes == ["Moved to Archive"]
    assert mail.cells(0)[2] != subject
    assert mail.status == "Inbox: 1854 messages"
    await mail.go_to("Archive")
    assert mail.cells(0)[2] == subject


async def test_wide_screens_go_on_with_the_next_message(mail: Mail) -> None:
    await mail.layout(200)
    await mail.recorder.move_cursor(mail.table, 3)
    assert mail.subject == mail.cells(3)[2]
    following = mail.cells(4)[2]
    await mail.key("e")
    assert mail.subject == following == mail.cells(3)[2]
    await mail.key("j")
    assert mail.subject == mail.cells(4)[2]
    await mail.key("k")
    await mail.key("k")
    assert mail.subject == mail.cells(2)[2]
    assert [(call.method, call.args) for call in mail.recorder.calls][-3:] == [
        ("moveCursor", (4,)), ("moveCursor", (3,)), ("moveCursor", (2,)),
    ]  # fmt: skip


async def test_deleting_asks_first_and_may_be_told_not_to(mail: Mail) -> None:
    await mail.open(0)
    subject = mail.subject
    await mail.key("Delete")
    assert mail.recorder.find(role="dialog").get("title") == "Delete?"
    await mail.press("Cancel")
    assert mail.recorder.find_all(role="dialog") == []
    assert mail.cells(0)[2] == subject
    await mail.key("Delete")
    await mail.press("Delete")
    assert mail.notes == ["Moved to Trash"]
    assert mail.status == "Inbox: 1854 messages"

    await mail.press("Settings")
    await mail.recorder.choose(mail.recorder.find(role="tablist"), "general")
    await mail.recorder.toggle(mail.field("Ask before something is deleted"))
    await mail.press("Back")
    await mail.open(0)
    await mail.key("Delete")
    assert mail.status == "Inbox: 1853 messages"
    # In the trash it goes for good.
    await mail.go_to("Trash")
    count = int(mail.status.split()[1])
    await mail.open(0)
    await mail.key("Delete")
    assert int(mail.status.split()[1]) == count - 1
    assert mail.notes[-1] == "Deleted for good"


async def test_menu_says_what_can_be_done(mail: Mail) -> None:
    menu = mail.recorder.find(role="menu")
    assert menu.get("disabled") is True
    await mail.open(0)
    assert menu.get("disabled") is not True
    await mail.recorder.press(menu)
    items = {node.text_content: node.get("shortcut") for node in mail.recorder.find_all(role="menuitem")}
    await mail.recorder.close(menu)
    assert items == {
        "Reply": "r", "Forward": "f", "Starred": "s", "Unread": "u", "Archive": "e",
        "Rill": None, "Garden": None, "Travel": None, "Trash": "Delete",
    }  # fmt: skip
    await mail.choose("Garden")
    assert mail.notes == ["Moved to Garden"]


async def test_writing_and_sending(mail: Mail) -> None:
    await mail.key("c")
    assert mail.field("To").get("autoFocus") is True
    assert mail.recorder.value(mail.field("Message")) == "\n\n-- \nRobin"
    await mail.write("To", "ada@example.org, boris@example.org")
    await mail.write("Subject", "Hello")
    await mail.recorder.type(mail.field("Message"), "!")
    await mail.recorder.submit(mail.recorder.find(role="form"))
    assert mail.notes == ["Sent to ada@example.org, boris@example.org"]
    assert mail.messages == [("mail_sent", {"to": "ada@example.org, boris@example.org", "subject": "Hello"})]
    await mail.go_to("Sent")
    assert mail.cells(0)[1:3] == ["ada@example.org, boris@example.org", "Hello"]


async def test_faults_are_named_when_a_field_is_left_and_when_somebody_tries_to_send(mail: Mail) -> None:
    await mail.press("Write")
    form = mail.recorder.find(role="form")
    assert (mail.fault("To"), mail.fault("Subject")) == (None, None)
    await mail.write("To", "ada@example")
    assert mail.fault("To") is None
    await mail.recorder.emit(mail.field("To"), "onBlur")
    assert mail.fault("To") == "'ada@example' is no address"
    await mail.recorder.submit(form)
    assert mail.fault("Subject") == "Say what it is about"
    assert mail.recorder.focused is mail.field("To")
    await mail.write("To", "ada@example.org")
    await mail.write("Cc", "boris")
    assert (mail.fault("To"), mail.fault("Cc")) == (None, "'boris' is no address")
    # What the form does not know of, the guest finds.
    await mail.write("Subject", "Hello")
    await mail.recorder.submit(form)
    assert mail.messages == []
    await mail.write("Cc", "")
    await mail.recorder.submit(form)
    assert len(mail.messages) == 1


async def test_what_is_begun_is_not_thrown_away_without_a_question(mail: Mail) -> None:
    await mail.press("Write")
    await mail.press("Discard")
    assert mail.recorder.find_all(role="form") == []
    await mail.press("Write")
    await mail.write("Subject", "Half")
    await mail.press("Discard")
    assert mail.recorder.find(role="dialog").get("title") == "Leave this message?"
    await mail.press("Write on")
    assert mail.recorder.value(mail.field("Subject")) == "Half"
    await mail.press("Discard")
    await mail.press("Keep as draft")
    assert mail.notes == ["Kept in Drafts"]
    # A draft goes on where it was left, and keeping it again makes no second one.
    await mail.go_to("Drafts")
    assert mail.status == "Drafts: 1 message"
    await mail.open(0)
    assert mail.recorder.value(mail.field("Subject")) == "Half"
    await mail.press("Discard")
    assert mail.status == "Drafts: 1 message"
    await mail.open(0)
    await mail.write("Subject", "Other")
    await mail.press("Discard")
    await mail.press("Throw away")
    assert mail.status == "Drafts: 0 messages"


async def test_reply_and_forward_begin_with_what_was_written(mail: Mail) -> None:
    await mail.open(0)
    subject = mail.subject
    await mail.key("r")
    assert mail.recorder.value(mail.field("To")) == "ada.lindqvist@example.org"
    assert mail.recorder.value(mail.field("Subject")) == f"Re: {subject}"
    assert "Ada Lindqvist wrote:\n> Hello Robin," in str(mail.recorder.value(mail.field("Message")))
    await mail.press("Discard")
    await mail.key("f")
    assert mail.recorder.value(mail.field("To")) == ""
    assert mail.recorder.value(mail.field("Subject")) == f"Fwd: {subject}"


async def test_settings_count_at_once(mail: Mail) -> None:
    await mail.press("Settings")
    await mail.recorder.choose(mail.field("Dates"), "iso")
    await mail.recorder.choose(mail.field("Mark messages as read"), "After two seconds")
    await mail.recorder.toggle(mail.field("Show Markdown"))
    await mail.recorder.choose(mail.recorder.find(role="tablist"), "Writing")
    await mail.write("Signature", "R.")
    await mail.recorder.choose(mail.recorder.find(role="tablist"), "General")
    await mail.recorder.toggle(mail.field("Show keys"))
    await mail.press("Back")
    assert mail.cells(0)[3] == "2025-06-20 16:45"
    assert "Enter read" not in mail.recorder.golden()
    await mail.open(0)
    assert mail.recorder.find_all(type="Markdown") == []
    assert mail.is_bold(0)
    await mail.recorder.advance(1_900)
    assert mail.is_bold(0)
    await mail.recorder.advance(100)
    assert not mail.is_bold(0)
    await mail.key("c")
    assert mail.recorder.value(mail.field("Message")) == "\n\n-- \nR."


async def test_attachments_and_links_are_the_hosts(mail: Mail) -> None:
    index = next(index for index in range(30) if mail.cells(index)[0].endswith("+"))
    await mail.open(index)
    group = mail.recorder.find(role="group", text="Attachments")
    await mail.recorder.press(group.children[0])
    assert mail.messages[0][0] == "save_attachment"
    assert mail.notes[0].startswith("Saved ")
    await mail.recorder.emit(mail.recorder.find(type="Markdown"), "onLinkPress", {"href": "https://example.org/1"})
    assert mail.messages[1] == ("open_link", {"href": "https://example.org/1"})


async def test_the_host_may_bring_a_message(mail: Mail) -> None:
    await mail.open(1)
    subject = mail.subject
    await mail.session.send_event("NEW_MAIL", {"from": "host@example.org", "subject": "New", "body": "**Bold**"})
    await mail.session.idle()
    assert mail.cells(0)[1:3] == ["host@example.org", "New"]
    assert mail.is_bold(0)
    assert mail.subject == subject
    assert mail.notes == ["host@example.org: New"]
    note = mail.recorder.find(type="Toast")
    await mail.recorder.emit(note, "onClose", {"reason": "timeout"})
    assert mail.notes == []
