"""What is logged while a test looks, as a service would write it."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from services.kit.process.logs import JsonFormatter

# The HTTP client of the tests. It would log what the tests themselves send.
_CLIENTS = ("httpcore", "httpx")


@contextmanager
def all_that_is_logged() -> Iterator[io.StringIO]:
    """Yields everything that is logged meanwhile, down to DEBUG."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter("tests"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for client in _CLIENTS:
        logging.getLogger(client).setLevel(logging.INFO)
    try:
        yield stream
    finally:
        for client in _CLIENTS:
            logging.getLogger(client).setLevel(logging.NOTSET)
        root.removeHandler(handler)
        root.setLevel(level)
