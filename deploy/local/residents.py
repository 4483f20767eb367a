"""The residents, groups and activities of the large demo community: always the same ones."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

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
CHINESE, ENGLISH = "zh-Hans", "en"
_ENGLISH_EVERY = 3  # a third of the residents write English


class Texts(NamedTuple):
    """What a group says of itself, in one language.

    Attributes:
        name: Its name.
        description: What it does.
        activity: The title of what it does every week.
        tasks: What people sign up for there.
    """

    name: str
    description: str
    activity: str
    tasks: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the large demo community.

    Attributes:
        kind: What kind of organization it is.
        hour: The hour at which it begins.
        is_open: Whether people join without an application.
        chinese: What it says of itself in Chinese.
        english: What it says of itself in English.
        language: The language in which it writes first.
    """

    kind: str
    hour: int
    is_open: bool
    chinese: Texts
    english: Texts
    language: str = CHINESE

    @property
    def texts(self) -> Texts:
        """What it says in its first language."""
        return self.chinese if self.language == CHINESE else self.english

    def input(self, *fields: str, **renamed: str) -> dict[str, Any]:
        """Returns texts as the input of a mutation: in the first language, and translated.

        Args:
            fields: Texts that are called the same in the input.
            renamed: Texts by what they are called in the input.
        """
        names = {**dict(zip(fields, fields, strict=True)), **renamed}
        return self._said({name: attrgetter(text) for name, text in names.items()})

    def task_input(self, number: int) -> dict[str, Any]:
        """Returns the title of a task as the input of a mutation."""
        return self._said({"title": lambda texts: texts.tasks[number]})

    def _said(self, read: dict[str, Callable[[Texts], str]]) -> dict[str, Any]:
        is_chinese = self.language == CHINESE
        language, translation = (ENGLISH, self.english) if is_chinese else (CHINESE, self.chinese)
        other = {name: of(translation) for name, of in read.items()}
        return {
            **{name: of(self.texts) for name, of in read.items()},
            "language": self.language,
            "translations": [{"language": language, **other}],
        }


GROUPS = (
    Group(
        "INTEREST_GROUP",
        7,
        True,
        Texts("晨光太极队", "每周一早上在院子里练太极。", "太极晨练", ("领练", "布置场地")),
        Texts(
            "Morning Light Tai Chi",
            "Tai chi in the yard on Monday mornings.",
            "Morning tai chi",
            ("Leading", "Setting up"),
        ),
    ),
    Group(
        "VOLUNTEER_GROUP",
        9,
        False,
        Texts(
            "长者陪伴志愿队", "陪独居老人聊天、散步、看病。", "探访长者", ("上门探访", "陪同就医")
        ),
        Texts(
            "Companions for Older Neighbours",
            "We chat, walk and see the doctor with older people who live alone.",
            "Visits to older neighbours",
            ("Home visits", "Going along to the doctor"),
        ),
    ),
    Group(
        "MUTUAL_AID_GROUP",
        17,
        True,
        Texts("修理咖啡馆", "一起修自行车、台灯和衣服。", "开放修理夜", ("修理", "茶水接待")),
        Texts(
            "Repair Café",
            "We mend bicycles, lamps and clothes together.",
            "Open repair evening",
            ("Fixers", "Coffee and welcome"),
        ),
        ENGLISH,
    ),
    Group(
        "COOPERATIVE",
        8,
        True,
        Texts("社区菜园", "一起种菜,一起分享收成。", "菜园劳动日", ("翻土播种", "浇水除草")),
        Texts(
            "Community Garden",
            "We grow vegetables together and share the harvest.",
            "Garden day",
            ("Digging and sowing", "Watering and weeding"),
        ),
    ),
    Group(
        "INTEREST_GROUP",
        14,
        False,
        Texts("青少年阅读会", "每周读一本书,写一页读后感。", "周末共读", ("带读", "签到引导")),
        Texts(
            "Young Readers",
            "A book and a page of thoughts every week.",
            "Reading at the weekend",
            ("Reading aloud", "Welcome desk"),
        ),
    ),
    Group(
        "VOLUNTEER_GROUP",
        10,
        False,
        Texts("邻里厨房", "会做饭的人,为做不了饭的人做饭。", "社区午餐", ("做饭", "上菜洗碗")),
        Texts(
            "Neighbours' Kitchen",
            "Cooking for those who cannot, with those who can.",
            "Community lunch",
            ("Cooking", "Serving and dishes"),
        ),
        ENGLISH,
    ),
    Group(
        "VOLUNTEER_GROUP",
        18,
        True,
        Texts("垃圾分类宣传队", "在楼下教大家把垃圾分对。", "分类宣传", ("桶边指导", "发放资料")),
        Texts(
            "Sorting Waste Together",
            "We show people downstairs how to sort their waste.",
            "Sorting round",
            ("Help at the bins", "Handing out leaflets"),
        ),
    ),
    Group(
        "INTEREST_GROUP",
        19,
        False,
        Texts("民乐社", "二胡、琵琶、笛子,初学者也欢迎。", "合奏排练", ("演奏", "搬谱架")),
        Texts(
            "Folk Music Society",
            "Erhu, pipa and bamboo flute; beginners are welcome.",
            "Ensemble rehearsal",
            ("Playing", "Carrying music stands"),
        ),
    ),
    Group(
        "INTEREST_GROUP",
        18,
        True,
        Texts("语言交换", "半小时英语,半小时中文。", "语伴之夜", ("主持", "学员")),
        Texts(
            "Language Exchange",
            "Half an hour of English, half an hour of Chinese.",
            "Tandem evening",
            ("Hosts", "Learners"),
        ),
        ENGLISH,
    ),
    Group(
        "OWNERS_COMMITTEE",
        19,
        False,
        Texts("业主议事小组", "把电梯、停车和绿化的事谈清楚。", "议事会", ("主持记录", "入户通知")),
        Texts(
            "Owners' Round Table",
            "We talk through lifts, parking and trees until they are settled.",
            "Round table",
            ("Chair and minutes", "Door-to-door notices"),
        ),
    ),
    Group(
        "VOLUNTEER_GROUP",
        13,
        False,
        Texts("社区急救队", "大型活动的急救值守和培训。", "急救培训", ("示范", "器材准备")),
        Texts(
            "Community First Aiders",
            "First aid at large events, and training for it.",
            "First aid training",
            ("Demonstrating", "Preparing the kit"),
        ),
    ),
    Group(
        "MUTUAL_AID_GROUP",
        7,
        True,
        Texts("步行校车", "大人陪孩子一条街一条街走到学校。", "走路上学", ("排头", "排尾")),
        Texts(
            "Walking Bus",
            "Grown-ups walk children to school, street by street.",
            "Walk to school",
            ("Front of the line", "End of the line"),
        ),
        ENGLISH,
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
