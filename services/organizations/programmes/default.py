"""The ready-made programme: seed, sprout, sapling, tree, banyan.

Its thresholds are those of a group of neighbours that meets about once a month. An organization changes them as it likes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from banyan.organizations.v1 import programme_pb2 as pb

_AT_LEAST, _AT_MOST = "COMPARATOR_AT_LEAST", "COMPARATOR_AT_MOST"


class _Text(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str


def default_programme() -> pb.Programme:
    """Returns the programme as a caller would send it, without its organization."""
    name = _Text("种子计划", "From seed to banyan")
    about = _Text(
        "从一个想法到一个能自己走下去的邻里组织。",
        "From an idea among neighbours to an organization that carries itself.",
    )
    return pb.Programme(
        name=name.zh,
        description=about.zh,
        language="zh-Hans",
        translations=[_translation(name, about)],
        stages=_stages(),
    )


def _stages() -> list[pb.ProgrammeStage]:
    return [
        _stage(
            "seed",
            _Text("种子", "Seed"),
            _Text("几位邻居有了共同的想法。", "A few neighbours share an idea."),
            days=(0, 60),
            requirements=[_all(_criterion("ACTIVE_MEMBERS", 3))],
        ),
        _stage(
            "sprout",
            _Text("萌芽", "Sprout"),
            _Text("有了发起人，邻居开始加入。", "Somebody leads, and neighbours join."),
            days=(30, 120),
            requirements=[
                _all(_criterion("ACTIVE_MEMBERS", 8), _criterion("OFFICERS", 2)),
                _all(_criterion("EVENTS_HELD", 2, window_days=90)),
                _all(_criterion("NEW_MEMBERS", 3, window_days=90, waivable=True)),
                _all(_criterion("AGREEMENTS_ADOPTED", 1, waivable=True)),
            ],
        ),
        _stage(
            "sapling",
            _Text("幼苗", "Sapling"),
            _Text("定期活动，有人分担。", "It meets regularly, and several people carry it."),
            days=(60, 240),
            requirements=[
                _all(_criterion("ACTIVE_MEMBERS", 15), _criterion("DAYS_WITH_DEPUTY", 60)),
                _all(
                    _criterion("EVENTS_HELD", 3, window_days=90),
                    _criterion("PARTICIPANTS", 10, window_days=90),
                ),
                _some(
                    1,
                    _criterion("NEW_MEMBERS", 5, window_days=180, waivable=True),
                    _criterion("LEAVING_MEMBERS", 2, _AT_MOST, window_days=180, waivable=True),
                ),
            ],
        ),
        _stage(
            "tree",
            _Text("大树", "Tree"),
            _Text("有稳定的成员和骨干。", "It has members and officers who stay."),
            days=(120, 365),
            requirements=[
                _all(
                    _criterion("ACTIVE_MEMBERS", 25),
                    _criterion("OFFICERS", 3),
                    _criterion("DAYS_WITH_DEPUTY", 180),
                    _criterion("EVENTS_HELD", 6, window_days=180),
                ),
                _all(_criterion("PEOPLE_DOING_HALF", 3, window_days=180, waivable=True)),
                _all(_criterion("PLACES_FILLED_PERCENT", 50, window_days=180, waivable=True)),
            ],
        ),
        _stage(
            "banyan",
            _Text("榕树", "Banyan"),
            _Text(
                "独木成林，带动别的团队。", "One tree becomes a grove: it helps other groups grow."
            ),
            days=(180, 540),
            requirements=[
                _all(
                    _criterion("ACTIVE_MEMBERS", 30),
                    _criterion("DAYS_WITH_DEPUTY", 365),
                    _criterion("EVENTS_HELD", 12, window_days=365),
                    _criterion("DAYS_WITHOUT_EVENT", 60, _AT_MOST),
                    _criterion("MONTHS_SINCE_FOUNDING", 18, waivable=True),
                ),
                _some(
                    1,
                    _criterion("PARTNERS", 1, window_days=365, waivable=True),
                    _criterion("OFFICER_QUALIFICATIONS", 1, waivable=True),
                ),
            ],
        ),
    ]


def _stage(
    key: str,
    name: _Text,
    about: _Text,
    *,
    days: tuple[int, int],
    requirements: Sequence[pb.ProgrammeRequirement],
) -> pb.ProgrammeStage:
    return pb.ProgrammeStage(
        key=key,
        name=name.zh,
        description=about.zh,
        language="zh-Hans",
        translations=[_translation(name, about)],
        minimum_days=days[0],
        expected_days=days[1],
        requirements=requirements,
    )


def _translation(name: _Text, about: _Text) -> pb.ProgrammeTranslation:
    return pb.ProgrammeTranslation(language="en", name=name.en, description=about.en)


def _criterion(
    indicator: str,
    threshold: int,
    comparator: str = _AT_LEAST,
    *,
    window_days: int = 0,
    waivable: bool = False,
) -> pb.ProgrammeCriterion:
    return pb.ProgrammeCriterion(
        indicator=f"INDICATOR_{indicator}",
        comparator=comparator,
        threshold=threshold,
        window_days=window_days,
        waivable=waivable,
    )


def _all(*criteria: pb.ProgrammeCriterion) -> pb.ProgrammeRequirement:
    return pb.ProgrammeRequirement(criteria=criteria)


def _some(needed_count: int, *criteria: pb.ProgrammeCriterion) -> pb.ProgrammeRequirement:
    return pb.ProgrammeRequirement(needed_count=needed_count, criteria=criteria)
