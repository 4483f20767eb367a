"""What there is already that resembles a group, by what names and purposes consist of.

A text is cut into terms: words, and of Chinese each two characters that follow each other. Texts resemble each other
by how many terms they share. So 夕阳红合唱团 finds 梧桐合唱团, which a search by prefixes of all words does not.
"""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import Text, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.kit.text.folding import fold
from services.kit.text.names import is_found
from services.kit.text.readings import is_chinese
from services.kit.work.query import Query
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.organizations.models import Organization, OrganizationState
from services.organizations.proposals.models import UNDECIDED, FoundingProposal

MOST_TERMS = 60
MOST_FOUND = 10
MOST_COMPARED = 200
_SHORTEST_WORD = 3
# What most groups are called, or say of themselves, tells none from the others.
_COMMON = frozenset(
    (
        *("小组", "社区", "志愿", "愿服", "愿者", "服务", "务队"),
        *("居民", "邻里", "我们", "一起", "大家", "的人", "活动"),
        *("and", "for", "the", "with", "group", "club", "our", "we"),
    )
)
_ROOT = aliased(Organization)


def terms_of(*texts: str) -> list[str]:
    """Returns what texts consist of: each term once, in order, and no more than are compared."""
    return list(dict.fromkeys(each for text in texts for each in _terms(text)))[:MOST_TERMS]


def _terms(text: str) -> Iterable[str]:
    for word in _words(fold(text)):
        if is_chinese(word[0]):
            yield from (
                pair
                for pair in (word[at : at + 2] for at in range(len(word) - 1))
                if pair not in _COMMON
            )
        elif len(word) >= _SHORTEST_WORD and word not in _COMMON:
            yield word


def _words(text: str) -> Iterable[str]:
    """Yields the runs of letters of one kind, Chinese or other."""
    word = ""
    for letter in text:
        if word and (not letter.isalnum() or is_chinese(letter) != is_chinese(word[-1])):
            yield word
            word = ""
        if letter.isalnum():
            word += letter
    if word:
        yield word


def ranked(
    terms: Collection[str],
    known: Iterable[tuple[UUID, Sequence[str]]],
    near: Collection[UUID] = frozenset(),
) -> list[UUID]:
    """Returns those that share most terms, most similar first.

    Args:
        terms: The terms of the new name and purpose.
        known: What there is, each with its terms.
        near: Those that come before others that share as much.
    """
    wanted = set(terms)
    scores = {id_: len(wanted.intersection(each)) / (len(each) or 1) for id_, each in known}
    shared = [id_ for id_, score in scores.items() if score]
    return sorted(shared, key=lambda id_: (-scores[id_], id_ not in near, id_))[:MOST_FOUND]


def _root(organization: type[Organization]) -> object:
    return func.coalesce(col(organization.ancestor_ids)[1], col(organization.id))


_TREE = (
    select(_root(_ROOT)).where(col(_ROOT.id) == given("organization_id")).scalar_subquery()  # type: ignore[call-overload]
)
_GROUPS = Query(
    select(col(Organization.id), col(Organization.name), col(Organization.area_id))
    .where(
        col(Organization.state) == OrganizationState.ACTIVE,
        col(Organization.id) != given("organization_id"),
        is_found(col(Organization.search_name), given("query", Text())),
        _root(Organization) == _TREE,
    )
    .order_by(col(Organization.id))
    .limit(MOST_COMPARED)
)
_PROPOSALS = Query(
    select(col(FoundingProposal.id), col(FoundingProposal.terms), col(FoundingProposal.area_id))
    .join(Organization, col(Organization.id) == col(FoundingProposal.organization_id))
    .where(
        col(FoundingProposal.state).in_(UNDECIDED),
        col(FoundingProposal.terms).bool_op("&&")(given("terms", TEXTS)),
        _root(Organization) == _TREE,
    )
    .order_by(col(FoundingProposal.id))
    .limit(MOST_COMPARED),
    relation="view_founding_proposal",
)


async def find_similar(
    organization_id: str, name: str, purpose: str, area_id: str, work: Work
) -> tuple[list[UUID], list[UUID]]:
    """Returns the groups, and the proposals that the caller may see, that resemble a group; most similar first.

    Args:
        organization_id: The organization in whose tree they are looked for.
        name: The name of the group.
        purpose: Its purpose.
        area_id: The area for which it is; empty if nobody says.
        work: The work.
    """
    terms = terms_of(name, purpose)
    of_name = terms_of(name) or terms
    if not terms:
        return [], []
    about = UUID(organization_id)
    query = " | ".join(f"'{term}':*" for term in of_name)
    groups = await work.fetch(_GROUPS, organization_id=about, query=query)
    proposals = await work.fetch(_PROPOSALS, organization_id=about, terms=terms)
    near = {row[0] for row in (*groups, *proposals) if area_id and str(row[2]) == area_id}
    return (
        ranked(terms, [(row[0], terms_of(row[1])) for row in groups], near),
        ranked(terms, [(row[0], row[1]) for row in proposals], near),
    )
