from functools import partial

import pytest
from prometheus_client import REGISTRY

from gateway.backend.allowances import Policy
from gateway.backend.budgets import Budgets
from services.kit.errors import Exhausted

POLICY = Policy("test", 100, 10.0)


class Time:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def test_a_rested_caller_may_spend_all_and_no_more(time: Time) -> None:
    account = Budgets(now=time).account(POLICY, "lin")
    refusals = partial(
        REGISTRY.get_sample_value, "banyan_limit_refusals_total", {"limit": POLICY.name}
    )
    account.spend(60)
    before = refusals() or 0
    with pytest.raises(Exhausted) as refused:
        account.spend(50)
    assert refusals() == before + 1
    assert refused.value.reason == "BUDGET_SPENT"
    assert refused.value.retry_seconds == 1  # 10 points are missing
    account.spend(40)
    assert account.left == 0


def test_points_return_with_time_up_to_the_capacity(time: Time) -> None:
    account = Budgets(now=time).account(POLICY, "lin")
    account.spend(100)
    time.now = 3.0
    assert (account.left, account.seconds_until_full) == (30, 7)
    time.now = 60.0
    assert (account.left, account.seconds_until_full) == (100, 0)


def test_what_was_not_needed_returns(time: Time) -> None:
    account = Budgets(now=time).account(POLICY, "lin")
    account.spend(80)
    account.return_(50)
    assert account.left == 70
    account.return_(1000)
    assert account.left == 100


def test_each_caller_and_each_policy_has_a_bucket(time: Time) -> None:
    budgets, other = Budgets(now=time), Policy("other", 100, 10.0)
    budgets.account(POLICY, "lin").spend(100)
    assert budgets.account(POLICY, "lin").left == 0
    assert budgets.account(POLICY, "chen").left == 100
    assert budgets.account(other, "lin").left == 100


def test_the_callers_who_were_away_longest_are_forgotten(time: Time) -> None:
    budgets = Budgets(most=2, now=time)
    for caller in ("lin", "chen", "lin", "maria"):
        budgets.account(POLICY, caller).spend(50)
    assert budgets.account(POLICY, "lin").left == 0
    assert budgets.account(POLICY, "chen").left == 100
