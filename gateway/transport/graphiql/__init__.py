"""The GraphiQL page, served entirely from this host.

Its files are built from npm packages by `npm run build`, into `built` next to this file. Their addresses contain a
hash of them all, so browsers may cache them forever.
"""

import hashlib
import html
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

from graphql import OperationDefinitionNode, parse, print_ast
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.transport.origins import is_loopback
from gateway.transport.settings import TransportSettings

_HERE = Path(__file__).parent
_BUILT = _HERE / "built"
# The page names the first two, and its script the others, which run in threads of their own.
_FILES = ("page.css", "page.js", "editor.js", "graphql.js", "json.js")
_INSTALL = "make setup"

# Only scripts from this host run, and only this host is contacted, so a style can send nothing anywhere. The editor
# writes its styles into the page as it goes.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "font-src data:",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# What a required variable of a type begins with.
_EXAMPLES = {
    "UUID!": lambda: str(uuid4()),
    "DateTime!": lambda: datetime.now(UTC).isoformat(timespec="seconds"),
}
_FOR_EVER = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}


def page(settings: TransportSettings, host: str) -> Response:
    """Returns the page, or instructions to install its scripts if they are missing.

    Args:
        settings: What it shows.
        host: The `Host` header of the request.
    """
    if not all((_BUILT / name).is_file() for name in _FILES):
        text = f"<p>GraphiQL is not installed. This installs it: <code>{_INSTALL}</code></p>"
        return HTMLResponse(_document("", text), 503, _HEADERS)
    links = (
        f'<link rel="stylesheet" href="{_address("page.css")}">'
        f'<script type="module" src="{_address("page.js")}"></script>'
    )
    shown = {
        "query": settings.default_query,
        "operations": operations(settings.graphiql_operations),
        "personas": _personas(settings.personas, host),
    }
    content = html.escape(json.dumps(shown))
    return HTMLResponse(
        _document(links, f'<div id="graphiql" data-shown="{content}"></div>'), headers=_HEADERS
    )


def operations(directory: Path | None) -> list[dict[str, str]]:
    """Returns the operations in the files of a directory, each with its name, its kind, and variables to fill in."""
    return [
        _operation(path.stem, path.read_text("utf-8"))
        for path in sorted((directory or _HERE).glob("*.graphql"))
    ]


def _operation(name: str, text: str) -> dict[str, str]:
    (operation, *_) = parse(text).definitions
    assert isinstance(operation, OperationDefinitionNode)  # noqa: S101
    return {
        "name": name,
        "kind": operation.operation.value,
        "query": text,
        "variables": json.dumps(_variables(operation), indent=2),
    }


def _variables(operation: OperationDefinitionNode) -> dict[str, object]:
    found: dict[str, object] = {}
    for definition in operation.variable_definitions or ():
        type_, name = print_ast(definition.type), definition.variable.name.value
        if type_.endswith("!"):
            found[name] = [""] if type_.startswith("[") else _EXAMPLES.get(type_, lambda: "")()
    return found


def _personas(file: Path | None, host: str) -> dict[str, str]:
    # A page of another site can make its own name lead to this machine, but then it is that name that is asked for.
    if file is None or not is_loopback(f"http://{host}"):
        return {}
    found: dict[str, str] = json.loads(file.read_text("utf-8"))
    return found


def routes() -> list[BaseRoute]:
    """Returns the routes of the page's scripts and style sheets, and of what leads to the page."""
    return [
        Route("/graphiql/{version}/{name}", _file),
        Route("/", _to_the_page),
        # The pages of a frontend that links open; their token is in the fragment, which is kept.
        Route("/join", _to_the_page),
        Route("/claim", _to_the_claim),
    ]


async def _to_the_page(_: Request) -> Response:
    return RedirectResponse("/graphql", headers={"Cache-Control": "no-store"})


async def _to_the_claim(_: Request) -> Response:
    return RedirectResponse("/graphql?claim", headers={"Cache-Control": "no-store"})


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES or request.url.path != _address(name):
        raise HTTPException(404)
    return FileResponse(_BUILT / name, headers=_FOR_EVER)


def _address(name: str) -> str:
    return f"/graphiql/{_version()}/{name}"


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for name in _FILES:
        digest.update((_BUILT / name).read_bytes())
    return digest.hexdigest()[:12]


def _document(head: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Banyan</title>'
        f'<link rel="icon" href="data:,">{head}</head><body>{body}</body></html>'
    )
