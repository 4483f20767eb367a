"""Pages whose items are too large for one message are shorter, and lose nothing."""

import pytest

from services.kit.process.ids import uuid7
from services.kit.work import paging
from tests.kit.notes import contract as pb
from tests.kit.notes.site import NoteSite, RunningNotes

PART = "notes.title,notes.body,next_page_token"


async def walk(notes: NoteSite, service: RunningNotes) -> list[int]:
    """Reads all pages, each as large as may be. Returns how many notes each had."""
    sizes, titles, token = [], [], ""
    while True:
        request = pb.ListNotesRequest(page_size=100, page_token=token)
        page = await service.call(request, pb.ListNotesResponse, notes.anonymous())
        assert len(page.cursors) == len(page.notes)
        part = await service.call(request, pb.ListNotesResponse, notes.anonymous(), PART)
        assert part == pb.ListNotesResponse(
            notes=[pb.Note(title=note.title, body=note.body) for note in page.notes],
            next_page_token=page.next_page_token,
        )
        sizes.append(len(page.notes))
        titles += [note.title for note in page.notes]
        if not (token := page.next_page_token):
            assert sorted(titles) == sorted(f"{number}" for number in range(10))
            return sizes


@pytest.mark.parametrize(
    ("largest", "sizes"), [(3_500, [3, 3, 3, 1]), (10, [1] * 10), (10**6, [10])]
)
async def test_a_page_ends_where_its_message_would_be_too_large(
    notes: NoteSite, monkeypatch: pytest.MonkeyPatch, largest: int, sizes: list[int]
) -> None:
    monkeypatch.setattr(paging, "LARGEST_ANSWER_BYTES", largest)
    passport = notes.passport(uuid7())
    async with notes.start() as service:
        for number in range(10):
            note = pb.Note(title=f"{number}", body="x" * 900)
            await service.call(pb.CreateNoteRequest(note=note), pb.Note, passport)
        assert await walk(notes, service) == sizes
