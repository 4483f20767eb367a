"""The GraphiQL page, served from here to the last byte.

Its scripts come from npm packages that `npm ci` puts into `node_modules` beside this file. They are
served under addresses that name their version, so that browsers may keep them for ever.
"""

import hashlib
import html
import json
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.settings import TransportSettings

_HERE = Path(__file__).parent
_FILES = {
    Path(name).name: _HERE / name
    for name in (
        "node_modules/graphiql/graphiql.min.css",
        "page.css",
        "node_modules/react/umd/react.production.min.js",
        "node_modules/react-dom/umd/react-dom.production.min.js",
        "node_modules/graphiql/graphiql.min.js",
        "page.js",
    )
}
_INSTALL = "npm ci --prefix gateway/graphiql"

# Only what comes from this host runs, and only this host is asked. The style sheet has its fonts
# inside. What this forbids of GraphiQL is a style that keeps the page from scrolling under a dialog.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
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
_FOR_EVER = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}


def page(settings: TransportSettings) -> Response:
    """Returns the page, or one that says how to install its scripts if they are missing."""
    if not all(path.is_file() for path in _FILES.values()):
        text = f"<p>GraphiQL is not installed. This installs it: <code>{_INSTALL}</code></p>"
        return HTMLResponse(_document("", text), 503, _HEADERS)
    links = "".join(
        f'<link rel="stylesheet" href="{_address(name)}">'
        if name.endswith(".css")
        else f'<script defer src="{_address(name)}"></script>'
        for name in _FILES
    )
    query = html.escape(settings.default_query)
    return HTMLResponse(
        _document(links, f'<div id="graphiql" data-query="{query}"></div>'), headers=_HEADERS
    )


def routes() -> list[BaseRoute]:
    """Returns the route of the page's scripts and style sheets."""
    return [Route("/graphiql/{version}/{name}", _file)]


async def _file(request: Request) -> Response:
    path = _FILES.get(request.path_params["name"])
    if not path or not path.is_file() or request.url.path != _address(path.name):
        raise HTTPException(404)
    return FileResponse(path, headers=_FOR_EVER)


@cache
def _address(name: str) -> str:
    path = _FILES[name]
    manifest = _HERE.joinpath(*path.relative_to(_HERE).parts[:2], "package.json")
    if manifest.is_file():
        version = json.loads(manifest.read_text())["version"]
    else:
        version = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"/graphiql/{version}/{name}"


def _document(head: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Banyan</title>'
        f'<link rel="icon" href="data:,">{head}</head><body>{body}</body></html>'
    )
