"""A copy of the tree in which a test does what the README says, and counts the files it touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PARTS = ("proto", "services", "gateway", "tests", "deploy")
CHECKS = "tests/extending/checks"


class Tree:
    """The copy.

    Attributes:
        touched: The files that were edited or added by hand.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self.touched: set[str] = set()
        ignore = shutil.ignore_patterns("node_modules", "__pycache__", ".*")
        for part in PARTS:
            shutil.copytree(ROOT / part, place / part, ignore=ignore)
        shutil.copy(ROOT / "pyproject.toml", place)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replaces a text that stands once in a file."""
        file = self._place / path
        text = file.read_text()
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        file.write_text(text.replace(old, new))
        self.touched.add(path)

    def append(self, path: str, text: str) -> None:
        """Adds a text at the end of a file."""
        file = self._place / path
        file.write_text(file.read_text() + text)
        self.touched.add(path)

    def add(self, path: str, text: str) -> None:
        """Adds a file."""
        file = self._place / path
        assert not file.exists()
        file.write_text(text)
        self.touched.add(path)

    def generate(self) -> None:
        """Does what `make proto` does."""
        protos = sorted(
            str(path.relative_to(self._place / "proto"))
            for directory in ("banyan", "buf")
            for path in (self._place / "proto" / directory).rglob("*.proto")
        )
        gen = "proto/gen"
        protoc = ["grpc_tools.protoc", "-Iproto", f"--python_out={gen}", f"--pyi_out={gen}"]
        self._python(*protoc, *protos)
        self._python("gateway.describe")
        self._python("gateway.schema")

    def check(self, name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs tests of the copy in the copy."""
        return self._python("pytest", "-p", "no:cacheprovider", name, *arguments, check=False)

    def _python(
        self, module: str, *arguments: str, check: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        path = os.pathsep.join([str(self._place), str(self._place / "proto" / "gen")])
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self._place,
            env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=check,
            timeout=100,
        )
