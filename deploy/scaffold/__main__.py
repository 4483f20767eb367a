"""Writes the files of a new resource or service: `python -m deploy.scaffold --help`."""

import argparse
import sys
from pathlib import Path

from deploy.scaffold.changes import Changes
from deploy.scaffold.names import ResourceName, Unusable, service_name
from deploy.scaffold.resource import new_resource
from deploy.scaffold.service import new_service

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Does what the command line asks."""
    arguments = _parser().parse_args()
    try:
        if arguments.kind == "resource":
            name = ResourceName.parse(arguments.name, arguments.plural)
            changes = new_resource(ROOT, name, arguments.service)
        else:
            changes = new_service(ROOT, service_name(arguments.name))
    except Unusable as error:
        sys.exit(str(error))
    changes.apply()
    _report(changes)


def _report(changes: Changes) -> None:
    print(f"Added {len(changes.added)} files and edited {len(changes.edited)}:\n")
    for path in sorted(changes.added):
        print(f"  + {path}")
    for path in sorted(changes.edited):
        print(f"  ~ {path}")
    print(changes.next_steps)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.scaffold", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    resource = kinds.add_parser(
        "resource", help="a resource of a service, from contract to GraphQL"
    )
    resource.add_argument("name", help="its name in CamelCase, such as Vehicle")
    resource.add_argument("--service", required=True, help="the service that owns it")
    resource.add_argument("--plural", default="", help="its plural, if the regular one is wrong")
    service = kinds.add_parser("service", help="a service, which runs without a resource")
    service.add_argument("name", help="its name: one lower-case word, such as stations")
    return parser


if __name__ == "__main__":
    main()
