"""Writes the generated manifests: `python -m deploy.kubernetes`, or `make docs`."""

import sys

from deploy.kubernetes.manifests import PLACE, files


def main() -> None:
    """Writes all files."""
    for path, text in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.stderr.write(f"{len(files())} manifests in {PLACE}\n")


if __name__ == "__main__":
    main()
