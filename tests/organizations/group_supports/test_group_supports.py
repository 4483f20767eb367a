"""GroupSupportService, called over gRPC: asked for, promised, delivered, accounted for."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import enrolment_pb2
from banyan.organizations.v1 import group_support_pb2 as pb
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.work.jobs import run_once
from services.organizations.config import OrganizationsSettings
from services.organizations.group_supports import queries
from services.organizations.group_supports.jobs import jobs
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import ADVANCE
from tests.organizations.group_supports.giving import (
    ADVICE,
    DELIVERED,
    EQUIPMENT,
    MONEY,
    PROMISED,
    REQUESTED,
    SETTLED,
    SPACE,
    WITHDRAWN,
    Fund,
)
from tests.organizations.programmes.making import criterion

NOW = Timestamp(seconds=1_800_000_000)
ONE = "019ac000-0000-7000-8000-000000000001"


def in_days(days: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime.now(UTC) + timedelta(days=days))
    return moment


async def test_a_group_asks_for_what_its_stage_offers_in_one_action(community: Community) -> None:
    fund = await Fund.open(community)
    await fund.ask()
    money, space = sorted(await fund.listed(), key=lambda each: -each.kind)
    assert [(each.kind, each.state, each.stage_key) for each in (space, money)] == [
        (SPACE, REQUESTED, "seed"),
        (MONEY, REQUESTED, "seed"),
    ]
    assert (money.amount, money.currency) == (50_000, "CNY")
    granted = await fund.grant(money)
    assert (granted.state, granted.HasField("promise_time")) == (PROMISED, True)
    assert (await fund.deliver(granted)).state == DELIVERED
    assert (await fund.settle(granted)).state == SETTLED
    # What was declined can be asked for again, and nothing else.
    with pytest.raises(Refused):
        await fund.ask()
    await fund.withdraw(space)
    await fund.ask()
    assert [each.kind for each in await fund.listed(states=[REQUESTED])] == [SPACE]
    # The group, those who cultivate it and nobody else see it; only those who cultivate it give.
    assert len(await fund.listed(fund.garden.leader)) == 3
    assert await fund.listed(community.passport()) == []
    with pytest.raises(PermissionDenied):
        await fund.ask(fund.garden.owner)


async def test_of_two_who_ask_at_once_one_asks(community: Community) -> None:
    fund = await Fund.open(community)
    answers = await asyncio.gather(*(fund.ask() for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(each, enrolment_pb2.Enrolment) for each in answers) == 1
    assert len(await fund.listed()) == 2


async def test_what_is_late_is_overdue_until_it_is_delivered(community: Community) -> None:
    fund = await Fund.open(community)
    late, waiting = await fund.promise(due_days=1), await fund.promise(due_days=30)
    lent = await fund.deliver(await fund.promise(EQUIPMENT))
    sql = community.platform.site.sql
    back = "UPDATE group_support SET due_time = due_time - interval '2 days'"
    await sql("organizations", back)
    settle = "UPDATE group_support SET settle_due_time = now() - interval '1 day' WHERE id = $1"
    await sql("organizations", settle, UUID(lent.id))
    units = community.platform.services["organizations"].units
    for job in jobs(OrganizationsSettings.model_construct()):
        await run_once(job, units, Caller(f"job:{job.name}"))
    found = {each.id for each in await fund.listed(is_overdue=True)}
    assert found == {late.id, lent.id}
    assert waiting.id not in found
    assert not (await fund.deliver(late)).is_overdue
    assert not (await fund.settle(lent)).is_overdue


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"kind": MONEY}, ["amount", "currency"]),
        ({"kind": MONEY, "amount": 5}, ["currency"]),
        ({"kind": ADVICE, "amount": 5}, ["amount"]),
        ({"kind": ADVICE, "currency": "CNY"}, ["currency"]),
        ({"kind": MONEY, "amount": 5, "currency": "yuan"}, ["currency"]),
        ({"kind": MONEY, "amount": 5, "currency": "ABC"}, ["currency"]),
        ({"kind": ADVICE, "settle_due_time": NOW}, ["settle_due_time"]),
        ({"kind": ADVICE, "booking_id": ONE, "event_id": ONE}, ["booking_id", "event_id"]),
        ({"kind": SPACE, "event_id": ONE}, ["event_id"]),
    ],
)
async def test_each_kind_has_what_belongs_to_it_and_nothing_else(
    community: Community, values: dict[str, object], fields: list[str]
) -> None:
    fund = await Fund.open(community)
    with pytest.raises(InvalidArgument) as refused:
        await fund.promise(**values)  # type: ignore[arg-type] # by name
    found = {each.field for each in refused.value.violations}
    assert found == {f"group_support.{each}" for each in fields}


async def test_what_belongs_to_a_kind_is_kept(community: Community) -> None:
    fund = await Fund.open(community)
    assert (await fund.pay(5, settle_due_time=NOW)).settle_due_time == NOW
    await fund.ask()
    money, space = sorted(await fund.listed(states=[REQUESTED]), key=lambda each: -each.kind)
    assert (await fund.grant(money, settle_due_time=NOW)).settle_due_time == NOW
    with pytest.raises(InvalidArgument) as refused:
        await fund.grant(space, settle_due_time=NOW)
    assert [each.field for each in refused.value.violations] == ["settle_due_time"]


async def test_of_two_who_decide_at_once_one_decides(community: Community) -> None:
    fund = await Fund.open(community)
    for _ in range(3):
        promised = await fund.promise()
        verbs = [fund.deliver, fund.withdraw, fund.deliver, fund.withdraw]
        answers = await asyncio.gather(*(do(promised) for do in verbs), return_exceptions=True)
        (decided,) = [each for each in answers if not isinstance(each, BaseException)]
        assert all(isinstance(each, Refused) for each in answers if each is not decided)
        (found,) = [each for each in await fund.listed() if each.id == promised.id]
        assert found.state == decided.state


async def test_of_many_promises_at_once_no_more_are_kept_than_fit(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    fund = await Fund.open(community)
    monkeypatch.setattr(queries, "MOST_SUPPORTS", 3)
    answers = await asyncio.gather(*(fund.promise() for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(each, Refused) for each in answers) == 3
    assert len(await fund.listed()) == 3


async def test_what_support_costs_is_summed_by_group_stage_and_currency(
    community: Community,
) -> None:
    fund = await Fund.open(community)
    paid = await fund.deliver(await fund.pay(300_00))
    await fund.settle(paid)
    await fund.deliver(await fund.pay(200_00, is_from_outside=True, source="社区基金会"))
    await fund.pay(100_00)
    await fund.withdraw(await fund.pay(999_00))
    await fund.deliver(await fund.promise())
    await fund.garden.decide(fund.enrolment, ADVANCE)
    await fund.pay(700_00)
    found = [
        (
            each.organization_id,
            each.stage_key,
            each.currency,
            each.count,
            each.delivered_count,
            each.promised_amount,
            each.paid_amount,
            each.settled_amount,
            each.outside_amount,
        )
        for each in await fund.costs()
    ]
    group = fund.garden.group.id
    assert found == [
        (group, "sprout", "CNY", 1, 0, 700_00, 0, 0, 0),
        (group, "seed", "CNY", 3, 2, 600_00, 500_00, 300_00, 200_00),
        (group, "seed", "", 1, 1, 0, 0, 0, 0),
    ]


@pytest.mark.parametrize("seed", [1, 2])
async def test_costs_add_up_whatever_became_of_the_support(community: Community, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- a test, not a secret
    fund = await Fund.open(community)
    expected: dict[str, list[int]] = {}
    for _ in range(25):
        currency, amount = chance.choice(["CNY", "EUR", ""]), chance.randint(1, 2_000_000_000)
        outside = chance.random() < 0.5
        kind, money = ADVICE, dict[str, Any]()
        if currency:
            kind, money = MONEY, {"amount": amount, "currency": currency}
        amount = money.get("amount", 0)
        support = await fund.promise(kind, is_from_outside=outside, **money)
        end = chance.choice([PROMISED, DELIVERED, SETTLED if currency else DELIVERED, WITHDRAWN])
        if end == WITHDRAWN:
            await fund.withdraw(support)
            continue
        is_paid, is_settled = end in (DELIVERED, SETTLED), end == SETTLED
        if is_paid:
            await fund.deliver(support)
        if is_settled:
            await fund.settle(support)
        row = [
            1,
            is_paid,
            amount,
            amount * is_paid,
            amount * is_settled,
            amount * is_paid * outside,
        ]
        before = expected.get(currency, [0] * len(row))
        expected[currency] = [one + more for one, more in zip(before, row, strict=True)]
    found = await fund.costs()
    assert {
        each.currency: [
            each.count,
            each.delivered_count,
            each.promised_amount,
            each.paid_amount,
            each.settled_amount,
            each.outside_amount,
        ]
        for each in found
    } == expected
    promised = [each.promised_amount for each in found]
    assert promised == sorted(promised, reverse=True)


async def test_a_stage_can_ask_for_support_from_outside(community: Community) -> None:
    fund = await Fund.open(
        community,
        criterion("SUPPORT_RECEIVED", 1, window_days=30),
        criterion("OUTSIDE_SUPPORT_PERCENT", 50, window_days=30),
    )

    async def values() -> list[int]:
        standing = await fund.garden.standing(fund.enrolment)
        assert standing is not None
        return [each.value for each in standing.requirements[0].criteria]

    assert await values() == [0, 0]
    await fund.deliver(await fund.promise())
    await fund.promise(is_from_outside=True)
    assert await values() == [1, 0]
    await fund.deliver(await fund.promise(is_from_outside=True))
    assert await values() == [2, 50]


async def test_what_was_not_so_is_corrected_step_by_step(community: Community) -> None:
    fund = await Fund.open(community, criterion("SUPPORT_RECEIVED", 1, window_days=30))

    async def received() -> int:
        standing = await fund.garden.standing(fund.enrolment)
        assert standing is not None
        return standing.requirements[0].criteria[0].value

    lent = await fund.settle(await fund.deliver(await fund.promise(EQUIPMENT)))
    assert await received() == 1
    lent = await fund.correct(lent)
    assert (lent.state, lent.HasField("settle_time"), lent.correction) == (
        DELIVERED,
        False,
        "记错了团队",
    )
    assert await received() == 1
    lent = await fund.correct(lent)
    assert (lent.state, lent.HasField("deliver_time")) == (PROMISED, False)
    assert await received() == 0
    with pytest.raises(Refused):
        await fund.correct(lent)
    assert (await fund.withdraw(lent)).state == WITHDRAWN
    again = pb.CorrectSupportRequest(group_support_id=lent.id, reason="x")
    with pytest.raises(PermissionDenied):
        await fund.do(again, fund.garden.leader)


async def test_who_gives_support_sees_what_is_due_first_in_all_groups(community: Community) -> None:
    fund = await Fund.open(community)
    other = await fund.garden.community.found()
    leader = await community.holding(None, other, "LEADER")
    applied = await fund.garden.apply(leader, organization_id=other.id)
    enrolled = await fund.garden.do(enrolment_pb2.AcceptEnrolmentRequest(enrolment_id=applied.id))
    second = Fund(fund.garden, enrolled)
    late, soon = await fund.promise(due_days=9), await second.promise(due_days=2)
    whenever = await fund.promise()
    done = await second.deliver(await second.promise(due_days=1))
    lent = await second.deliver(
        await second.promise(EQUIPMENT, due_days=1, settle_due_time=in_days(4))
    )
    expected = [soon.id, lent.id, late.id, whenever.id, done.id]
    assert [each.id for each in await fund.given()] == expected
    backward = await fund.given(backward=True, page_size=2)
    assert [each.id for each in backward] == expected[-2:]
    before = await fund.given(due_before=in_days(5))
    assert [each.id for each in before] == expected[:2]
    assert [each.id for each in await fund.given(kinds=[EQUIPMENT])] == [lent.id]
    assert [each.id for each in await fund.given(states=[DELIVERED])] == [lent.id, done.id]
    assert await fund.given(is_overdue=True) == []
    # A group sees its own, and a stranger nothing.
    assert [each.id for each in await fund.given(leader)] == [soon.id, lent.id, done.id]
    assert await fund.given(community.passport()) == []
