"""A note service that is measured, for the tests about metrics."""

from services.kit.process.ids import uuid7
from tests.kit.notes import contract as pb
from tests.kit.notes.site import NoteSite, RunningNotes
from tests.metrics import Scrape, scrape

LISTEN = "127.0.0.1:0"


async def seen(running: RunningNotes) -> Scrape:
    return await scrape(running.instance.metrics_port)


async def create_note(notes: NoteSite, running: RunningNotes, title: str = "groceries") -> None:
    request = pb.CreateNoteRequest(note=pb.Note(title=title))
    await running.call(request, pb.Note, notes.passport(uuid7()))
