"""Allowances: how much callers of each kind may ask for."""

import math
from dataclasses import dataclass

from services.kit.language import phrase
from services.kit.process.kinds import Count, Positive


@dataclass(frozen=True, slots=True)
class Policy:
    """How much callers of one kind may spend.

    Attributes:
        name: The name, for `RateLimit` fields and metrics.
        capacity: The points that a rested caller has.
        refill: The points that return each second.
        subscriptions: The subscriptions that a caller may have at once.
        advice: The message for a caller who has spent it all.
    """

    name: str
    capacity: int
    refill: float
    subscriptions: int = 0
    advice: str = phrase(
        "You have asked for too much in a short time. Ask for less at once, or wait."
    )

    @property
    def window(self) -> int:
        """The seconds in which an empty bucket fills."""
        return max(1, math.ceil(self.capacity / self.refill))


@dataclass(frozen=True, slots=True)
class Allowances:
    """How much callers may ask for, in points; see `gateway.binding.prices`.

    Attributes:
        person_budget: What one signed-in principal has when rested, through all of their apps.
        person_refill: What returns to it each second.
        anonymous_budget: What all who are not signed in at one address share.
        anonymous_refill: What returns to it each second.
        person_subscriptions: The subscriptions of one signed-in principal, on all of their sockets.
        anonymous_subscriptions: Those of all who are not signed in at one address.
        key_budget: What one app has that calls with a key of its own, through all of its keys.
        key_refill: What returns to it each second.
        app_budget: What all who use one app have together, each within their own budget.
        app_refill: What returns to it each second.
        search_budget: The searches of all who are not signed in at one address.
        search_refill: The searches that return each second.
        sign_in_budget: The credentials from one address that the gateway does not know yet.
        sign_in_refill: The credentials that return each second.
        junk_budget: Those of them that turn out not to hold. When there were as many, none of the
            address that is new is verified.
        junk_refill: The credentials that return each second.
        upload_budget: The images that one principal may send.
        upload_refill: The images that return each second.
    """

    person_budget: Count = 10_000
    person_refill: Positive = 500.0
    anonymous_budget: Count = 8_000
    anonymous_refill: Positive = 300.0
    person_subscriptions: Count = 100
    anonymous_subscriptions: Count = 200
    key_budget: Count = 20_000
    key_refill: Positive = 1_000.0
    app_budget: Count = 1_000_000
    app_refill: Positive = 50_000.0
    search_budget: Count = 100
    search_refill: Positive = 5.0
    sign_in_budget: Count = 200
    sign_in_refill: Positive = 5.0
    junk_budget: Count = 30
    junk_refill: Positive = 0.5
    upload_budget: Count = 30
    upload_refill: Positive = 0.1

    @property
    def signed_in(self) -> Policy:
        """The policy for a signed-in principal."""
        return Policy("person", self.person_budget, self.person_refill, self.person_subscriptions)

    @property
    def keys(self) -> Policy:
        """The policy for an app that calls with a key of its own."""
        return Policy("key", self.key_budget, self.key_refill, self.person_subscriptions)

    @property
    def anonymous(self) -> Policy:
        """The policy for an address."""
        return Policy(
            "anonymous",
            self.anonymous_budget,
            self.anonymous_refill,
            self.anonymous_subscriptions,
            "Sign in for more, ask for less at once, or wait.",
        )

    @property
    def policies(self) -> tuple[Policy, ...]:
        """All of them."""
        of_addresses = (self.anonymous, self.searches, self.sign_ins, self.junk)
        return (self.signed_in, self.keys, self.apps, self.uploads, *of_addresses)

    @property
    def apps(self) -> Policy:
        """The policy for an app."""
        return Policy("app", self.app_budget, self.app_refill, self.app_budget, "Try again soon.")

    @property
    def searches(self) -> Policy:
        """The policy for searches from an address."""
        return Policy(
            "search",
            self.search_budget,
            self.search_refill,
            advice=phrase(
                "You have asked for too much in a short time. Sign in to search more, or wait."
            ),
        )

    @property
    def sign_ins(self) -> Policy:
        """The policy for credentials from an address that are new."""
        return Policy("sign-in", self.sign_in_budget, self.sign_in_refill)

    @property
    def junk(self) -> Policy:
        """The policy for credentials from an address that do not hold."""
        return Policy("junk", self.junk_budget, self.junk_refill)

    @property
    def uploads(self) -> Policy:
        """The policy for images that somebody sends."""
        return Policy(
            "upload",
            self.upload_budget,
            self.upload_refill,
            advice=phrase("You have sent many images in a short time. Wait before you send more."),
        )
