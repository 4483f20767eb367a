"""Writes the schema as frontends and their tools read it: `python -m gateway.schema`."""

from pathlib import Path

from gateway.schema import build
from gateway.transport.settings import TransportSettings

OUTPUT = Path(__file__).parent.parent / "schema.graphql"


def generate() -> str:
    """Returns the schema in the schema definition language."""
    return build(TransportSettings()).as_str() + "\n"


if __name__ == "__main__":
    OUTPUT.write_text(generate(), encoding="utf-8")
