"""Comma-separated values (RFC 4180), as spreadsheets and imports read them."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = b"\xef\xbb\xbf"  # tells spreadsheets that the file is UTF-8


def lines_of(rows: Iterable[Sequence[str]]) -> bytes:
    """Returns rows as lines, with every cell in quotation marks, so that no name of a column is taken apart."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()
