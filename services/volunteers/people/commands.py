"""The command `erase`: takes a person out of the platform."""

from services.kit.calls.passport import Caller
from services.kit.errors import NotFound
from services.kit.process.terminal import GREEN
from services.kit.service.commands import DONE, Command
from services.kit.service.holding import person_of
from services.kit.service.running import ServiceCommand
from services.kit.work.erasing import begin_erasure
from services.kit.work.legal_holds import find_hold
from services.volunteers.people.models import Person


async def erase(command: Command) -> int:
    """Notes that a person is to be erased; the running services do it.

    Raises:
        SystemExit: There is no such person, or a legal hold stands for them.
    """
    person_id = person_of(command.arguments)
    async with command.units() as units:
        try:
            async with units.writing(Caller(principal_id="command:erase")) as work:
                person = await work.lock(Person, person_id)
                if (hold := await find_hold(person.id, work)) is not None:
                    raise SystemExit(
                        f"A legal hold stands for this person until {hold.last_day} is over: {hold.reason}. Erase them"
                        " then, or end it before with `release`."
                    )
                await begin_erasure(person.id, work)
        except NotFound:
            raise SystemExit(
                "There is no person with this ID. Look at `people` of GraphQL for it."
            ) from None
    command.output.line(
        "The person is being erased. The table `erasure` of each service says when it is done.",
        GREEN,
    )
    return DONE


COMMANDS = (
    ServiceCommand(
        "erase",
        erase,
        "take a person out of the platform",
        "The running services erase what they hold about the person, within seconds: name, contact details, texts, pictures, what"
        " waits on the bus, and the values in the audit trail. Sums and counts stay, under an ID that says nothing. It cannot be"
        " undone, and is safe to repeat.",
        {"person": "the ID of the person"},
    ),
)
