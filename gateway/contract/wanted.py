"""What an operation reads of the messages of the contract, so that services need not answer with more."""

from typing import cast

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from gateway.contract.reading import fields_of, key_of
from services.kit.contract.partial import header_of

_CURSORS = frozenset({"cursors"})


class Reads:
    """The fields that an operation reads, by message, while its plan is made and afterwards.

    It is the union over the whole operation: where one place asks for a resource, another finds it loaded.
    """

    def __init__(self) -> None:
        self._fields: dict[str, set[str]] = {}
        self._has_cursors = False
        self._is_everything = False
        self._headers: dict[Descriptor, str] = {}

    def add(self, message: type[Message], name: str) -> None:
        """Adds a field of a message, by its name in the schema or in the contract."""
        key = key_of(message)
        known = fields_of(message)
        names = self._fields.setdefault(message.DESCRIPTOR.full_name, {key})
        names.add(name if name in known else key)

    def add_field(self, field: FieldDescriptor) -> None:
        """Adds a field of a message that another message leads to."""
        self.add(GetMessageClass(cast("Descriptor", field.containing_type)), field.name)

    def add_cursors(self) -> None:
        """Adds the cursors of lists."""
        self._has_cursors = True

    def add_everything(self) -> None:
        """Gives up: something reads what it does not tell."""
        self._is_everything = True

    def header(self, answer_type: type[Message]) -> str:
        """Returns what to tell a service about an answer; empty if all of it is read."""
        if self._is_everything:
            return ""
        answer = cast("Descriptor", answer_type.DESCRIPTOR)
        if answer not in self._headers:
            wanted = {name: frozenset(names) for name, names in self._fields.items()}
            without = frozenset() if self._has_cursors else _CURSORS
            self._headers[answer] = header_of(answer, wanted, without)
        return self._headers[answer]
