"""The language of a request: which one it is, and texts in it."""

from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from hypothesis import given
from hypothesis import strategies as st

from deploy.refusals import texts
from services.kit.errors import InvalidArgument, Violation
from services.kit.language import (
    DEFAULT,
    LANGUAGES,
    Plural,
    Said,
    Term,
    negotiated,
    speaking,
    spoken,
    worded,
)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("en", "en"),
        ("en-GB", "en"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("ZH-hans", "zh-Hans"),
        ("zh-Hans-SG", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("zh-Hant-HK", "zh-Hans"),
        ("de", "en"),
        ("de, zh;q=0.3", "zh-Hans"),
        ("en;q=0.8, zh-CN;q=0.9", "zh-Hans"),
        ("zh-CN;q=0.8,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh;q=0, *", "en"),
        ("zh;q=0", "en"),
        ("en;q=0, *", "zh-Hans"),
        ("en;q=0.1, *", "zh-Hans"),
        ("*", "en"),
        ("zh;q=nan", "en"),
        ("zh;q=2, en;q=0.1", "en"),
        ("zhx", "en"),
        (";;,,q=1", "en"),
    ],
)
def test_the_most_wanted_language_that_there_is(header: str, language: str) -> None:
    assert negotiated(header) == language


@given(st.text(max_size=2000))
def test_any_header_has_a_language(header: str) -> None:
    assert negotiated(header) in LANGUAGES


LATE = Violation(
    "end", "must be at most {max} days after the start time", "LATE", params={"max": 3}
)


def test_a_text_is_said_in_the_language_of_the_request() -> None:
    assert LATE.description == "must be at most 3 days after the start time"
    with speaking("zh-Hans"):
        assert spoken() == "zh-Hans"
        assert LATE.description == "最多只能比开始时间晚 3 天"
        assert str(InvalidArgument(violations=[LATE])) == "end: 最多只能比开始时间晚 3 天"
        assert (
            worded("This {resource} does not exist.", {"resource": Term("shift")}) == "班次不存在。"
        )
        assert worded("Nobody translated this.") == "Nobody translated this."
        assert worded(Said("Sign in first.")) == "Sign in first."
    assert spoken() == DEFAULT


def test_a_number_has_the_form_of_its_language() -> None:
    text = Plural("must be at most {max} character", "must be at most {max} characters", "max")
    assert [worded(text, {"max": each}) for each in (1, 2)] == [
        "must be at most 1 character",
        "must be at most 2 characters",
    ]
    with speaking("zh-Hans"):
        assert worded(text, {"max": 1}) == "不能超过 1 个字符"


def test_what_stands_in_a_parameter_is_not_filled_in() -> None:
    assert worded("the skill “{skill}”", {"skill": "{0}{max} %s"}) == "the skill “{0}{max} %s”"


# The catalogues


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def faults(catalogue: Catalog) -> list[str]:
    """Returns the texts whose translation is missing, or names something else."""
    return [str(message.id) for message in catalogue if message.id and not is_whole(message)]


def is_whole(message: Message) -> bool:
    said = message.string or ""
    forms = [said] if isinstance(said, str) else list(said)
    texts_ = [message.id] if isinstance(message.id, str) else list(message.id)
    wanted = placeholders(texts_[-1])
    return all(forms) and all(placeholders(form) == wanted for form in forms) and not message.fuzzy


TRANSLATED = [language for language in LANGUAGES if language != DEFAULT]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_has_a_translation_with_the_same_placeholders(language: str) -> None:
    assert faults(texts.current(language)) == [], f"complete services/languages/{language}.po"


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogues_are_current(language: str) -> None:
    made = {path: content for path, content in texts.files().items() if path.stem == language}
    assert made
    assert {path: path.read_bytes() for path in made} == made, "run `make docs`"


def test_a_translation_that_lacks_something_is_found() -> None:
    catalogue = Catalog(locale="zh_Hans")
    catalogue.add("Sign in.", "请登录。")
    catalogue.add("at most {max}", "最多 {most}")
    catalogue.add("at least {min}", "至少")
    catalogue.add("not at all")
    catalogue.add(("{n} day", "{n} days"), ("{n} 天",))
    assert faults(catalogue) == ["at most {max}", "at least {min}", "not at all"]


def test_no_text_is_put_together_where_it_is_given() -> None:
    """What a text names is a parameter, or no translation would be found."""
    assert texts.put_together() == []
