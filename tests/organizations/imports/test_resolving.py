"""Answers to the conflicts of a plan, sources of external ids, and files sent as bytes."""

import json
from dataclasses import replace
from uuid import UUID

import pytest
from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import organization_pb2

from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.kit.text.encodings import ENCODINGS
from services.organizations.imports.servicer import default_source
from tests.organizations.community import Community
from tests.organizations.importing import Imports, below, outcomes

SAME = pb.IMPORT_ANSWER_SAME
DIFFERENT = pb.IMPORT_ANSWER_DIFFERENT
AT_ADDRESS = pb.IMPORT_ANSWER_SAME_IF_ADDRESS_EQUAL
TEMPLES = "Name,Address,Phone\n福德宮,宜蘭路 1 號,1\n福德宮,文昌路 2 號,2\n福德宮,文昌路 2 號,3\n"


async def count(imports: Imports) -> int:
    """Returns how many organizations lie below the parent; several may have one name."""
    answer = await imports.community.call(
        organization_pb2.ListOrganizationsRequest(parent_id=imports.parent.id, page_size=100),
        organization_pb2.ListOrganizationsResponse,
        imports.passport,
    )
    return len(answer.organizations)


class TestResolve:
    async def test_groups_of_one_name_are_asked_about(self, community: Community) -> None:
        for answer, groups in ((SAME, 1), (DIFFERENT, 3), (AT_ADDRESS, 2)):
            imports = await below(community)
            job = await imports.plan(TEMPLES)
            assert job.conflict_count == 3
            job = await imports.resolve(job, answer)
            assert (job.state, job.conflict_count, job.create_count) == (
                pb.IMPORT_STATE_READY,
                0,
                groups,
            )
            firsts = {SAME: [2, 2, 2], DIFFERENT: [2, 3, 4], AT_ADDRESS: [2, 3, 3]}[answer]
            assert [row.first_line for row in await imports.rows(job)] == firsts
            await imports.execute(job)
            assert await count(imports) == groups
            again = await imports.plan(TEMPLES)
            assert again.unchanged_count == 3
            assert [row.first_line for row in await imports.rows(again)] == firsts

    async def test_without_an_answer_nothing_happens(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.execute(await imports.plan(TEMPLES))
        assert job.conflict_count == 3
        assert await count(imports) == 0

    async def test_an_answer_for_one_line_leaves_the_rest_of_the_plan(
        self, community: Community
    ) -> None:
        imports = await below(community)
        job = await imports.plan(TEMPLES + "Choir,,\n")
        before = {row.line: row for row in await imports.rows(job)}
        job = await imports.resolve(job, DIFFERENT, line=2)
        rows = {row.line: row for row in await imports.rows(job)}
        assert outcomes(list(rows.values())) == ["CREATE", "CONFLICT", "CONFLICT", "CREATE"]
        assert rows[5] == before[5]
        site = community.platform.site
        found = await site.sql(
            "organizations",
            "SELECT count(DISTINCT batch), min(batch) FROM import_job_row WHERE import_job_id = $1",
            UUID(job.id),
        )
        assert tuple(found[0]) == (1, 1)

    async def test_the_new_ones_keep_their_ids(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan(TEMPLES + "Choir,,\n")
        query = "SELECT target_id FROM import_job_row WHERE line = 5"
        (before,) = await community.platform.site.sql("organizations", query)
        await imports.resolve(job, SAME)
        (after,) = await community.platform.site.sql("organizations", query)
        assert before == after

    async def test_a_retry_has_the_same_answer(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan(TEMPLES)
        request_id = str(uuid7())
        first = await imports.resolve(job, SAME, request_id=request_id)
        assert await imports.resolve(job, SAME, request_id=request_id) == first

    async def test_only_a_plan_that_is_ready(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.execute(await imports.plan(TEMPLES))
        with pytest.raises(Refused) as refused:
            await imports.resolve(job, SAME)
        assert refused.value.reason == "IMPORT_NOT_READY"

    async def test_not_a_plan_of_an_earlier_version(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan(TEMPLES)
        await community.platform.site.sql("organizations", "UPDATE import_job_row SET said = '{}'")
        with pytest.raises(Refused) as refused:
            await imports.resolve(job, SAME)
        assert refused.value.reason == "IMPORT_NOT_READY"

    async def test_only_by_those_who_lead(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan(TEMPLES)
        for role in ("COORDINATOR", "MEMBER"):
            passport = await community.holding(uuid7(), imports.parent, role)
            with pytest.raises(PermissionDenied):
                await Imports(community, imports.parent, passport).resolve(job, SAME)

    async def test_what_is_no_answer(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan(TEMPLES)
        with pytest.raises(InvalidArgument):
            await imports.resolve(job, pb.IMPORT_ANSWER_UNSPECIFIED)
        with pytest.raises(InvalidArgument):
            await imports.resolve(job, SAME, reason="NAME_MISSING")
        for line, answer in ((0, SAME), (2, DIFFERENT)):
            with pytest.raises(InvalidArgument):
                await imports.resolve(job, answer, line=line, organization_id=imports.parent.id)

    async def test_which_of_several_of_one_name_is_meant(self, community: Community) -> None:
        imports = await below(community)
        await imports.execute(await imports.resolve(await imports.plan(TEMPLES), DIFFERENT))
        more = "Name,Email\n福德宮,a@example.org\n"
        job = await imports.plan(more)
        (row,) = await imports.rows(job)
        assert row.reasons[-1].code == "AMBIGUOUS"
        answer = await community.call(
            organization_pb2.ListOrganizationsRequest(parent_id=imports.parent.id),
            organization_pb2.ListOrganizationsResponse,
            imports.passport,
        )
        meant = answer.organizations[1]
        stranger = await community.found(name="福德宮")
        job = await imports.resolve(job, SAME, "AMBIGUOUS", line=2, organization_id=stranger.id)
        (row,) = await imports.rows(job)
        assert row.reasons[-1].code == "ORGANIZATION_NOT_POSSIBLE"
        job = await imports.resolve(job, SAME, "AMBIGUOUS", line=2, organization_id=meant.id)
        (row,) = await imports.rows(job)
        assert (job.update_count, row.organization_id) == (1, meant.id)
        await imports.execute(job)
        assert (await imports.plan(more)).unchanged_count == 1

    async def test_one_that_appears_after_the_answer_is_a_conflict(
        self, community: Community
    ) -> None:
        imports = await below(community)
        job = await imports.resolve(await imports.plan(TEMPLES), DIFFERENT)
        await community.found(name="福德宮", parent_id=imports.parent.id)
        job = await imports.execute(job)
        assert (job.create_count, job.conflict_count) == (0, 3)
        rows = await imports.rows(job)
        assert {row.reasons[-1].code for row in rows} == {"APPEARED_SINCE_PLAN"}


class TestSources:
    async def test_two_files_that_number_their_rows_rename_nothing(
        self, community: Community
    ) -> None:
        imports = await below(community)
        await imports.execute(await imports.plan("编号,名称\n1,晨练队\n2,合唱团\n"))
        other = "编号,名称\n1,棋牌社\n2,书法班\n"
        job = await imports.plan(other)
        assert [row.reasons[-1].code for row in await imports.rows(job)] == [
            "ID_OF_ANOTHER_NAME"
        ] * 2
        await imports.execute(job)
        assert set(await imports.children()) == {"晨练队", "合唱团"}

        named = await imports.plan(other, source="chess federation")
        assert (named.source, named.create_count) == ("chess federation", 2)
        await imports.execute(named)
        assert len(await imports.children()) == 4

    async def test_renames_that_the_importer_asks_for(self, community: Community) -> None:
        for ask in ("plan", "resolve"):
            imports = await below(community)
            await imports.execute(await imports.plan("ID,Name\n1,Choir\n"))
            job = await imports.plan("ID,Name\n1,City Choir\n", allow_renames=ask == "plan")
            if ask == "resolve":
                job = await imports.resolve(job, SAME, "ID_OF_ANOTHER_NAME")
            assert job.update_count == 1
            await imports.execute(job)
            assert set(await imports.children()) == {"City Choir"}

    async def test_another_group_is_created_beside_the_one_with_the_id(
        self, community: Community
    ) -> None:
        imports = await below(community)
        await imports.execute(await imports.plan("ID,Name\n1,Choir\n"))
        job = await imports.plan("ID,Name\n1,Chess club\n")
        job = await imports.resolve(job, DIFFERENT, "ID_OF_ANOTHER_NAME")
        await imports.execute(job)
        assert set(await imports.children()) == {"Choir", "Chess club"}

    async def test_the_default_is_the_app(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.execute(await imports.plan("ID,Name\n1,Choir\n"))
        (choir,) = (await imports.children()).values()
        assert choir.external_source == job.source == "tests"

    def test_or_the_importer_whom_it_does_not_name(self) -> None:
        one, other = (Caller(str(person), person_id=person) for person in (uuid7(), uuid7()))
        assert default_source(one) == default_source(one) != default_source(other)
        assert str(one.person_id) not in default_source(one)
        assert default_source(replace(one, client_id=" an app " * 50)).startswith("an app")
        assert len(default_source(replace(one, client_id="a" * 500))) == 100


class TestBytes:
    @pytest.mark.parametrize(
        ("encoding", "first", "second"),
        [
            *((name, "合唱团", "棋牌社") for name in ("gb18030", "utf-8", "utf-16")),
            ("big5", "福德宮", "讀書會"),
            ("shift_jis", "さくら会", "ひまわり会"),
            ("euc-jp", "さくら会", "ひまわり会"),
            ("euc-kr", "행복나눔봉사단", "바둑 모임"),
            ("windows-1252", "Sängerkreis Köln", "Chœur à Besançon"),
            ("windows-1250", "Koło Gospodyń Wąchock", "Chór Źródło"),
            ("windows-1254", "Çocuk Derneği", "Yaşlılar Vakfı"),
        ],
    )
    async def test_the_encoding_is_found_and_shown(
        self, community: Community, encoding: str, first: str, second: str
    ) -> None:
        """A second import changes nothing."""
        imports = await below(community)
        data = f"Name,Phone\n{first},1\n{second},2\n".encode(ENCODINGS[encoding])
        job = await imports.plan(data)
        assert (job.encoding, job.create_count) == (encoding, 2)
        await imports.execute(job)
        assert set(await imports.children()) == {first, second}
        assert (await imports.plan(data)).unchanged_count == 2

    async def test_another_encoding_than_the_one_that_is_found(self, community: Community) -> None:
        imports = await below(community)
        data = "Name\nMüller\n".encode("cp1252")
        assert (await imports.plan(data, encoding="windows-1252")).encoding == "windows-1252"
        for encoding, field in (("utf-8", "data"), ("klingon", "encoding")):
            with pytest.raises(InvalidArgument) as refused:
                await imports.plan(data, encoding=encoding)
            assert refused.value.violations[0].field == field

    async def test_either_text_or_bytes(self, community: Community) -> None:
        imports = await below(community)
        for content in ("", b""):
            with pytest.raises(InvalidArgument):
                await imports.plan(content)
        with pytest.raises(InvalidArgument):
            await imports.plan("Name\nChoir", data=b"Name\nChoir")

    async def test_a_text_that_was_read_wrongly_says_what_to_do(self, community: Community) -> None:
        imports = await below(community)
        lost = "Name\n合唱团\n棋牌社\n书法班\n".encode("gb18030").decode(errors="replace")
        with pytest.raises(InvalidArgument) as refused:
            await imports.plan(lost)
        assert refused.value.violations[0].reason == "TEXT_LOST"
        assert "UTF-8" in refused.value.violations[0].description

    @pytest.mark.parametrize("content", ["Name\n\x00\n", "Name,Phone\nA,1\n\x00", "Name\nA\x00B"])
    async def test_a_nul_is_an_error_of_its_row(self, community: Community, content: str) -> None:
        imports = await below(community)
        for sent in (content, content.encode()):
            job = await imports.plan(sent)
            (error,) = await imports.rows(job, pb.IMPORT_OUTCOME_ERROR)
            assert "CONTROL_CHARACTERS" in {reason.code for reason in error.reasons}


class TestBound:
    """Answers are one for each reason and line of the file, however often somebody answers."""

    async def stored(self, imports: Imports, job: pb.ImportJob) -> list[tuple[str, int]]:
        query = "SELECT answers FROM import_job WHERE id = $1"
        sql = imports.community.platform.site.sql
        (row,) = await sql("organizations", query, UUID(job.id))
        return [(each["answer"], each["line"]) for each in json.loads(row["answers"])]

    async def test_the_newest_answer_replaces_the_one_before(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan(TEMPLES)
        for answer in (SAME, DIFFERENT, SAME, DIFFERENT):
            job = await imports.resolve(job, answer, line=2)
        job = await imports.resolve(job, AT_ADDRESS)
        job = await imports.resolve(job, SAME, line=3)
        assert await self.stored(imports, job) == [
            ("DIFFERENT", 2),
            ("SAME_IF_ADDRESS_EQUAL", 0),
            ("SAME", 3),
        ]

    async def test_a_line_without_a_row_has_no_answer(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan(TEMPLES)
        with pytest.raises(InvalidArgument) as refused:
            await imports.resolve(job, SAME, line=5)
        (violation,) = refused.value.violations
        assert (violation.field, violation.reason) == ("resolutions[0].line", "NO_SUCH_LINE")
        assert await self.stored(imports, job) == []

    async def test_the_trail_does_not_repeat_them(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.resolve(await imports.plan(TEMPLES), SAME)
        query = "SELECT changes::text FROM audit WHERE method LIKE '%/ResolveImportConflicts'"
        (row,) = await community.platform.site.sql("organizations", query)
        assert "conflict_count" in row["changes"]
        assert "answers" not in row["changes"]
        assert job.conflict_count == 0
