"""What a field of a roster must be like beyond the rules of its fields; a question in a starter kit must be the same."""

from collections.abc import Iterator

from banyan.organizations.v1 import roster_field_pb2, starter_kit_pb2

from services.kit.errors import Violation


def broken_field(
    field: roster_field_pb2.RosterField | starter_kit_pb2.StarterKitQuestion,
    root: str = "roster_field",
) -> Iterator[Violation]:
    """Finds what is wrong with the choices of a field, and with their translations.

    Args:
        field: The field, or the question.
        root: Where it is in the request.
    """
    is_choice = field.kind == roster_field_pb2.ROSTER_FIELD_KIND_CHOICE
    if is_choice and not field.choices:
        yield Violation(
            f"{root}.choices", "must not be empty: name what can be chosen", "CHOICES_MISSING"
        )
    if field.choices and not is_choice:
        yield Violation(
            f"{root}.choices",
            "are only for fields of the kind CHOICE; leave them out",
            "NO_CHOICES",
        )
    for index, each in enumerate(field.translations):
        if each.choices and len(each.choices) != len(field.choices):
            yield Violation(
                f"{root}.translations[{index}].choices",
                "must have as many choices as the field, in the same order; or none",
                "CHOICES_NOT_TRANSLATED",
            )
