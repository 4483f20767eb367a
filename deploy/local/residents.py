"""The residents, groups and activities of the large demo community: always the same ones."""

from dataclasses import dataclass

from deploy.local.people import DemoPerson

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = (
    "秀兰 桂英 建国 志强 丽华 晓明 玉梅 国庆 淑芬 海燕 文博 雨桐 子涵 思远 佳怡".split()  # noqa: SIM905
)
_FIRST = [
    "Alice",
    "Ben",
    "Carla",
    "David",
    "Emma",
    "Farid",
    "Grace",
    "Hugo",
    "Irene",
    "Jonas",
    "Karin",
    "Liam",
    "Maya",
    "Noah",
    "Olga",
    "Paul",
    "Rosa",
    "Samir",
    "Tessa",
    "Victor",
]
_LAST = "Adams Becker Costa Dubois Evans Fischer Gupta Hughes Ivanov Jensen".split()  # noqa: SIM905
MOST_RESIDENTS = 300
_ENGLISH_EVERY = 3  # a third of the residents write English


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the large demo community.

    Attributes:
        name: Its name.
        kind: What kind of organization it is.
        description: What it does.
        activity: The title of what it does every week.
        tasks: What people sign up for there.
        hour: The hour at which it begins.
        is_open: Whether people join without an application.
    """

    name: str
    kind: str
    description: str
    activity: str
    tasks: tuple[str, str]
    hour: int
    is_open: bool


GROUPS = (
    Group(
        "晨光太极队",
        "INTEREST_GROUP",
        "每周一早上在院子里练太极。",
        "太极晨练",
        ("领练", "布置场地"),
        7,
        True,
    ),
    Group(
        "长者陪伴志愿队",
        "VOLUNTEER_GROUP",
        "陪独居老人聊天、散步、看病。",
        "探访长者",
        ("上门探访", "陪同就医"),
        9,
        False,
    ),
    Group(
        "Repair Café",
        "MUTUAL_AID_GROUP",
        "We mend bicycles, lamps and clothes together.",
        "Open repair evening",
        ("Fixers", "Coffee and welcome"),
        17,
        True,
    ),
    Group(
        "社区菜园",
        "COOPERATIVE",
        "一起种菜,一起分享收成。",
        "菜园劳动日",
        ("翻土播种", "浇水除草"),
        8,
        True,
    ),
    Group(
        "青少年阅读会",
        "INTEREST_GROUP",
        "每周读一本书,写一页读后感。",
        "周末共读",
        ("带读", "签到引导"),
        14,
        False,
    ),
    Group(
        "Neighbours' Kitchen",
        "VOLUNTEER_GROUP",
        "Cooking for those who cannot, with those who can.",
        "Community lunch",
        ("Cooking", "Serving and dishes"),
        10,
        False,
    ),
    Group(
        "垃圾分类宣传队",
        "VOLUNTEER_GROUP",
        "在楼下教大家把垃圾分对。",
        "分类宣传",
        ("桶边指导", "发放资料"),
        18,
        True,
    ),
    Group(
        "民乐社",
        "INTEREST_GROUP",
        "二胡、琵琶、笛子,初学者也欢迎。",
        "合奏排练",
        ("演奏", "搬谱架"),
        19,
        False,
    ),
    Group(
        "Language Exchange",
        "INTEREST_GROUP",
        "Half an hour of English, half an hour of Chinese.",
        "Tandem evening",
        ("Hosts", "Learners"),
        18,
        True,
    ),
    Group(
        "业主议事小组",
        "OWNERS_COMMITTEE",
        "把电梯、停车和绿化的事谈清楚。",
        "议事会",
        ("主持记录", "入户通知"),
        19,
        False,
    ),
    Group(
        "社区急救队",
        "VOLUNTEER_GROUP",
        "大型活动的急救值守和培训。",
        "急救培训",
        ("示范", "器材准备"),
        13,
        False,
    ),
    Group(
        "Walking Bus",
        "MUTUAL_AID_GROUP",
        "Grown-ups walk children to school, street by street.",
        "Walk to school",
        ("Front of the line", "End of the line"),
        7,
        True,
    ),
)


def residents(number: int) -> list[DemoPerson]:
    """Returns so many residents, 300 at most: two thirds with Chinese names, one third with English ones."""
    return [_resident(index) for index in range(number)]


def is_english(index: int) -> bool:
    """Returns whether a resident writes English."""
    return index % _ENGLISH_EVERY == _ENGLISH_EVERY - 1


def _resident(index: int) -> DemoPerson:
    key, earlier = f"resident-{index}", index // _ENGLISH_EVERY
    if is_english(index):
        given, family = _FIRST[earlier % len(_FIRST)], _LAST[earlier // len(_FIRST)]
        return DemoPerson(key, family, given, f"{given} {family}")
    number = index - earlier
    family, given = _SURNAMES[number % len(_SURNAMES)], _GIVEN[number // len(_SURNAMES)]
    return DemoPerson(key, family, given, f"{family}{given}")
