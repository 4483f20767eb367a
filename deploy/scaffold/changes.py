"""Changes to the tree that are made all together, or not at all."""

import re
import subprocess
import sys
from pathlib import Path
from string import Template

from deploy.scaffold.names import Unusable

TEMPLATES = Path(__file__).parent / "templates"


def rendered(template: str, values: dict[str, str]) -> str:
    """Returns the text of a template with the values in it."""
    text = (TEMPLATES / f"{template}.tmpl").read_text(encoding="utf-8")
    return Template(text).substitute(values)


class Changes:
    """What is to be written. Every method refuses what it cannot do, and `apply` writes.

    Args:
        root: The tree.

    Attributes:
        added: The new files: their paths, and what is in them.
        edited: The files with a line more: their paths, and what is in them then.
        next_steps: What is left to a person.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.added: dict[str, str] = {}
        self.edited: dict[str, str] = {}
        self.next_steps = ""

    def add(self, path: str, text: str) -> None:
        """Adds a file.

        Raises:
            Unusable: It is there already.
        """
        if (self._root / path).exists():
            raise Unusable(f"{path} is there already. Choose another name.")
        self.added[path] = text

    def insert(self, path: str, opening: str, item: str) -> None:
        """Adds an item at the end of a tuple, or of the bases of a class.

        Args:
            path: The file.
            opening: How the line begins that opens the bracket, without its indentation.
            item: The item to add.

        Raises:
            Unusable: There is no single such bracket, or the item is in it already.
        """
        before, found, rest = self.text(path).partition(opening)
        if not found or opening in rest:
            raise Unusable(f"{path} has no single {opening!r}. Add {item} there by hand.")
        items, after = _split_at_closing(rest)
        if re.search(rf"(?<!\w){re.escape(item)}(?!\w)", items):
            raise Unusable(f"{path} has {item} already. Choose another name.")
        items = items.rstrip().removesuffix(",")
        self.edited[path] = f"{before}{found}{items},\n{item},\n{after}"

    def replace(self, path: str, old: str, new: str) -> None:
        """Replaces a text that a file has once.

        Raises:
            Unusable: It has the text not at all, or several times.
        """
        text = self.text(path)
        if text.count(old) != 1:
            raise Unusable(
                f"{path} has {old!r} {text.count(old)} times. Change it by hand: {new!r}."
            )
        self.edited[path] = text.replace(old, new)

    def append(self, path: str, text: str) -> None:
        """Adds a text at the end of a file."""
        self.edited[path] = self.text(path) + text

    def apply(self) -> None:
        """Writes everything, in the format that the linters ask for."""
        for path, text in {**self.added, **self.edited}.items():
            (self._root / path).parent.mkdir(parents=True, exist_ok=True)
            (self._root / path).write_text(text, encoding="utf-8")
        python = [path for path in (*self.added, *self.edited) if path.endswith(".py")]
        self._run(sys.executable, "-m", "ruff", "check", "--quiet", "--fix", "--select=I", *python)
        self._run(sys.executable, "-m", "ruff", "format", "--quiet", *python)
        for path in self.added:
            if path.endswith(".proto"):
                self._run(str(Path(sys.executable).with_name("buf")), "format", "--write", path)

    def text(self, path: str) -> str:
        """Returns what is in a file, with the changes so far."""
        return self.edited.get(path) or (self._root / path).read_text(encoding="utf-8")

    def _run(self, *command: str) -> None:
        subprocess.run(command, cwd=self._root, check=True)


def _split_at_closing(text: str) -> tuple[str, str]:
    """Returns what is in the bracket that is open at the beginning, and the rest from its end on."""
    depth = 1
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if not depth:
            return text[:place], text[place:]
    raise Unusable("A bracket is never closed.")
