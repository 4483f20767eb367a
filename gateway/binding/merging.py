"""Merging: one list from the answers of several services to the same List request."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from gateway.backend.context import Context
from gateway.contract import reading as contract


async def merged(request: Any, context: Context, services: Sequence[str]) -> Any:
    """Returns one page of what several services list newest first, in the order of the ids.

    A cursor of one service is valid in the others, so a page begins at the same place in all, or ends there.
    If one of them does not answer, none is shown: a list with gaps would look complete.

    Args:
        request: The List request.
        context: The context of the operation.
        services: The services.
    """
    items = contract.items_of(type(request))
    answers: list[Any] = await asyncio.gather(
        *(context.call(request, items.response_type, service) for service in services)
    )
    if request.count_only:
        count: Any = items.response_type
        return count(
            total_count=sum(each.total_count for each in answers),
            total_count_is_exact=all(each.total_count_is_exact for each in answers),
        )
    found = [
        pair
        for answer in answers
        for pair in zip(getattr(answer, items.field), answer.cursors, strict=True)
    ]
    found.sort(key=lambda pair: UUID(pair[0].id), reverse=True)
    # A service may have more, even where its page is short: what it lists next lies beyond these.
    ends = [
        UUID(getattr(answer, items.field)[0 if request.backward else -1].id)
        for answer in answers
        if answer.next_page_token
    ]
    if request.backward:
        known = [pair for pair in found if not ends or UUID(pair[0].id) <= min(ends)]
        page = known[-request.page_size :]
    else:
        known = [pair for pair in found if not ends or UUID(pair[0].id) >= max(ends)]
        page = known[: request.page_size]
    has_more = len(found) > len(page) or any(answer.next_page_token for answer in answers)
    result: Any = items.response_type(cursors=[cursor for _, cursor in page])
    getattr(result, items.field).extend(node for node, _ in page)
    if has_more:
        result.next_page_token = page[0 if request.backward else -1][1]
    return result
