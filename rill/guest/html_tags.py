"""Which HTML tags the code of a guest names. Such a guest imports no components, so its code is the only witness.

Knows how compilers write elements; what a tag is on a host is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

# What calls name first, as `jsx("div", ...)`, and what stands in HTML, as in the templates that Solid's compiler makes.
_TAGS: Final = re.compile(r"""[\w$]\(\s*["'`]([a-z][a-z0-9]*)["'`]|<([a-z][a-z0-9]*)[\s/>]""")


def tags_in(code: str, known: Collection[str]) -> set[str]:
    """Return those of the known tags that the code names. Linear in the code.

    A call with a tag's name that makes no element counts, too; a tag that is put together at run time does not.
    """
    return {call or markup for call, markup in _TAGS.findall(code)} & set(known)
