"""What is checked of a webhook endpoint before it is kept. The address that is connected to is checked at each attempt."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from services.kit.errors import Refused, Violation
from services.kit.work.roles import OVERSEERS
from services.organizations.apps.models import App, AppScope
from services.organizations.changes.models import SCOPES, ChangeKind

_PORT = 443


def broken_url(url: str, path: str, *, private: bool) -> Iterator[Violation]:
    """Finds what is wrong with the address of an endpoint.

    Args:
        url: The address.
        path: Where the request has it.
        private: Whether this platform also sends to networks of its own, as for development.
    """
    if private or not url:
        return
    try:
        parts = urlsplit(url)
        is_right = parts.scheme == "https" and (parts.port or _PORT) == _PORT
    except ValueError:
        return  # the rules of the field say so
    if not is_right:
        yield Violation(
            path,
            "must begin with https and have no other port than 443, such as https://example.org/changes",
            "WEBHOOK_URL_NOT_SECURE",
        )


def allowed(kind: ChangeKind, app: App) -> bool:
    """Returns whether an app may read changes of a kind."""
    return app.role in OVERSEERS and SCOPES[kind] in app.scopes


def refuse_unreadable(kinds: list[ChangeKind], app: App) -> None:
    """Refuses kinds of changes that an app may not read.

    Raises:
        Refused: It may not read one of them.
    """
    if app.role not in OVERSEERS:
        raise Refused(
            "This app is a member, and changes are for apps with the role SUPERVISOR or above. Change its role first.",
            reason="WEBHOOK_ROLE_TOO_SMALL",
        )
    for kind in kinds:
        if SCOPES[kind] not in app.scopes:
            scope: AppScope = SCOPES[kind]
            raise Refused(
                "This app lacks the scope {scope}, which these changes need. Add it to the app first.",
                reason="WEBHOOK_SCOPE_MISSING",
                params={"scope": str(scope)},
            )
