"""Rotates a key in a Secret: reads the Secret as JSON, and writes it as it is to be.

    kubectl get secret banyan-app-keys --output json | python -m deploy.rotate_keys begin pepper | kubectl apply --filename -

`begin` makes a new key, and keeps the present one as the former, so that both count. `finish` takes the former one away.
What to do in between is said on standard error. `deploy/passport_keys.py` rotates the key of passports, which is a pair.
"""

import argparse
import base64
import json
import secrets
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

_BYTES = 32


class Kind(NamedTuple):
    """A key that can be rotated.

    Attributes:
        secret: The Secret that it is in.
        key: Its name there.
        former: The name of the one before; empty if nothing needs that one.
        between: What operators do once the new key is there.
        finish: When the former one may go.
    """

    secret: str
    key: str
    former: str
    between: str
    finish: str = ""


KINDS = {
    "pepper": Kind(
        "banyan-app-keys",
        "pepper",
        "former",
        "set BANYAN_APP_KEY_FORMER_PEPPER=/etc/banyan/app-keys/former in config/organizations.env, and roll out",
        "some weeks later, when every key of an app that is still in use was used",
    ),
    "webhooks": Kind(
        "banyan-app-keys",
        "webhooks",
        "former-webhooks",
        "set BANYAN_WEBHOOK_FORMER_KEY=/etc/banyan/app-keys/former-webhooks in config/organizations.env, and roll out",
        "when the owners of all endpoints have changed their secrets (rotateWebhookSecret)",
    ),
    "calendars": Kind(
        "banyan-calendar-key",
        "key",
        "",
        "restart events; addresses that people have stay good",
    ),
    "images": Kind(
        "banyan-images",
        "key",
        "",
        "restart everything; an upload that is under way has to be begun again",
    ),
}


def begin(kind: Kind, data: Mapping[str, str]) -> dict[str, str]:
    """Returns the content of a Secret with a new key, beside the former.

    Raises:
        SystemExit: There is no such key, or the rotation before is not finished.
    """
    if kind.key not in data:
        raise SystemExit(f"This Secret has no `{kind.key}`: read {kind.secret}.")
    if kind.former in data:
        raise SystemExit(
            f"`{kind.former}` is there: a rotation is under way. Run `finish` first, {kind.finish}."
        )
    # A letter first: NATS and others read what begins with a digit as a number.
    fresh = base64.b64encode(f"p{secrets.token_hex(_BYTES)}".encode()).decode()
    kept = {kind.former: data[kind.key]} if kind.former else {}
    return {**data, **kept, kind.key: fresh}


def finish(kind: Kind, data: Mapping[str, str]) -> dict[str, str]:
    """Returns the content of a Secret without the former key.

    Raises:
        SystemExit: There is none.
    """
    if kind.former not in data:
        raise SystemExit("No rotation is under way: there is no former key.")
    return {name: value for name, value in data.items() if name != kind.former}


def rotated(step: str, kind: Kind, secret: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a Secret as it is to be, without what a cluster has added.

    Raises:
        SystemExit: It is another one, or this is not its next step.
    """
    named = secret.get("metadata", {})
    if named.get("name") != kind.secret:
        raise SystemExit(f"This is not the Secret {kind.secret}: read that one.")
    data = (begin if step == "begin" else finish)(kind, secret.get("data", {}))
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": secret.get("type", "Opaque"),
        "metadata": {key: named[key] for key in ("name", "namespace", "labels") if key in named},
        "data": data,
    }


def main() -> None:
    """Takes a step, and says what is next."""
    parser = argparse.ArgumentParser(
        prog="python -m deploy.rotate_keys",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("step", choices=("begin", "finish"))
    parser.add_argument("key", choices=KINDS)
    arguments = parser.parse_args()
    kind = KINDS[arguments.key]
    secret = rotated(arguments.step, kind, json.load(sys.stdin))
    json.dump(secret, sys.stdout, indent=2)
    if arguments.step == "finish":
        told = "Take the setting of the former key away, and roll out: it counts no more."
    elif kind.former:
        told = f"Then {kind.between}. Both keys count. Finish {kind.finish}."
    else:
        told = f"Then {kind.between}."
    sys.stderr.write(f"{told}\n")


if __name__ == "__main__":
    main()
