"""Rotating a key in a Secret: both count until it is finished, and no step is taken twice."""

import base64
import json
import subprocess
import sys
from typing import Any

import pytest

from deploy.local.account import CHECKOUT
from deploy.rotate_keys import KINDS
from services.kit.process.environment import variable
from services.organizations.config import OrganizationsSettings
from tests.kubernetes.checks import documented_secrets


def secret(name: str, **data: str) -> dict[str, Any]:
    encoded = {
        key.replace("_", "-"): base64.b64encode(value.encode()).decode()
        for key, value in data.items()
    }
    metadata = {
        "name": name,
        "namespace": "banyan",
        "resourceVersion": "7",
        "uid": "of the cluster",
    }
    return {"kind": "Secret", "type": "Opaque", "metadata": metadata, "data": encoded}


def take(step: str, key: str, given: dict[str, Any]) -> tuple[dict[str, Any], str]:
    ended = subprocess.run(
        [sys.executable, "-m", "deploy.rotate_keys", step, key],
        cwd=CHECKOUT,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(ended.stdout or "{}"), ended.stderr


@pytest.mark.parametrize(("key", "former"), [("pepper", "former"), ("webhooks", "former-webhooks")])
def test_both_keys_are_there_until_it_is_finished(key: str, former: str) -> None:
    before = secret("banyan-app-keys", pepper="a" * 32, webhooks="b" * 32)
    begun, told = take("begin", key, before)
    assert begun["data"].pop(former) == before["data"][key]
    fresh = base64.b64decode(begun["data"][key])
    assert len(fresh) > 32
    assert fresh.startswith(b"p")
    assert {name for name in before["data"] if begun["data"][name] != before["data"][name]} == {key}
    assert begun["metadata"] == {"name": "banyan-app-keys", "namespace": "banyan"}
    (setting,) = (name for name in OrganizationsSettings.model_fields if variable(name) in told)
    assert setting.endswith(("former_pepper", "former_key"))
    assert f"/{former} " in told
    begun["data"][former] = before["data"][key]
    again, refused = take("begin", key, begun)
    assert (again, "Run `finish` first" in refused) == ({}, True)
    finished, _ = take("finish", key, begun)
    assert finished["data"].keys() == before["data"].keys()
    assert finished["data"][key] == begun["data"][key]
    assert take("finish", key, finished)[0] == {}


def test_a_key_that_nothing_looks_up_needs_no_former() -> None:
    begun, told = take("begin", "calendars", secret("banyan-calendar-key", key="a" * 32))
    assert begun["data"].keys() == {"key"}
    assert "addresses that people have stay good" in told
    assert take("begin", "calendars", secret("banyan-images", key="a"))[0] == {}


def test_all_of_them_are_in_the_documented_secrets() -> None:
    for kind in KINDS.values():
        assert kind.key in documented_secrets()[kind.secret]
