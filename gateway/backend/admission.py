"""Admission: whose operation it is, who pays for it, and how often one address may try credentials.

Verifying a credential is a call to organizations, and one that does not hold costs as much as one that does.
So an address has a number of credentials that are new to this gateway, and a smaller one of those that do
not hold. A caller who is known is never kept waiting by what others try from the same address.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

import jwt
from banyan.organizations.v1.passport_pb2 import IssuePassportResponse

from gateway.backend.allowances import Allowances, Policy
from gateway.backend.budgets import Account, Budgets
from gateway.backend.passports import passport_for
from gateway.request_errors import RequestError
from services.kit.errors import Exhausted
from services.kit.language import worded

_MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whose a credential is."""

    person_id: str
    client_id: str = ""
    app_id: str = ""


class Admission:
    """Admits callers, and opens their accounts.

    Args:
        budgets: The accounts.
        allowances: How much callers may ask for.
    """

    def __init__(self, budgets: Budgets, allowances: Allowances) -> None:
        self._budgets = budgets
        self._allowances = allowances
        self._known: OrderedDict[str, _Holder] = OrderedDict()

    def anonymous(self, address: str) -> Account:
        """Returns the account of those who are not signed in at an address."""
        return self._budgets.account(self._allowances.anonymous, address)

    def searches(self, address: str) -> Account:
        """Returns the account of their searches."""
        return self._budgets.account(self._allowances.searches, address)

    def accounts(self, credential: str) -> list[Account]:
        """Returns the accounts that pay for what is asked with a credential: its holder's, and the app's."""
        key = fingerprint(credential)
        # Without a passport nobody knows whose credential it is.
        holder = self._known.get(key, _Holder(key))
        return self.accounts_of(holder.person_id, holder.client_id, holder.app_id)

    def accounts_of(self, person_id: str, client_id: str, app_id: str) -> list[Account]:
        """Returns the accounts of a holder: of an app with a key, or of a person and the app that they use."""
        if app_id:
            return [self._budgets.account(self._allowances.keys, app_id)]
        accounts = [self._budgets.account(self._allowances.signed_in, person_id)]
        if client_id:
            accounts.append(self._budgets.account(self._allowances.apps, client_id))
        return accounts

    def knock(self, credential: str, address: str) -> None:
        """Counts a credential that is new here, before it is verified.

        Raises:
            RequestError: The address has tried too many (429).
        """
        if fingerprint(credential) in self._known:
            return
        self._spend(self._allowances.sign_ins, address, 1)
        self._spend(self._allowances.junk, address, 0)

    def admit(self, credential: str, passport: IssuePassportResponse) -> None:
        """Remembers whose a credential is that holds."""
        key = fingerprint(credential)
        if key not in self._known:
            # The services verify it; here it only says which app pays.
            text = passport_for(passport, "organizations")
            claims = jwt.decode(text, options={"verify_signature": False})
            self._known[key] = _Holder(passport.person_id, claims["client_id"], passport.app_id)
        self._known.move_to_end(key)
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)

    def turn_away(self, credential: str, address: str) -> None:
        """Counts a credential that does not hold."""
        self._known.pop(fingerprint(credential), None)
        account = self._budgets.account(self._allowances.junk, address)
        account.spend(min(1, account.left))

    def _spend(self, policy: Policy, address: str, points: int) -> None:
        account = self._budgets.account(policy, address)
        try:
            if not account.left:
                account.spend(1)  # which says how long to wait
            account.spend(points)
        except Exhausted as error:
            seconds = error.retry_seconds or 1
            raise RequestError(
                429,
                error.code,
                worded(
                    "Too many access tokens were tried from your address. Wait {seconds} s.",
                    {"seconds": seconds},
                ),
                {"Retry-After": str(seconds)},
                reason="TOO_MANY_CREDENTIALS",
            ) from error


def fingerprint(credential: str) -> str:
    """Returns what a credential is remembered by; nobody can learn it from that."""
    return hashlib.sha256(credential.encode("utf-8", "surrogatepass")).hexdigest()
