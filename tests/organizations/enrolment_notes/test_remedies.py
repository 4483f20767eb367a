"""Every refusal about notes says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from services.organizations.enrolment_notes.servicer import MOST_NOTES
from tests.organizations.community import Community
from tests.organizations.enrolment_notes.test_enrolment_notes import GROUP, delete, write
from tests.organizations.enrolments.growing import Garden
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "enrolment_notes")
remedy = REMEDIES.of
_MORE = """
    INSERT INTO enrolment_note SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).*
    FROM enrolment_note AS one, generate_series(2, $2::int) WHERE id = $1
"""


@remedy("TOO_MANY_NOTES")
async def notes(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    note = await write(garden, enrolment, GROUP)
    await community.platform.site.sql("organizations", _MORE, UUID(note.id), MOST_NOTES)
    await refused(write(garden, enrolment, GROUP), "TOO_MANY_NOTES")
    await delete(garden, note, garden.owner)
    await write(garden, enrolment, GROUP)


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
