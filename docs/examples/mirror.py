"""Keeps a copy of a roster, by the change feed and by webhooks, with the key of an app.

    export BANYAN_URL=http://127.0.0.1:8000/graphql
    export BANYAN_KEY=bny_test_...
    python mirror.py roster.json            once: brings the copy up to date
    export BANYAN_WEBHOOK_SECRET=whsec_...
    python mirror.py roster.json 8088       for good: once more after each message that comes to port 8088

It needs Python 3.11, httpx, and roster.py beside it. The app needs the role SUPERVISOR and the scope MEMBERS_READ. The
copy is a JSON file: where the feed was read to, and each member by the ID of their membership. On the internet, put a server
with TLS before the port.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
from roster import WHO, Banyan

CHANGES = """
query RosterChanges($organizationId: ID!, $after: String) {
  organization(id: $organizationId) {
    id
    changes(first: 200, after: $after, kinds: [MEMBERSHIP]) {
      changes { membership { id state roles { role } person { id displayName } } }
      endCursor
      hasMore
    }
  }
}
"""
OVER = {"ENDED", "DECLINED", "WITHDRAWN"}
MOST_SECONDS_AWAY = 300
LONGEST_BODY = 100_000


class Mirror:
    """A copy of the roster of the organization that the key is for.

    Args:
        banyan: The gateway.
        path: The file.
    """

    def __init__(self, banyan: Banyan, path: Path) -> None:
        self._banyan = banyan
        self._path = path
        self._organization = banyan.ask(WHO)["viewer"]["app"]["organization"]["id"]
        self._cursor: str | None = None
        self.members: dict[str, dict[str, Any]] = {}
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            self._cursor, self.members = kept["cursor"], kept["members"]

    def follow(self) -> None:
        """Reads what has changed since the last time, and writes the file. The first time it lists the roster, too."""
        if self._cursor is None:
            self._read_changes()  # to the end; what the roster says now is newer than each of them
            self.members = {}
            for entry in self._banyan.roster(self._organization):
                self._put(entry["membership"], entry["displayName"])
        self._read_changes()
        kept = {"cursor": self._cursor, "members": self.members}
        # Whole or not at all, also if the process ends in the middle.
        draft = self._path.with_suffix(".draft")
        draft.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(self._path)

    def _read_changes(self) -> None:
        """Takes all changes after the cursor into the copy. An object is shown as it is now, so twice does no harm."""
        while True:
            data = self._banyan.ask(CHANGES, organizationId=self._organization, after=self._cursor)
            page = data["organization"]["changes"]
            for change in page["changes"]:
                membership = change["membership"]
                self._put(membership, (membership["person"] or {}).get("displayName"))
            self._cursor = page["endCursor"]
            if not page["hasMore"]:
                return

    def _put(self, membership: dict[str, Any], name: str | None) -> None:
        if membership["state"] in OVER:
            self.members.pop(membership["id"], None)
            return
        roles = sorted(each["role"] for each in membership["roles"])
        self.members[membership["id"]] = {
            "name": name,
            "state": membership["state"],
            "roles": roles,
        }


def verifies(secret: str, headers: Any, body: bytes, now: float) -> bool:
    """Returns whether a message is from Banyan, and of now (https://www.standardwebhooks.com).

    Args:
        secret: The secret of the endpoint, which begins with `whsec_`.
        headers: The headers of the request.
        body: The body, as it came: not a single blank may differ.
        now: The time, in seconds.
    """
    id_, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent.isdecimal() or abs(now - int(sent)) > MOST_SECONDS_AWAY:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{id_}.{sent}.".encode() + body, hashlib.sha256)
    given = headers.get("webhook-signature", "").split(" ")
    for version, _, signature in (each.partition(",") for each in given):
        try:
            if version == "v1" and hmac.compare_digest(base64.b64decode(signature), digest):
                return True
        except binascii.Error:
            continue
    return False


class Receiver(BaseHTTPRequestHandler):
    """Receives messages, and brings the copy up to date after each that verifies."""

    mirror: Mirror
    secret: str

    def do_POST(self) -> None:  # the name that http.server asks for
        """Answers a message: 204 once the copy is up to date, so what fails comes again."""
        length = int(self.headers.get("content-length", "0"))
        body = self.rfile.read(min(length, LONGEST_BODY))
        if not verifies(self.secret, self.headers, body, time.time()):
            self.send_response(401)
        else:
            # Which change it tells of makes no difference: the feed has them all, in their order.
            self.mirror.follow()
            self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing of each request."""


def main() -> None:
    """Does what the command line says."""
    path, *port = sys.argv[1:]
    with httpx.Client(timeout=15) as http:
        banyan = Banyan(os.environ["BANYAN_URL"], os.environ["BANYAN_KEY"], http)
        mirror = Mirror(banyan, Path(path))
        if not port:
            mirror.follow()
            return
        Receiver.mirror, Receiver.secret = mirror, os.environ["BANYAN_WEBHOOK_SECRET"]
        server = HTTPServer(("127.0.0.1", int(port[0])), Receiver)
        mirror.follow()
        sys.stderr.write(f"listens on port {server.server_port}\n")
        sys.stderr.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
