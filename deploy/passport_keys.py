"""Makes and rotates the key that signs passports: `python -m deploy.passport_keys DIRECTORY [STEP]`.

`private.pem` is for organizations, which signs; `jwks.json` is for every service, which verifies. A rotation has three
steps, and what each has changed is rolled out before the next:

    prepare   makes next.pem; jwks.json then has both public keys, so that every service knows the new one
    switch    makes the next key the private one; roll it out to organizations
    finish    takes the old public key out of jwks.json, once the last passport that it signed has expired
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from deploy.local.files import write_private
from deploy.local.keys import KeyPair


def make(directory: Path) -> str:
    """Writes the files; a private key that is there already stays."""
    pair = KeyPair.kept(directory, "private")
    _publish(directory, _public(pair))
    return "Give private.pem to organizations, and jwks.json to every service."


def prepare(directory: Path) -> str:
    """Makes the next key, which services know from then on."""
    present, following = KeyPair.kept(directory, "private"), KeyPair.kept(directory, "next")
    _publish(directory, _public(present), _public(following))
    return "Roll out jwks.json to every service. Then: switch."


def switch(directory: Path) -> str:
    """Makes the next key the one that signs.

    Raises:
        SystemExit: No key was prepared.
    """
    following = directory / "next.pem"
    if not following.exists():
        raise SystemExit("There is no next.pem: run `prepare` first, and roll out jwks.json.")
    following.replace(directory / "private.pem")
    return "Roll out private.pem to organizations. An hour later: finish."


def finish(directory: Path) -> str:
    """Lets the old key count no more.

    Raises:
        SystemExit: The next key does not sign yet.
    """
    if (directory / "next.pem").exists():
        raise SystemExit("The old key still signs: run `switch` first, and roll out private.pem.")
    _publish(directory, _public(KeyPair.kept(directory, "private")))
    return "Roll out jwks.json to every service. The old key counts no more."


STEPS: dict[str, Callable[[Path], str]] = {
    "make": make,
    "prepare": prepare,
    "switch": switch,
    "finish": finish,
}


def _public(pair: KeyPair) -> dict[str, str]:
    """Returns the public key of a pair, and removes the file that only it is in."""
    (key,) = json.loads(pair.jwks.read_text(encoding="utf-8"))["keys"]
    pair.jwks.unlink()
    found: dict[str, str] = key
    return found


def _publish(directory: Path, *keys: dict[str, str]) -> None:
    write_private(directory / "jwks.json", json.dumps({"keys": keys}, indent=2))


def main() -> None:
    """Takes a step, and says what is next."""
    parser = argparse.ArgumentParser(
        prog="python -m deploy.passport_keys",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("directory", type=Path)
    parser.add_argument("step", nargs="?", choices=STEPS, default="make")
    arguments = parser.parse_args()
    arguments.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    sys.stdout.write(f"{STEPS[arguments.step](arguments.directory)}\n")


if __name__ == "__main__":
    main()
