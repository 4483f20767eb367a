"""A new service: it starts, migrates, knows who holds which role, and serves its audit trail."""

from pathlib import Path

from deploy.scaffold.access_rows import heading_of
from deploy.scaffold.changes import Changes, rendered
from deploy.scaffold.names import Unusable
from services.catalogue import NAMES, SERVICES

_FILES = {
    "services/{service}/__init__.py": "service/package.py",
    "services/{service}/__main__.py": "service/main.py",
    "services/{service}/tables.py": "service/tables.py",
    "services/{service}/conflicts.py": "service/conflicts.py",
    "services/{service}/personal.py": "service/personal.py",
    "services/{service}/organizations/__init__.py": "service/organizations_package.py",
    "services/{service}/organizations/models.py": "service/organizations_models.py",
    "services/{service}/organizations/consumers.py": "service/organizations_consumers.py",
    "services/{service}/memberships/__init__.py": "service/memberships_package.py",
    "services/{service}/memberships/models.py": "service/memberships_models.py",
    "services/{service}/memberships/consumers.py": "service/memberships_consumers.py",
    "services/{service}/migrations/{service}_0001.py": "service/migration.py",
    "tests/{service}/test_{service}.py": "service/test_service.py",
}
_NEXT = """
`make run` starts it, the gateway reaches it, and its part of the audit trail is served. Then

  make resource NAME=... SERVICE={service}   gives it its first resource
  services/{service}/__main__.py   names its configuration, if it needs more than every service
  README.md, ARCHITECTURE.md   say what it owns
"""


def new_service(root: Path, name: str) -> Changes:
    """Returns the changes that add a service.

    Raises:
        Unusable: There is one of that name.
    """
    if name in NAMES:
        raise Unusable(f"There is a service {name} already. Choose another name.")
    values = {"service": name, "Service": name.capitalize(), "SERVICE": name.upper()}
    changes = Changes(root)
    for path, template in _FILES.items():
        changes.add(path.format(**values), rendered(template, values))
    changes.add(f"tests/{name}/__init__.py", "")
    for kind in ("rpcs", "graphql"):
        table = changes.text(f"tests/access/{kind}/events.txt")
        changes.add(f"tests/access/{kind}/{name}.txt", heading_of(table))
    port = max(entry.port for entry in SERVICES) + 1
    changes.insert("services/catalogue.py", "SERVICES = (", f'Entry("{name}", port={port})')
    extra = "\ngateway = ["  # whatever it lists
    changes.replace("pyproject.toml", extra, f'\n{name} = ["banyan[service]"]{extra}')
    changes.replace("pyproject.toml", ",gateway]", f",{name},gateway]")
    changes.next_steps = _NEXT.format(**values)
    return changes
