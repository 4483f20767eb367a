"""PersonalDataService: what a service holds about a person, for their file.

Each service reads its own tables, as its `personal.py` declares them (`services.kit.work.holdings`).
"""

import json
from collections.abc import AsyncIterator
from uuid import UUID

from banyan.personal.v1 import personal_data_pb2 as pb
from sqlalchemy import Integer, Text

from services.kit.work.database import plain
from services.kit.work.held_parts import MOST, Part
from services.kit.work.holdings import Holdings
from services.kit.work.query import Row
from services.kit.work.tokens import decode, encode, fingerprint
from services.kit.work.work import Work

LARGEST_PAGE = 1024 * 1024  # bytes
_PLACE = (Integer(), Text())


class PersonalDataServicer:
    """Reads what the tables of a service say about a person.

    Args:
        holdings: What they say about people.
    """

    service = pb.DESCRIPTOR.services_by_name["PersonalDataService"]

    def __init__(self, holdings: Holdings) -> None:
        self._parts = holdings.parts

    async def ReadPersonalData(
        self, request: pb.ReadPersonalDataRequest, work: Work
    ) -> pb.ReadPersonalDataResponse:
        """Reads what the service holds about the caller, a page at a time."""
        await work.require("self", request.person_id)
        question, place, after = fingerprint(request), 0, ""
        if request.page_token:
            place, after = decode(request.page_token, question, _PLACE)
        answer, size = pb.ReadPersonalDataResponse(), 0
        person_id = UUID(request.person_id)
        for number, part in enumerate(self._parts):
            if number < place:
                continue
            async for row in _rows(part, work, person_id, after):
                record = _record(part, row)
                answer.personal_records.append(record)
                size += record.ByteSize()
                if size > LARGEST_PAGE or len(answer.personal_records) == MOST:
                    answer.next_page_token = encode(question, (number, row[0]))
                    return answer
            after = ""
        return answer


async def _rows(part: Part, work: Work, person_id: UUID, after: str) -> AsyncIterator[Row]:
    """Yields the rows of a part in the order of their keys, of which each begins with the key as text."""
    rows = await work.fetch(part.query, person_id=person_id, after=after)
    while rows:
        for row in rows:
            yield row
        if len(rows) < MOST:
            return
        rows = await work.fetch(part.query, person_id=person_id, after=rows[-1][0])


def _record(part: Part, row: Row) -> pb.PersonalRecord:
    values = zip(part.columns, row[1:], strict=True)
    fields = {name: plain(value) for name, value in values}
    return pb.PersonalRecord(
        table=part.table,
        named_as=part.named_as,
        fields=json.dumps(fields, ensure_ascii=False, separators=(",", ":")),
    )
