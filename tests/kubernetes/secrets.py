"""The Secrets that docs/operations.md has operators make, made by its own commands, without a cluster."""

import base64
import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.kubernetes.cluster import ROOT, Manifest

TEXT = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
SECRETS = next(block for block in BLOCKS if "create secret" in block)
# Stands for kubectl: says what it would create, and asks no cluster.
_KUBECTL = """\
kubectl() {{
  case " $* " in
    *" create "*) {kubectl} "$@" --dry-run=client --output json >> "$CREATED"; echo , >> "$CREATED" ;;
    *) return 1 ;;
  esac
}}
set -eu
"""


def made(directory: Path) -> list[Manifest]:
    """Returns what the commands create.

    Args:
        directory: Where they run; the keys stay there.
    """
    if not (directory / ".venv").exists():
        (directory / ".venv").symlink_to(sys.prefix)
    kubectl = Path(sysconfig.get_path("scripts")) / "kubectl"
    created = directory / "created"
    created.unlink(missing_ok=True)
    subprocess.run(
        ["bash", "-c", _KUBECTL.format(kubectl=shlex.quote(str(kubectl))) + SECRETS],
        cwd=directory,
        env={**os.environ, "CREATED": str(created), "PYTHONPATH": ":".join(sys.path)},
        check=True,
    )
    found: list[Manifest] = json.loads(f"[{created.read_text().rstrip().rstrip(',')}]")
    return found


def read(secret: Manifest) -> dict[str, str]:
    """Returns what is in a Secret."""
    return {key: base64.b64decode(value).decode() for key, value in secret["data"].items()}
