"""Builds the images: `python -m deploy.images`, or `make images`."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from services.catalogue import NAMES

ROOT = Path(__file__).parents[2]
DOCKERFILE = Path(__file__).with_name("Dockerfile")
TARGETS = (*NAMES, "gateway")
# The first that is there builds. All three take the same options, but for the name of the command.
ENGINES = {"docker": ["build"], "podman": ["build"], "buildah": ["bud"]}


def engine() -> str:
    """Returns the tool that builds.

    Raises:
        SystemExit: There is none.
    """
    for name in ENGINES:
        if shutil.which(name):
            return name
    raise SystemExit(f"None of {', '.join(ENGINES)} is installed: install one to build images.")


def command(
    tool: str, target: str, image: str, arguments: Sequence[str], options: Sequence[str] = ()
) -> list[str]:
    """Returns the command that builds one image.

    Args:
        tool: One of ENGINES.
        target: The deployable.
        image: The name of the image, with its tag.
        arguments: The build arguments, each as NAME=value.
        options: Options that this tool knows.
    """
    built = [word for each in arguments for word in ("--build-arg", each)]
    names = ["--file", str(DOCKERFILE), "--target", target, "--tag", image]
    return [tool, *ENGINES[tool], *names, *built, *options, str(ROOT)]


def main() -> None:
    """Reads the command line, and builds."""
    parser = argparse.ArgumentParser(prog="python -m deploy.images", description=__doc__)
    parser.add_argument("--prefix", default="banyan-", help="what names of images begin with")
    parser.add_argument("--tag", default="dev", help="the tag of all images")
    parser.add_argument("--base", help="the image to build on; the Dockerfile has a default")
    parser.add_argument("--engine", choices=ENGINES, help="the tool that builds")
    parser.add_argument("--option", action="append", default=[], help="an option for that tool")
    arguments = parser.parse_args()
    tool = arguments.engine or engine()
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    built = [f"REVISION={revision}"] + ([f"BASE={arguments.base}"] if arguments.base else [])
    for target in TARGETS:
        image = f"{arguments.prefix}{target}:{arguments.tag}"
        sys.stdout.write(f"{image}\n")
        sys.stdout.flush()
        subprocess.run(command(tool, target, image, built, arguments.option), check=True)


if __name__ == "__main__":
    main()
