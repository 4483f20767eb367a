"""Webhooks as they arrive: signed, thin, in order, again and again."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from banyan.organizations.v1 import (
    app_pb2,
    change_feed_pb2,
    membership_pb2,
    webhook_delivery_pb2,
    webhook_endpoint_pb2,
)
from prometheus_client import REGISTRY

from services.kit.calls.passport import Caller
from services.kit.contract.global_ids import GlobalId
from services.kit.work.jobs import run_once
from services.organizations.webhook_deliveries import jobs
from services.organizations.webhook_deliveries.backlogs import BACKLOGS
from services.organizations.webhook_deliveries.jobs import DELAYS, JITTER
from services.organizations.webhook_endpoints.secrets import signature
from tests.notices import published_about, spoken
from tests.organizations.webhooks.hooks import Hooks
from tests.organizations.webhooks.receiver import Received
from tests.waiting import eventually

pb, deliveries = webhook_endpoint_pb2, webhook_delivery_pb2


def test_signs_as_the_specification_shows() -> None:
    # The example of https://www.standardwebhooks.com, whose secret is whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw.
    secret = bytes.fromhex("31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0")
    signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_tells_what_has_changed_and_where_to_read_on(hooks: Hooks) -> None:
    membership = await hooks.join()
    (message,) = await hooks.received()
    assert message.verifies(hooks.secret)
    assert not message.verifies("whsec_" + "A" * 43 + "=")
    assert message.headers["content-type"] == "application/json"
    said = message.json
    assert said.keys() == {"type", "timestamp", "data"}
    assert said["type"] == "membership.changed"
    assert said["data"].keys() == {"id", "organizationId", "cursor"}
    assert said["data"]["id"] == str(GlobalId("Membership", membership.id))
    # Whoever reads on from the cursor misses nothing after the message, and gets nothing twice.
    later = await hooks.join()
    request = change_feed_pb2.ReadChangesRequest(
        organization_id=hooks.stage.group_id, after=said["data"]["cursor"]
    )

    async def reads_on() -> bool:
        feed = await hooks.stage.call(request, change_feed_pb2.ChangeFeed)
        return [each.membership_id for each in feed.changes] == [later.id]

    await eventually(reads_on)


async def test_tells_of_chosen_kinds_alone(hooks: Hooks) -> None:
    entries = await hooks.add(kinds=[change_feed_pb2.CHANGE_KIND_PERSON_ENTRY])
    await hooks.join()
    await hooks.received()
    found = await hooks.sql(
        "SELECT count(*) FROM webhook_delivery WHERE webhook_endpoint_id = $1",
        UUID(entries.webhook_endpoint.id),
    )
    assert found[0][0] == 0


async def test_sends_again_with_the_same_id_until_it_is_taken(hooks: Hooks) -> None:
    hooks.receiver.answer = lambda _: (500, "", "Bearer abc.def bny_test_0123 broken\x00")
    await hooks.join()

    async def has_failed() -> deliveries.WebhookDelivery | None:
        return next((each for each in await hooks.log() if each.attempts), None)

    found = await eventually(has_failed)
    assert found is not None
    (backlog,) = BACKLOGS
    assert await hooks.stage.community.platform.site.counted("organizations", backlog) == {
        "failing": 1
    }
    assert _attempts_with("STATUS") > 0
    assert found.state == deliveries.WEBHOOK_DELIVERY_STATE_PENDING
    (attempt,) = found.attempts
    assert (attempt.response_status, attempt.error) == (500, deliveries.WEBHOOK_ERROR_STATUS)
    assert attempt.response_body == "[redacted] [redacted] broken "
    wait = found.next_attempt_time.ToDatetime() - attempt.attempt_time.ToDatetime()
    assert DELAYS[0] <= wait <= DELAYS[0] * (1 + JITTER) + timedelta(seconds=30)
    hooks.receiver.answer = lambda _: (200, "", "ok")
    await hooks.attempt_now()
    first, second = await hooks.received(2)
    assert (first.id, first.body) == (second.id, second.body) == (f"msg_{found.id}", found.body)
    assert second.verifies(hooks.secret)

    async def is_delivered() -> bool:
        (found,) = await hooks.log()
        return found.state == deliveries.WEBHOOK_DELIVERY_STATE_DELIVERED

    await eventually(is_delivered)
    assert await hooks.stage.community.platform.site.counted("organizations", backlog) == {}
    assert _attempts_with("DELIVERED") > 0


def _attempts_with(outcome: str) -> float:
    name = "banyan_webhook_attempts_total"
    return REGISTRY.get_sample_value(name, {"outcome": outcome}) or 0


def test_waits_as_long_as_the_page_says() -> None:
    hours = [each.total_seconds() / 3600 for each in DELAYS]
    assert [round(each * 3600) for each in hours[:3]] == [5, 300, 1800]
    assert hours[3:] == [2, 5, 10, 14, 20, 24]


async def test_gives_up_after_the_last_attempt_and_is_replayed(hooks: Hooks) -> None:
    hooks.receiver.answer = lambda _: (503, "", "")
    await hooks.join()
    await hooks.received()
    await eventually(lambda: _attempts(hooks, 1))
    await hooks.sql("UPDATE webhook_delivery SET tries = $1", len(DELAYS))
    await hooks.attempt_now()

    async def has_failed() -> bool:
        (found,) = await hooks.log()
        return found.state == deliveries.WEBHOOK_DELIVERY_STATE_FAILED

    await eventually(has_failed)
    (failed,) = await hooks.log()
    assert not failed.HasField("next_attempt_time")
    hooks.receiver.answer = lambda _: (204, "", "")
    replay = deliveries.ReplayWebhookDeliveryRequest(webhook_delivery_id=failed.id)
    answer = await hooks.stage.call(replay, deliveries.WebhookDelivery)
    assert answer.state == deliveries.WEBHOOK_DELIVERY_STATE_PENDING
    messages = await hooks.received(3)
    assert len({each.id for each in messages}) == 1


async def _attempts(hooks: Hooks, number: int) -> bool:
    return any(len(each.attempts) >= number for each in await hooks.log())


async def test_changes_of_one_membership_arrive_in_their_order(hooks: Hooks) -> None:
    membership = await hooks.join()
    await hooks.received()
    hooks.receiver.received.clear()
    refused: list[str] = []

    def refuse_first(message: Received) -> tuple[int, str, str]:
        if not refused or message.id == refused[0]:
            refused.append(message.id)
            return 500, "", ""
        return 204, "", ""

    hooks.receiver.answer = refuse_first
    for role in (membership_pb2.ROLE_LEADER, membership_pb2.ROLE_COORDINATOR):
        request = membership_pb2.GrantRoleRequest(membership_id=membership.id, role=role)
        await hooks.stage.community.call(
            request, membership_pb2.Membership, hooks.stage.community.admin
        )
    other = await hooks.join()  # another membership does not wait
    await eventually(lambda: _told(hooks, other.id))
    assert len({each.id for each in hooks.receiver.received}) == 2
    hooks.receiver.answer = lambda _: (204, "", "")
    await hooks.attempt_now()
    await eventually(lambda: len({each.id for each in hooks.receiver.received}) == 3)
    sent = [each for each in hooks.receiver.received if membership.id in _subject(each)]
    numbers = await hooks.sql("SELECT 'msg_' || id, number FROM webhook_delivery")
    places = [dict(map(tuple, numbers))[each.id] for each in sent]
    assert places == sorted(places)


def _subject(message: Received) -> str:
    found = GlobalId.parse(message.json["data"]["id"])
    assert found is not None
    return found.id


def _told(hooks: Hooks, membership_id: str) -> bool:
    return any(_subject(each) == membership_id for each in hooks.receiver.received)


async def test_both_secrets_count_while_the_receiver_changes_over(hooks: Hooks) -> None:
    rotate = pb.RotateWebhookSecretRequest(webhook_endpoint_id=hooks.endpoint.id)
    new = await hooks.stage.call(rotate, pb.WebhookEndpointSecret)
    assert new.secret != hooks.secret
    await hooks.join()
    (message,) = await hooks.received()
    assert message.verifies(hooks.secret)
    assert message.verifies(new.secret)
    await hooks.sql("UPDATE webhook_endpoint SET former_secret_expire_time = now()")
    await hooks.join()
    _, later = await hooks.received(2)
    assert not later.verifies(hooks.secret)
    assert later.verifies(new.secret)


@pytest.mark.parametrize(("status", "days"), [(500, 5), (410, 0)])
async def test_is_disabled_when_there_is_no_hope_and_resumed(
    hooks: Hooks, status: int, days: int
) -> None:
    hooks.receiver.answer = lambda _: (500, "", "")
    await hooks.join()
    await eventually(lambda: _attempts(hooks, 1))
    assert await hooks.state() == "ACTIVE"
    await hooks.failing_for(timedelta(days=days))
    hooks.receiver.answer = lambda _: (status, "", "")
    await hooks.attempt_now()

    async def is_disabled() -> bool:
        return await hooks.state() == "DISABLED"

    await eventually(is_disabled)
    site = hooks.stage.community.platform.site
    notices = await published_about(site, "organizations", "webhook_endpoint", 2)
    assert spoken(notices) == ["webhook_endpoint.created", "webhook_endpoint.disabled"]
    hooks.receiver.answer = lambda _: (204, "", "")
    before = len(hooks.receiver.received)
    await hooks.do(pb.ResumeWebhookEndpointRequest())
    await hooks.attempt_now()
    await hooks.join()
    await hooks.received(before + 2)
    assert not (await hooks.do(pb.GetWebhookEndpointRequest())).HasField("failing_since")


async def test_a_success_ends_the_count_of_days(hooks: Hooks) -> None:
    await hooks.failing_for(timedelta(days=4))
    await hooks.join()

    async def works() -> bool:
        found = await hooks.do(pb.GetWebhookEndpointRequest())
        return not found.HasField("failing_since")

    await eventually(works)


async def test_a_redirection_is_a_failure_and_nobody_follows_it(hooks: Hooks) -> None:
    hooks.receiver.answer = lambda _: (302, f"location: {hooks.receiver.url}\r\n", "")
    await hooks.join()
    await eventually(lambda: _attempts(hooks, 1))
    (found,) = await hooks.log()
    assert found.attempts[0].error == deliveries.WEBHOOK_ERROR_REDIRECTED
    assert len(hooks.receiver.received) == 1


async def test_a_receiver_that_says_nothing_is_not_waited_for(
    hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.organizations.webhook_deliveries.sending.LONGEST_SECONDS", 0.2)
    hooks.receiver.silent = asyncio.Event()
    await hooks.join()
    await eventually(lambda: _attempts(hooks, 1))
    (found,) = await hooks.log()
    assert found.attempts[0].error == deliveries.WEBHOOK_ERROR_TIMED_OUT
    hooks.receiver.silent.set()


async def test_a_suspended_app_is_sent_nothing_until_it_is_resumed(hooks: Hooks) -> None:
    await hooks.stage.call(app_pb2.SuspendAppRequest(app_id=hooks.app.id), app_pb2.App)
    await hooks.join()
    other = await hooks.stage.register()
    made = await hooks.add(app_id=other.id)
    await hooks.join()
    (message,) = await hooks.received()
    assert message.verifies(made.secret)  # control: an app that acts is sent what is new
    await hooks.stage.call(app_pb2.ResumeAppRequest(app_id=hooks.app.id), app_pb2.App)
    messages = await hooks.received(3)
    assert [each.verifies(hooks.secret) for each in messages] == [False, True, True]


async def test_many_senders_send_each_message_once(hooks: Hooks) -> None:
    second = hooks.stage.community.platform.services["organizations"].units
    for _ in range(12):
        await hooks.join()
    # A second process makes and sends at the same time as the first.
    settings = hooks.stage.community.platform.site.settings("organizations", webhook_senders=3)
    _, sending, _ = jobs.jobs(settings)  # type: ignore[arg-type] # they are of organizations
    caller = Caller(principal_id="job:second")
    await asyncio.gather(*(run_once(sending, second, caller) for _ in range(3)))
    await hooks.received(12)
    await eventually(lambda: _all_delivered(hooks, 12))
    assert len(hooks.receiver.received) == 12
    assert len({each.id for each in hooks.receiver.received}) == 12


async def _all_delivered(hooks: Hooks, number: int) -> bool:
    log = await hooks.log()
    return len(log) == number and all(
        each.state == deliveries.WEBHOOK_DELIVERY_STATE_DELIVERED for each in log
    )
