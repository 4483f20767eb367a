"""Lists that several services answer: a short page of one hides nothing of another."""

from typing import Any

import pytest
from banyan.audit.v1 import audit_pb2 as pb

from gateway.binding.merging import merged

IDS = [f"0190b000-0000-7000-8000-{number:012d}" for number in range(20)]


class Services:
    """Services that list entries newest first, and answer with pages of at most so many."""

    def __init__(self, entries: dict[str, list[str]], most: dict[str, int]) -> None:
        self._entries = entries
        self._most = most

    async def call(self, request: Any, answer_type: Any, service: str) -> Any:
        """Answers for a service."""
        ids, token = sorted(self._entries[service], reverse=True), request.page_token
        size = min(request.page_size, self._most[service])
        if request.backward:
            left = [id_ for id_ in ids if not token or id_ > token]
            page = left[-size:]
        else:
            left = [id_ for id_ in ids if not token or id_ < token]
            page = left[:size]
        return answer_type(
            audit_entries=[pb.AuditEntry(id=id_) for id_ in page],
            cursors=page,
            next_page_token=page[0 if request.backward else -1] if len(page) < len(left) else "",
        )


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("most", [{"a": 2, "b": 100}, {"a": 1, "b": 3}, {"a": 100, "b": 100}])
async def test_every_entry_is_listed_once_and_in_order(
    most: dict[str, int], *, backward: bool
) -> None:
    services = Services({"a": IDS[::2], "b": IDS[1::2]}, most)
    listed: list[str] = []
    token = ""
    while True:
        request = pb.ListAuditEntriesRequest(page_size=10, page_token=token, backward=backward)
        page = await merged(request, services, ("a", "b"))  # type: ignore[arg-type] # it only calls
        ids = [entry.id for entry in page.audit_entries]
        listed = [*ids, *listed] if backward else [*listed, *ids]
        if not (token := page.next_page_token):
            break
    assert listed == sorted(IDS, reverse=True)
