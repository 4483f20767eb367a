"""docs/settings.md is current, and has a meaning for every setting."""

import re

from deploy import settings
from gateway import config
from services.catalogue import NAMES
from services.kit.process.environment import variable
from tests.services import service_named


def test_it_is_current() -> None:
    assert settings.OUTPUT.read_text(encoding="utf-8") == settings.generate(), "run `make docs`"


def test_every_setting_is_in_it_with_its_meaning() -> None:
    rows = re.findall(r"^\| `(BANYAN_\w+)` \| (.*?) \| (.+) \|$", settings.generate(), re.MULTILINE)
    models = [*config.models(), *(service_named(name).settings for name in NAMES)]
    assert {name for name, _, _ in rows} == {
        variable(name) for model in models for name in model.model_fields
    }
    assert not [name for name, _, meaning in rows if not meaning.strip()]
