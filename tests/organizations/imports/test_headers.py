"""The headers of real lists: which are known, what stands above them, and what an import says it understood."""

import pytest

from services.kit.text.encodings import ENCODINGS
from services.organizations.imports.organizations.apart import read_file
from services.organizations.imports.organizations.columns import is_known
from tests.organizations.community import Community
from tests.organizations.importing import below

NAMES = "社会组织名称, 團體名稱, 協會名稱, 法人名称, 队伍名称, Vereinsname, Agency Name, Charity name, Group name, PublicName"


def understood(content: str | bytes) -> dict[str, str]:
    """Returns the columns of a file, each with the field that it was taken for."""
    data = content if isinstance(content, bytes) else b""
    rows = read_file("" if data else str(content), data, "")
    return {each["name"]: each.get("field", "") for each in rows.columns}


@pytest.mark.parametrize("name", NAMES.split(", "))
def test_knows_the_name_column_of_real_lists(name: str) -> None:
    assert understood(f"{name},addr\n甲,乙\n") == {name: "name", "addr": "address"}


def test_knows_names_in_traditional_characters() -> None:
    found = understood("協會名稱,統一編號,聯絡電話,電子信箱,聯絡地址\n甲,1,2,a@b.tw,乙\n")
    assert list(found.values()) == ["name", "external_id", "phone", "email", "address"]


def test_says_of_each_column_what_it_was_taken_for() -> None:
    found = understood("社区花名册\n名称,手机,固定电话,成立日期\n甲,1,2,2020\n")
    assert found == {"名称": "name", "手机": "phone", "固定电话": "", "成立日期": ""}


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-8"])
def test_finds_a_header_below_a_title_in_every_encoding(encoding: str) -> None:
    text = "社團花名冊\n團體名稱,電話,地址\n" + "梧桐合唱團,1234567,台北市中山路一號\n" * 3
    data = text.encode(ENCODINGS[encoding])
    assert understood(data)["團體名稱"] == "name"


@pytest.mark.parametrize("value", ["甲", "2024-05-31", "合唱团 Choir", "", "138"])
def test_knows_no_value_as_a_name(value: str) -> None:
    assert not is_known(value)


async def test_shows_the_columns_and_lists_rows_by_reason(community: Community) -> None:
    imports = await below(community)
    job = await imports.plan("花名册\n名称,电话,队长\n甲,1,a\n,2,b\n乙,1,c\x07\n")
    assert [(each.name, each.field) for each in job.columns] == [
        ("名称", "name"),
        ("电话", "phone"),
        ("队长", ""),
    ]
    assert not job.columns[2].HasField("field")
    for reasons, lines in (
        (["NAME_MISSING"], [4]),
        (["CONTROL_CHARACTERS"], [5]),
        (["NAME_MISSING", "CONTROL_CHARACTERS"], [4, 5]),
        (["SAME_NAME"], []),
        ([], [3, 4, 5]),
    ):
        assert [row.line for row in await imports.rows(job, reasons=reasons)] == lines
