"""The messages that notices carry, and their names."""

import re
from functools import cache

from google.protobuf.descriptor import Descriptor

from services.kit.contract.fields import may_be_announced


def snake_case(name: str) -> str:
    """Returns a name such as "SignUp" as "sign_up"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@cache
def announced_as(message: Descriptor) -> tuple[str, str]:
    """Returns the service that announces a resource, and the resource's name in notices.

    Raises:
        TypeError: No notice carries the message, because it is not a resource or is confidential.
    """
    if "id" not in message.fields_by_name:
        raise TypeError(f"{message.full_name} has no id. Notices carry resources only.")
    if not may_be_announced(message):
        raise TypeError(f"{message.full_name} is confidential. No notice carries it.")
    return message.full_name.split(".")[1], snake_case(message.name)
