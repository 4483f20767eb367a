"""SwapService: two people exchange their places in two shifts."""

from typing import NamedTuple
from uuid import UUID

from banyan.events.v1 import swap_pb2 as pb

from services.events.eligibility.ages import AgeAnswer, Ages, ask_age_for, ask_ages_of
from services.events.eligibility.queries import OF_OTHERS, WANTED, gather_facts
from services.events.eligibility.rules import Facts, reasons_against
from services.events.shifts.models import Shift
from services.events.shifts.queries import as_sort
from services.events.sign_ups.models import SignUp, new_sign_up, taken_state
from services.events.sign_ups.states import SignUpState
from services.events.swaps.models import CLOSED, Swap
from services.events.swaps.partners import AGES_OF_OFFERED, find_partners
from services.events.swaps.queries import AGE_OF_SIGN_UP, AGE_OF_SWAP, BY_START, SWAPS
from services.events.waitlist.jobs import queue_lock
from services.kit.errors import NotFound, PermissionDenied, Refused
from services.kit.service.steps import Preparation
from services.kit.work.bulk import new_row
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work

SWAPPED = "The places were swapped."
IMPOSSIBLE = Refused(
    "The other person cannot take your shift any more. Decline this swap, and agree on another one.",
    reason="SWAP_IMPOSSIBLE",
)
BOTH = "both places change hands together"


class Places(NamedTuple):
    """The two places of a swap, locked.

    Attributes:
        own: The sign-up of who proposed it.
        other: That of the other person.
        own_shift: The shift that the first gives away.
        other_shift: The shift that they get.
    """

    own: SignUp
    other: SignUp
    own_shift: Shift
    other_shift: Shift


class SwapServicer:
    """Manages swaps."""

    service = pb.DESCRIPTOR.services_by_name["SwapService"]

    async def prepare_ProposeSwap(
        self, request: pb.ProposeSwapRequest, preparation: Preparation
    ) -> AgeAnswer | None:
        """Asks volunteers about the caller's age."""
        id_ = UUID(request.other_sign_up_id)
        return await ask_age_for(preparation, AGE_OF_SIGN_UP, sign_up_id=id_)

    async def ProposeSwap(self, request: pb.ProposeSwapRequest, work: Work) -> pb.Swap:
        """Proposes a swap, if the caller could take the other place."""
        await work.require("propose_swap", await work.get(SignUp, request.sign_up_id))
        own = await work.lock(SignUp, request.sign_up_id)
        other = await _get_other(request.other_sign_up_id, work)
        if other.shift_id == own.shift_id or other.person_id == own.person_id:
            raise Refused(
                "A swap is between two people and two shifts. Choose the sign-up of somebody else for another shift.",
                reason="NOTHING_TO_SWAP",
            )
        shift = await work.get(Shift, other.shift_id)
        facts = await gather_facts(
            as_sort(shift, other.role_id),
            own.person_id,
            work,
            is_full=False,
            own=own.id,
            age=work.prepared,
            query=WANTED,
        )
        for each in (own, other):
            each.refuse_unpassable(at=work.now)
        if reasons := reasons_against(facts):
            raise Refused.of(reasons)
        swap = new_row(
            Swap,
            person_id=own.person_id,
            other_person_id=other.person_id,
            sign_up_id=own.id,
            other_sign_up_id=other.id,
            shift_id=own.shift_id,
            other_shift_id=other.shift_id,
            start_time=min(own.start_time, other.start_time),
            own_start_time=own.start_time,
            other_start_time=other.start_time,
            checked_age=shift.minimum_age,
            note=request.note,
        )
        work.follows(swap, because="the person of the sign-up proposes it")
        await work.add_many([swap])
        await work.announce(swap, "proposed")
        return to_proto(swap, pb.Swap)

    async def GetSwap(self, request: pb.GetSwapRequest, work: Work) -> pb.Swap:
        """Gets a swap."""
        return await SWAPS.get(request.swap_id, work)

    async def BatchGetSwaps(
        self, request: pb.BatchGetSwapsRequest, work: Work
    ) -> pb.BatchGetSwapsResponse:
        """Gets several swaps."""
        return pb.BatchGetSwapsResponse(swaps=await SWAPS.get_all(request.ids, work))

    async def ListSwaps(self, request: pb.ListSwapsRequest, work: Work) -> pb.ListSwapsResponse:
        """Lists swaps by the start of the earlier shift."""
        return (await BY_START.page(request, work)).answer(pb.ListSwapsResponse)

    async def prepare_FindSwapPartners(
        self, request: pb.FindSwapPartnersRequest, preparation: Preparation
    ) -> Ages:
        """Asks volunteers about the caller's age, in one call."""
        return await ask_ages_of(AGES_OF_OFFERED, preparation, sign_up_id=UUID(request.sign_up_id))

    async def FindSwapPartners(
        self, request: pb.FindSwapPartnersRequest, work: Work
    ) -> pb.SwapPartners:
        """Finds with whom the caller could swap a place."""
        return await find_partners(UUID(request.sign_up_id), request.limit, work)

    async def prepare_AcceptSwap(
        self, request: pb.AcceptSwapRequest, preparation: Preparation
    ) -> AgeAnswer | None:
        """Asks volunteers about the caller's age."""
        return await ask_age_for(preparation, AGE_OF_SWAP, swap_id=UUID(request.swap_id))

    async def AcceptSwap(self, request: pb.AcceptSwapRequest, work: Work) -> pb.Swap:
        """Lets both places change hands. No place becomes free, so nobody on a waitlist is asked."""
        known = await work.get(Swap, request.swap_id)
        await work.require("answer_swap", known)
        places = await _lock_places(known, work)
        swap = await work.lock(Swap, known.id)
        swap.check_open()
        if any(each.state != SignUpState.CONFIRMED for each in (places.own, places.other)) or (
            places.own.start_time,
            places.other.start_time,
        ) != (
            swap.own_start_time,
            swap.other_start_time,
        ):  # it lapses in a moment
            raise CLOSED
        caller = await gather_facts(
            as_sort(places.own_shift, places.own.role_id),
            work.person_id,
            work,
            is_full=False,
            own=places.other.id,
            age=work.prepared,
            query=WANTED,
        )
        if reasons := reasons_against(caller):
            raise Refused.of(reasons)
        proposer = await _facts_of_proposer(swap, places, work)
        await _exchange(swap, places, proposer, caller, work)
        return to_proto(swap, pb.Swap)

    async def DeclineSwap(self, request: pb.DeclineSwapRequest, work: Work) -> pb.Swap:
        """Declines a swap."""
        await work.require("answer_swap", await work.get(Swap, request.swap_id))
        swap = await work.lock(Swap, request.swap_id)
        swap.decline()
        await work.announce(swap, "declined")
        return to_proto(swap, pb.Swap)

    async def WithdrawSwap(self, request: pb.WithdrawSwapRequest, work: Work) -> pb.Swap:
        """Withdraws a swap."""
        await work.require("withdraw_swap", await work.get(Swap, request.swap_id))
        swap = await work.lock(Swap, request.swap_id)
        swap.withdraw()
        await work.announce(swap, "withdrawn")
        return to_proto(swap, pb.Swap)


async def _get_other(sign_up_id: str, work: Work) -> SignUp:
    """Returns the other sign-up.

    Raises:
        PermissionDenied: There is none.
    """
    try:
        return await work.get(SignUp, sign_up_id)
    except NotFound as error:
        raise PermissionDenied from error


async def _lock_places(swap: Swap, work: Work) -> Places:
    """Locks the two people, shifts and sign-ups of a swap, in the order of the service."""
    people = sorted(f"person:{each}" for each in (swap.person_id, swap.other_person_id))
    ids = sorted((swap.shift_id, swap.other_shift_id))
    await work.lock_name(*people, *map(queue_lock, ids))
    shifts = {each.id: each for each in await work.lock_all(Shift, ids)}
    known = [swap.sign_up_id, swap.other_sign_up_id]
    sign_ups = {each.id: each for each in await work.lock_all(SignUp, known)}
    return Places(
        sign_ups[swap.sign_up_id],
        sign_ups[swap.other_sign_up_id],
        shifts[swap.shift_id],
        shifts[swap.other_shift_id],
    )


async def _facts_of_proposer(swap: Swap, places: Places, work: Work) -> Facts:
    """Returns what is known of who proposed a swap. What stands against them is not for the other person to know.

    Raises:
        Refused: Something stands against them.
    """
    facts = await gather_facts(
        as_sort(places.other_shift, places.other.role_id),
        swap.person_id,
        work,
        is_full=False,
        own=places.own.id,
        asked_age=False,
        query=OF_OTHERS,
    )
    # Only they could have their age checked, which they did when they proposed it.
    if places.other_shift.minimum_age > swap.checked_age or reasons_against(facts):
        raise IMPOSSIBLE
    return facts


async def _exchange(swap: Swap, places: Places, proposer: Facts, other: Facts, work: Work) -> None:
    """Cancels both sign-ups and makes two new ones."""
    both = [places.own, places.other]
    for each in both:
        each.pass_on(SWAPPED, at=work.now)
    taken = [
        new_sign_up(
            shift,
            person_id,
            taken_state(needs_approval=facts.needs_approval),
            role_id=released.role_id,
            as_member=facts.is_for_members and facts.is_member,
            has_reserved_place=released.has_reserved_place,
        )
        for shift, released, person_id, facts in (
            (places.other_shift, places.other, swap.person_id, proposer),
            (places.own_shift, places.own, swap.other_person_id, other),
        )
    ]
    swap.accept(*(each.id for each in taken))
    for each, shift in zip(taken, (places.other_shift, places.own_shift), strict=True):
        if each.state == SignUpState.REQUESTED:
            shift.count_request(each.state)
            work.follows(shift, because=BOTH)
            await work.announce(shift, "updated")
    work.follows(*both, *taken, because=BOTH)
    await work.announce_all(both, "passed_on")
    await work.add_many(taken)
    for each in taken:
        await work.announce(each, each.state.lower())
    await work.announce(swap, "accepted")
