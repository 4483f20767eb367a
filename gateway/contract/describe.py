"""Carries the comments of the contract over into Python: `python -m gateway.contract.describe DIRECTORY`.

Generated Python has no comments, so this writes those of `shift.proto` to `shift_descriptions.py`, next to
`shift_pb2.py` below the directory. The schema takes its descriptions from there, so nothing is described
twice. It needs the development requirements.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from google.protobuf import descriptor_pb2

ROOT = Path(__file__).parents[2]
# The field numbers of parts of an element in the paths of a SourceCodeInfo.Location.
_MESSAGES, _ENUMS, _SERVICES = 4, 5, 6
_NESTED_MESSAGES, _NESTED_ENUMS, _PARTS = 3, 4, 2


def main(directory: str) -> None:
    """Writes the descriptions below a directory, one module for each file of the contract."""
    for name, text in generate().items():
        Path(directory, name).write_text(text, encoding="utf-8")


def generate() -> dict[str, str]:
    """Returns the modules as the contract is now: their text, by path."""
    return {
        file.name.replace(".proto", "_descriptions.py"): _module(file) for file in _parse().file
    }


def _module(file: descriptor_pb2.FileDescriptorProto) -> str:
    lines = [
        f"    {json.dumps(name)}: {json.dumps(text, ensure_ascii=False)},\n"
        for name, text in sorted(_comments(file))
    ]
    header = f'"""The comments of {file.name}, by full name. Generated: do not edit."""\n\n'
    return f"{header}DESCRIPTIONS: dict[str, str] = {{\n{''.join(lines)}}}\n"


def _parse() -> descriptor_pb2.FileDescriptorSet:
    import grpc_tools  # type: ignore[import-untyped]
    from grpc_tools import protoc

    proto = ROOT / "proto"
    files = sorted(str(path) for path in (proto / "banyan").rglob("*.proto"))
    with tempfile.TemporaryDirectory() as directory:
        output = Path(directory, "contract.binpb")
        status = protoc.main(
            [
                "protoc",
                f"-I{proto}",
                f"-I{Path(grpc_tools.__file__).with_name('_proto')}",
                "--include_source_info",
                f"--descriptor_set_out={output}",
                *files,
            ]
        )
        if status:
            sys.exit(status)
        return descriptor_pb2.FileDescriptorSet.FromString(output.read_bytes())


def _comments(file: descriptor_pb2.FileDescriptorProto) -> Iterator[tuple[str, str]]:
    texts = {
        tuple(location.path): _paragraphs(location.leading_comments)
        for location in file.source_code_info.location
        if location.leading_comments
    }
    for path, name in _elements(file):
        if path in texts:
            yield name, texts[path]


def _elements(
    file: descriptor_pb2.FileDescriptorProto,
) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yields the path and the full name of everything in a file that can have a comment."""
    for index, message in enumerate(file.message_type):
        yield from _of_message(message, (_MESSAGES, index), file.package)
    for index, enum in enumerate(file.enum_type):
        yield from _of_enum(enum, (_ENUMS, index), file.package)
    for index, service in enumerate(file.service):
        name = f"{file.package}.{service.name}"
        yield (_SERVICES, index), name
        yield from _parts(service.method, (_SERVICES, index), name)


def _of_message(
    message: descriptor_pb2.DescriptorProto, path: tuple[int, ...], scope: str
) -> Iterator[tuple[tuple[int, ...], str]]:
    name = f"{scope}.{message.name}"
    yield path, name
    yield from _parts(message.field, path, name)
    for index, nested in enumerate(message.nested_type):
        yield from _of_message(nested, (*path, _NESTED_MESSAGES, index), name)
    for index, enum in enumerate(message.enum_type):
        yield from _of_enum(enum, (*path, _NESTED_ENUMS, index), name)


def _of_enum(
    enum: descriptor_pb2.EnumDescriptorProto, path: tuple[int, ...], scope: str
) -> Iterator[tuple[tuple[int, ...], str]]:
    yield path, f"{scope}.{enum.name}"
    yield from _parts(enum.value, path, f"{scope}.{enum.name}")


def _parts(
    parts: Sequence[
        descriptor_pb2.FieldDescriptorProto
        | descriptor_pb2.EnumValueDescriptorProto
        | descriptor_pb2.MethodDescriptorProto
    ],
    path: tuple[int, ...],
    scope: str,
) -> Iterator[tuple[tuple[int, ...], str]]:
    for index, part in enumerate(parts):
        yield (*path, _PARTS, index), f"{scope}.{part.name}"


def _paragraphs(comment: str) -> str:
    """Returns a comment with its lines joined; an empty line still separates paragraphs."""
    paragraphs = comment.strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


if __name__ == "__main__":
    main(*sys.argv[1:])
