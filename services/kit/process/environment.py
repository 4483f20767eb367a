"""Reading the settings of a process from the environment: BANYAN_DATABASE_URL and so on.

A process that is configured wrongly ends at its start, with one line for each variable: its name, what
is wrong, and what is right. No line repeats a value, because values may be secrets.
"""

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

PREFIX = "BANYAN_"
S = TypeVar("S", bound=BaseSettings)
# How alike an unknown variable and a known one are when the first is taken for a misspelling.
_ALIKE = 0.85


class ConfigurationError(Exception):
    """A setting whose value cannot be used, such as a file with the wrong content.

    Args:
        setting: The name of the setting, such as "passport_jwks".
        problem: What is wrong, and what is right; the rest of a line that begins with the variable.
    """

    def __init__(self, setting: str, problem: str) -> None:
        super().__init__(f"{variable(setting)}: {problem}")


def cannot_listen(error: OSError | None = None) -> str:
    """Returns what is wrong with an address that cannot be listened on, for `ConfigurationError`."""
    what = f" ({error.strerror})" if error is not None and error.strerror else ""
    return f"cannot be listened on{what}; name a host of this machine and a free port"


def variable(setting: str) -> str:
    """Returns the name of the environment variable of a setting."""
    return f"{PREFIX}{setting.upper()}"


def from_environment(*settings: type[S]) -> tuple[S, ...]:
    """Reads the settings of a process from the environment.

    Args:
        settings: The classes that hold all settings of the process.

    Raises:
        SystemExit: A setting is missing or wrong, or a variable is misspelt. The text has one line
            for each variable.
    """
    found: list[S] = []
    problems = list(_misspelt([name for each in settings for name in each.model_fields]))
    for each in settings:
        try:
            found.append(each())
        except ValidationError as error:
            problems += _problems(each.model_fields, error)
    if problems:
        raise SystemExit("\n".join(problems))
    return tuple(found)


def _misspelt(settings: Iterable[str]) -> Iterator[str]:
    """Yields a line for each variable that looks like a misspelling of a setting.

    Other unknown variables may be meant for another process, which reads the same environment.
    """
    known = {variable(setting) for setting in settings}
    for name in sorted(os.environ.keys() - known):
        if name.startswith(PREFIX):
            for close in difflib.get_close_matches(name, known, n=1, cutoff=_ALIKE):
                yield f"{name}: is not a setting; did you mean {close}?"


def _problems(fields: Mapping[str, FieldInfo], error: ValidationError) -> Iterator[str]:
    for each in error.errors(include_url=False, include_input=False):
        setting = str(each["loc"][0]) if each["loc"] else "image_key"  # the one rule for several
        field = fields[setting]
        problem = _problem(each["type"], each["msg"], each.get("ctx", {}))
        expected = field.description or ""
        if each["type"] == "missing":
            line = f"is not set; set it to {expected}"
        elif field.repr and not field.is_required():
            line = f"{problem}; the default is {field.default!r}"
        else:
            line = problem
        yield f"{variable(setting)}: {line}"


def _problem(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """Returns in plain words what is wrong with a value."""
    match kind:
        case "value_error":
            return message.removeprefix("Value error, ")
        case "int_parsing" | "int_type" | "int_from_float":
            return "must be a whole number"
        case "float_parsing" | "float_type":
            return "must be a number"
        case "bool_parsing" | "bool_type":
            return "must be true or false"
        case "greater_than":
            return f"must be greater than {context['gt']}"
        case "greater_than_equal":
            return f"must be at least {context['ge']}"
        case "less_than_equal":
            return f"must be at most {context['le']}"
        case "literal_error":
            return f"must be {context['expected']}"
        case "too_short":
            return "must not be empty"
    return f"is not valid: {message[0].lower()}{message[1:]}"
