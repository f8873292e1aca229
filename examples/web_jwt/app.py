"""A guest behind a sign-in: a Starlette application that signs people in with a JSON Web Token in a cookie, and shows
each of them the notes that are theirs.

    .venv/bin/python examples/web_jwt/app.py

Sign in as ada (lovelace) or alan (turing). What is shown here is who may see a guest, and whose session it is. Keeping
passwords is not: a real application has an identity provider for that, and only checks its tokens.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import secrets
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from rill import Engine
from rill.host.web import Refusal, Scope, WebApplication, WebOptions, asgi

GUEST: Final = Path(__file__).with_name("notes.tsx")
COOKIE: Final = "session"
ALGORITHM: Final = "HS256"
AUDIENCE: Final = "notes"
LIFE_S: Final = 8 * 3_600

PEOPLE: Final = {"ada": "lovelace", "alan": "turing"}


class Tokens:
    """Makes and checks the tokens of this application.

    Args:
        key: who has it can be anybody; it is kept where passwords are kept.
    """

    def __init__(self, key: str) -> None:
        self._key = key

    def make(self, user: str, *, now: float | None = None) -> str:
        """The token of somebody who has shown who they are."""
        expires = int((time.time() if now is None else now) + LIFE_S)
        return jwt.encode({"sub": user, "aud": AUDIENCE, "exp": expires}, self._key, algorithm=ALGORITHM)

    def user(self, token: str) -> str | None:
        """Whose token it is, or None if it is nobody's, or too old."""
        try:
            # The algorithm is ours to say and not the token's; what must be in it is said, too.
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"require": ["sub", "aud", "exp"]},
            )
        except jwt.InvalidTokenError:
            return None
        user = claims["sub"]
        return user if user in PEOPLE else None


def authentication(tokens: Tokens) -> Any:
    """What `WebOptions(authenticate=...)` wants. It is asked for a page and for its socket, and both must have the same
    answer: so it answers with the person, and not with the token, which is another one after the next sign-in."""

    async def authenticate(scope: Scope) -> str | Refusal:
        user = tokens.user(cookie_of(scope, COOKIE))
        return user if user is not None else Refusal(303, "Sign in first.", "/sign-in")

    return authenticate


def cookie_of(scope: Scope, name: str) -> str:
    """A cookie of a request or of a socket."""
    return str(Request({**scope, "type": "http", "method": "GET"}).cookies.get(name, ""))


def make_application(engine: Engine, tokens: Tokens, bundle: Any) -> tuple[Starlette, WebApplication]:
    """The whole application, and the part of it that shows guests."""
    notes: defaultdict[str, list[str]] = defaultdict(list)

    def functions(user: str) -> Mapping[str, Any]:
        """What the guest of one person may call. Who that is comes from here, never from the guest."""

        def load() -> dict[str, Any]:
            return {"user": user, "notes": list(notes[user])}

        def add(text: Any) -> dict[str, Any]:
            # A guest's words are anybody's words.
            if isinstance(text, str) and 0 < len(text) <= 500 and len(notes[user]) < 100:
                notes[user].append(text)
            return load()

        return {"notes.load": load, "notes.add": add}

    options = WebOptions(authenticate=authentication(tokens), functions=functions, title="Notes")
    guests = asgi(engine, {"/": bundle}, options=options)

    async def sign_in(request: Request) -> Response:
        if request.method == "GET":
            return HTMLResponse(FORM)
        sent = parse_qs((await request.body()).decode("utf-8", "replace"))
        user, password = (sent.get(name, [""])[0] for name in ("user", "password"))
        if not hmac.compare_digest(PEOPLE.get(user, secrets.token_hex()).encode(), password.encode()):
            return HTMLResponse(FORM.replace("<!-- problem -->", "<p>That is not right.</p>"), status_code=401)
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(
            COOKIE,
            tokens.make(user),
            max_age=LIFE_S,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def sign_out(_request: Request) -> Response:
        response = RedirectResponse("/sign-in", status_code=303)
        response.delete_cookie(COOKIE)
        return response

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        yield
        # A mounted application has no life of its own: whoever mounts it ends it.
        await guests.drain()

    routes = [
        Route("/sign-in", sign_in, methods=["GET", "POST"]),
        Route("/sign-out", sign_out, methods=["POST"]),
        Mount("/", guests),
    ]
    return Starlette(routes=routes, lifespan=lifespan), guests


FORM: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign in</title>
<h1>Sign in</h1>
<!-- problem -->
<form method="post">
<p><label>Name <input name="user" autocomplete="username" required autofocus></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button>Sign in</button></p>
</form>
</html>
"""


async def main() -> None:
    """Serve it at http://localhost:8000."""
    import uvicorn

    key = os.environ.get("NOTES_KEY") or secrets.token_hex(32)
    async with Engine() as engine:
        bundle = await engine.load_bundle(GUEST)
        application, _ = make_application(engine, Tokens(key), bundle)
        config = uvicorn.Config(
            application,
            port=8000,
            ws="websockets-sansio",
            ws_max_size=engine.limits.client_frame_bytes,
            ws_per_message_deflate=False,
            log_level="warning",
        )
        print("http://localhost:8000")
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(main())
