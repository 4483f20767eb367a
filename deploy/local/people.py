"""The people of the demo community who can sign in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPerson:
    """Someone for whom the development issuer gives tokens."""

    key: str
    family_name: str
    given_name: str
    name: str

    @property
    def subject(self) -> str:
        """What the issuer calls the person: the `sub` of their tokens."""
        return f"demo-{self.key}"


ADMINISTRATOR = DemoPerson("admin", "Banyan", "Ada", "Ada Banyan")
PEOPLE = {
    person.key: person
    for person in (
        ADMINISTRATOR,
        DemoPerson("lin", "林", "秀英", "林秀英"),
        DemoPerson("chen", "陈", "建国", "陈建国"),
        DemoPerson("maria", "García", "María", "María García"),
    )
}
