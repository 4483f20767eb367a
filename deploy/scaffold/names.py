"""The name that a person gives, and every form in which the tree writes it."""

import keyword
import re
from dataclasses import dataclass

_RESOURCE = re.compile(r"(?:[A-Z][a-z]+){1,4}")
_SERVICE = re.compile(r"[a-z]{3,30}")
# GraphQL types that are made from the name of a resource end so; the rest are there already.
_SUFFIXES = ("Connection", "Edge", "Payload", "Input", "Change", "Error", "Queries", "Mutations")
_RESERVED = ("Node", "Query", "Mutation", "Subscription", "Viewer", "Page", "Service")
_SERVICES_RESERVED = ("kit", "catalogue", "annotations", "audit", "permissions", "gateway")


class Unusable(Exception):
    """A request that the scaffold cannot carry out. Nothing was written."""


@dataclass(frozen=True, slots=True)
class ResourceName:
    """The name of a resource.

    Attributes:
        one: Its name in the contract and in GraphQL, such as "SignUp".
        many: The same of several, such as "SignUps".
    """

    one: str
    many: str

    @classmethod
    def parse(cls, one: str, many: str = "") -> "ResourceName":
        """Returns a name that can be used.

        Args:
            one: The name, in CamelCase.
            many: Its plural, where the regular one is wrong.

        Raises:
            Unusable: It is not in CamelCase, or means something else already.
        """
        many = many or plural_of(one)
        for given in (one, many):
            if not _RESOURCE.fullmatch(given):
                raise Unusable(f"{given!r} is not a name in CamelCase, such as Vehicle or SignUp.")
        if one == many:
            raise Unusable(f"{one} and its plural must differ. Give another one: PLURAL=...")
        if one in _RESERVED or one.endswith(_SUFFIXES) or keyword.iskeyword(snake_case(one)):
            raise Unusable(f"{one} means something else in Python or GraphQL. Choose another name.")
        return cls(one, many)

    def forms(self) -> dict[str, str]:
        """Returns the values of the placeholders in templates."""
        phrase, phrases = (snake_case(each).replace("_", " ") for each in (self.one, self.many))
        article = "an" if phrase[0] in "aeiou" else "a"
        return {
            "Name": self.one,
            "Names": self.many,
            "name": snake_case(self.one),
            "names": snake_case(self.many),
            "NAME": snake_case(self.one).upper(),
            "NAMES": snake_case(self.many).upper(),
            "camel": self.one[0].lower() + self.one[1:],
            "camels": self.many[0].lower() + self.many[1:],
            "phrase": phrase,
            "phrases": phrases,
            "Phrases": phrases.capitalize(),
            "a": article,
            "A": article.capitalize(),
        }


def service_name(given: str) -> str:
    """Returns the name of a service, if it can be one.

    Raises:
        Unusable: It is not one lower-case word, or means something else already.
    """
    if not _SERVICE.fullmatch(given) or keyword.iskeyword(given):
        raise Unusable(f"{given!r} is not one lower-case word, such as stations.")
    if given in _SERVICES_RESERVED:
        raise Unusable(f"{given} means something else already. Choose another name.")
    return given


def plural_of(word: str) -> str:
    """Returns the regular English plural of a word."""
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|z|ch|sh)$", word) else f"{word}s"


def snake_case(name: str) -> str:
    """Returns a name such as "SignUp" as "sign_up"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
