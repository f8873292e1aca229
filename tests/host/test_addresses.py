"""Which addresses a guest may offer to its host."""

from __future__ import annotations

import pytest

from rill.host.addresses import ADDRESS_CHARACTERS_MAX, refusal_of


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com",
        "http://example.com/a?b=c#d",
        "HTTPS://example.com/",
        "mailto:ann@example.com?subject=hello",
        "https://例え.jp/ü",
        "https://example.com/" + "a" * (ADDRESS_CHARACTERS_MAX - 20),
    ],
)
def test_addresses_that_are_offered(address: str) -> None:
    assert refusal_of(address) is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("javascript:alert(1)", "does not begin with"),
        ("JavaScript:alert(1)", "does not begin with"),
        ("file:///etc/passwd", "does not begin with"),
        ("data:text/html,x", "does not begin with"),
        ("ssh://host", "does not begin with"),
        ("//example.com", "does not begin with"),
        ("/settings", "does not begin with"),
        ("#part", "does not begin with"),
        ("", "does not begin with"),
        ("https://", "does not begin with"),
        ("https:///etc/passwd", "does not begin with"),
        ("mailto:", "does not begin with"),
        (" https://example.com", "characters that no address has"),
        ("https://example.com/\x1b]8;;evil", "characters that no address has"),
        ("https://example.com/\u202egpj.exe", "characters that no address has"),
        ("https://example.com\\@evil", "characters that no address has"),
        ("java\nscript:alert(1)", "characters that no address has"),
        ("https://example.com/" + "a" * (ADDRESS_CHARACTERS_MAX - 19), "exceeds"),
    ],
)
def test_addresses_that_are_refused_and_why(address: str, words: str) -> None:
    refusal = refusal_of(address)
    assert refusal is not None
    assert words in refusal
    # The reason is shown to people, and so must be safe itself.
    assert refusal.isprintable()
