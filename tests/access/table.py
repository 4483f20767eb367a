"""Tables of access: text files with a row for each operation and a column for each principal."""

from pathlib import Path

from tests.world import KINDS

HERE = Path(__file__).parent


def read_table(name: str) -> dict[str, dict[str, str]]:
    """Returns, for each operation in the order of the file, what each kind of principal gets."""
    rows: dict[str, dict[str, str]] = {}
    for line in (HERE / name).read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        operation, *cells = line.split()
        assert len(cells) == len(KINDS), f"{operation} has {len(cells)} cells"
        assert operation not in rows, f"{operation} has two rows"
        rows[operation] = dict(zip(KINDS, cells, strict=True))
    return rows
