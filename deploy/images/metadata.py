"""Runs while an image is built: notes the name and the version of this project, which spans and logs say."""

import sysconfig
import tomllib
from pathlib import Path

PROJECT = tomllib.loads(Path("/pyproject.toml").read_text(encoding="utf-8"))["project"]


def main() -> None:
    """Writes what `importlib.metadata` reads."""
    place = Path(sysconfig.get_path("purelib"))
    place /= f"{PROJECT['name']}-{PROJECT['version']}.dist-info"
    place.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {PROJECT['name']}", f"Version: {PROJECT['version']}"]
    (place / "METADATA").write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
