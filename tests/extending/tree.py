"""A copy of the tree in which the tests follow the recipes, and count the files."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent.parent
PARTS = ("proto", "services", "gateway", "tests", "deploy", "docs", "requirements")
FILES = ("pyproject.toml", "README.md", "ARCHITECTURE.md")
TIMEOUT = 600  # seconds


@dataclass(frozen=True)
class Written:
    """What changed in the tree.

    Attributes:
        added: The paths of new files.
        edited: The paths of files that are not as they were.
    """

    added: frozenset[str]
    edited: frozenset[str]

    @property
    def counts(self) -> tuple[int, int]:
        """How many files were added, and how many edited."""
        return len(self.added), len(self.edited)


class Tree:
    """The copy.

    Attributes:
        place: Where it is.
        touched: The files that were edited or added by hand since this was last cleared.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.touched: set[str] = set()
        # With what Python has compiled: the copies are as old as their sources.
        ignore = shutil.ignore_patterns("node_modules", ".*")
        for part in PARTS:
            shutil.copytree(ROOT / part, place / part, ignore=ignore)
        for file in FILES:
            shutil.copy(ROOT / file, place)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replaces a text that is in a file once."""
        file = self.place / path
        text = file.read_text()
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        file.write_text(text.replace(old, new))
        self.touched.add(path)

    def append(self, path: str, text: str) -> None:
        """Adds a text at the end of a file."""
        file = self.place / path
        file.write_text(file.read_text() + text)
        self.touched.add(path)

    def read(self, path: str) -> str:
        """Returns the text of a file."""
        return (self.place / path).read_text()

    def remove(self, path: str) -> None:
        """Removes a file."""
        (self.place / path).unlink()
        self.touched.add(path)

    def add(self, path: str, text: str) -> None:
        """Adds a file."""
        file = self.place / path
        assert not file.exists()
        file.write_text(text)
        self.touched.add(path)

    def scaffold(self, *arguments: str) -> Written:
        """Runs the scaffold, and returns what it wrote."""
        before = self._texts()
        self.run("deploy.scaffold", *arguments)
        after = self._texts()
        changed = {path for path in before if after[path] != before[path]}
        return Written(frozenset(after.keys() - before.keys()), frozenset(changed))

    def generate(self) -> None:
        """Does what `make proto` does."""
        protos = sorted(
            str(path.relative_to(self.place / "proto"))
            for directory in ("banyan", "buf")
            for path in (self.place / "proto" / directory).rglob("*.proto")
        )
        gen = "proto/gen"
        protoc = ["grpc_tools.protoc", "-Iproto", f"--python_out={gen}", f"--pyi_out={gen}"]
        self.run(*protoc, *protos)
        self.run("gateway.contract.describe", gen)
        self.run("deploy.refusals")
        self.run("gateway.schema")

    def failures(self, *tests: str) -> dict[str, list[str]]:
        """Runs tests of the copy in the copy.

        Returns:
            For each file of tests, what failed in it. Files whose tests did not run are missing.
        """
        report = self.place / "report.xml"
        family = ("-o", "junit_family=xunit1", f"--junitxml={report}")
        self.run("pytest", "-p", "no:cacheprovider", *family, *tests, check=False)
        found: dict[str, list[str]] = {}
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 # pytest wrote it
            failed = found.setdefault(case.attrib["file"], [])
            if case.find("failure") is not None or case.find("error") is not None:
                failed.append("".join(case.itertext()))
        return found

    def run(
        self, module: str, *arguments: str, check: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        """Runs a module of the copy in the copy."""
        return self.execute(sys.executable, "-m", module, *arguments, check=check)

    def execute(
        self, *command: str, directory: str = ".", check: bool = False
    ) -> "subprocess.CompletedProcess[str]":
        """Runs a command in a directory of the copy."""
        path = os.pathsep.join([str(self.place), str(self.place / "proto" / "gen")])
        done = subprocess.run(
            command,
            cwd=self.place / directory,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
        )
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done

    def _texts(self) -> dict[str, bytes]:
        """Returns what is in each file, those that tools keep for themselves left out."""
        paths = (path.relative_to(self.place) for path in self.place.rglob("*") if path.is_file())
        return {
            str(path): (self.place / path).read_bytes()
            for path in paths
            if not any(part.startswith(".") or part == "__pycache__" for part in path.parts)
        }
