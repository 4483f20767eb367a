"""What names and purposes have in common."""

from uuid import UUID

from services.kit.process.ids import uuid7
from services.organizations.proposals.similar import MOST_FOUND, MOST_TERMS, ranked, terms_of


def test_chinese_is_cut_into_pairs_and_other_scripts_into_words() -> None:
    assert terms_of("夕阳红合唱团") == ["夕阳", "阳红", "红合", "合唱", "唱团"]
    assert terms_of("The Sunset Choir") == ["sunset", "choir"]
    assert terms_of("Jazz合唱") == ["jazz", "合唱"]
    assert terms_of("合唱", "合唱团") == ["合唱", "唱团"]


def test_what_all_groups_are_called_tells_nothing() -> None:
    assert terms_of("社区小组") == ["区小"]
    assert terms_of("、 !", "a") == []


def test_of_a_long_purpose_only_so_much_is_compared() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(1000))
    assert len(terms_of(text)) == MOST_TERMS


def test_who_shares_more_comes_first_and_who_shares_nothing_does_not_come() -> None:
    choir, band, chess = UUID(int=1), UUID(int=2), UUID(int=3)
    known = [
        (chess, terms_of("象棋社")),
        (band, terms_of("红歌乐队")),
        (choir, terms_of("梧桐合唱团")),
    ]
    assert ranked(terms_of("夕阳红合唱团"), known) == [choir]
    assert ranked(terms_of("红歌合唱团"), known) == [choir, band]
    many = [(uuid7(), ["合唱"]) for _ in range(MOST_FOUND + 1)]
    assert len(ranked(["合唱"], many)) == MOST_FOUND


def test_of_those_that_share_as_much_who_is_near_comes_first() -> None:
    choir, band = UUID(int=1), UUID(int=2)
    known = [(choir, ["合唱"]), (band, ["合唱"])]
    assert ranked(["合唱"], known) == [choir, band]
    assert ranked(["合唱"], known, {band}) == [band, choir]
