"""The pictures of the documents are those that the demo's data draw."""

import re
from html import unescape

from deploy.local.cultivating import places
from deploy.local.drawing import DIRECTORY, groups_by_stage, pictures
from deploy.local.residents import GROUPS


def test_pictures_are_current() -> None:
    drawn = {path.name: path.read_text(encoding="utf-8") for path in DIRECTORY.iterdir()}
    assert drawn == pictures(), "run `make docs`"


def test_a_page_shows_each_and_says_what_it_shows() -> None:
    page = (DIRECTORY.parent / "cultivation.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/([^)]+)\)", page)
    assert {name for _, name in shown} == set(pictures())
    assert all(len(text) > 20 for text, _ in shown)


def test_a_group_is_drawn_as_what_it_is() -> None:
    found = places(GROUPS)
    states = [each.state for each in found]
    assert (states.count("stuck"), states.count("fading"), states.count("graduated")) == (1, 1, 1)
    texts = [unescape(each) for each in re.findall(r">([^<]+)</text>", groups_by_stage(found))]
    for each in found:
        assert each.name in texts
    # Another community is another picture.
    assert groups_by_stage(found[1:]) != groups_by_stage(found)
