"""Signs in words."""

from banyan.organizations.v1 import group_sign_pb2 as pb

from services.kit.language import speaking
from services.organizations.signs.models import GroupSignKind
from services.organizations.signs.texts import in_words


def selected(kind: GroupSignKind) -> pb.GroupSign:
    return pb.GroupSign(observation=f"{kind} 61 30", advice=kind)


def test_each_kind_is_said_in_the_language_of_the_request() -> None:
    for language in ("en", "zh-Hans"):
        with speaking(language):
            told = in_words(map(selected, GroupSignKind))
        assert len({each.observation for each in told}) == len(GroupSignKind)
        for each in told:
            assert "61" in each.observation
            assert each.observation.isascii() == each.advice.isascii() == (language == "en")


def test_what_nobody_asked_for_is_left_out() -> None:
    assert in_words([pb.GroupSign(value=61)]) == [pb.GroupSign(value=61)]
