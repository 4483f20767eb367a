"""Reading tables, for the tests about them."""

from services.kit.text.records import Record
from services.kit.text.tabular import Table, read_table


def read(text: str, most_rows: int = 100) -> Table:
    return read_table(text, "content", most_rows=most_rows)


def rows(text: str) -> list[list[str]]:
    return [list(record.cells) for record in read(text).records]


def codes(record: Record) -> list[str]:
    return [reason.code for reason in record.reasons]
