"""Composes a service from its subjects.

A subject is a noun of the domain. Its package contains, where it needs them,

- `models.py`: rows, and the verbs that guard their state;
- `servicer.py`: the classes whose methods handle RPCs; a `from_settings` classmethod creates one that
  needs configuration;
- `access.py`: `RELATIONS`, the relations that the contract names;
- `consumers.py`: `CONSUMERS`, which handle notices of other services;
- `jobs.py`: `jobs(settings)`, what it does by the clock;
- `commands.py`: `COMMANDS`, what operators run beside the service;
- `invariants.py`: `INVARIANTS`, what must hold between rows and no constraint can say;
- `backlogs.py`: `BACKLOGS`, the work that waits in its tables, for metrics.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeVar, cast

from sqlmodel import SQLModel

from services.kit.bus.consumers import Consumer
from services.kit.errors import DomainError
from services.kit.process.config import ServiceSettings
from services.kit.service.audit_trail import AuditServicer
from services.kit.service.dry_runs import DryRunServicer
from services.kit.service.images import ImageServicer, signer_of
from services.kit.service.permissions import PermissionServicer
from services.kit.service.personal_data import PersonalDataServicer
from services.kit.service.running import Service
from services.kit.service.steps import Servicer
from services.kit.work.access import KIT_RELATIONS, Check, Relations, Visibility
from services.kit.work.erasing import Leave
from services.kit.work.holding import RoleTables, holds_role
from services.kit.work.holdings import Holdings
from services.kit.work.jobs import Job
from services.kit.work.pictures import image_invariants
from services.kit.work.roles import EVERY_ROLE, OVERSEERS

S = TypeVar("S", bound=ServiceSettings)


def compose(
    name: str,
    *,
    settings: type[S],
    tables: type[SQLModel],
    role_tables: RoleTables,
    subjects: Sequence[str],
    conflicts: Mapping[str, DomainError],
    personal: Holdings,
    calls: Sequence[str] = (),
    leave: Leave | None = None,
) -> Service[S]:
    """Returns a service composed of its subjects.

    Args:
        name: The name of the service, and of its package in `services`.
        settings: The class of its configuration.
        tables: The base of its tables.
        role_tables: The tables of organizations and memberships in which it looks up roles.
        subjects: The names of its subjects' packages.
        conflicts: The errors for violated constraints, by the name of the constraint.
        personal: What its tables say about people.
        leave: Ends what a person who is erased takes part in.
        calls: The services that it calls. The setting `<service>_target` says where each listens.

    Raises:
        RuntimeError: A subject has none of the files, or two define the same relation.
    """
    packages = [f"services.{name}.{subject}" for subject in subjects]
    for package in packages:
        if not any(_modules([package], file) for file in _FILES):
            raise RuntimeError(f"{package} has none of {', '.join(_FILES)}")
    makers = [maker for module in _modules(packages, "servicer") for maker in _servicers_in(module)]
    job_modules = _modules(packages, "jobs")
    oversees = holds_role(OVERSEERS, role_tables)

    def servicers(configuration: S) -> Sequence[Servicer]:
        own = [_made(maker, configuration) for maker in makers]
        audit = AuditServicer(own, oversees)
        permissions = PermissionServicer(own, relations)
        images = ImageServicer(own, permissions, signer_of(configuration))
        data = PersonalDataServicer(personal)
        return (*own, audit, permissions, DryRunServicer(own), images, data)

    def jobs(configuration: S) -> Sequence[Job]:
        return [job for module in job_modules for job in module.jobs(configuration)]

    def addresses(configuration: S) -> Mapping[str, str]:
        return {service: getattr(configuration, f"{service}_target") for service in calls}

    standard: dict[str, Check | Visibility] = {
        **KIT_RELATIONS,
        "view_audit_trail": holds_role(EVERY_ROLE, role_tables),
    }
    relations = _merged([standard, *(module.RELATIONS for module in _modules(packages, "access"))])
    return Service(
        name=name,
        settings=settings,
        tables=tables,
        servicers=servicers,
        relations=relations,
        conflicts=conflicts,
        personal=personal,
        leave=leave,
        consumers=cast(
            "list[Consumer]",
            [each for module in _modules(packages, "consumers") for each in module.CONSUMERS],
        ),
        jobs=jobs,
        targets=addresses,
        commands=[each for module in _modules(packages, "commands") for each in module.COMMANDS],
        invariants=[
            *(each for module in _modules(packages, "invariants") for each in module.INVARIANTS),
            *image_invariants(tables),
        ],
        backlogs=[each for module in _modules(packages, "backlogs") for each in module.BACKLOGS],
    )


_FILES = ("models", "servicer", "access", "consumers", "jobs", "commands", "invariants", "backlogs")


def _modules(packages: Iterable[str], file: str) -> list[ModuleType]:
    """Returns the files of that name that the packages have."""
    names = (f"{package}.{file}" for package in packages)
    return [import_module(name) for name in names if find_spec(name) is not None]


def _servicers_in(module: ModuleType) -> Iterator[type[Any]]:
    """Yields the classes of a module that serve a service of the contract."""
    for value in vars(module).values():
        is_its_own = isinstance(value, type) and value.__module__ == module.__name__
        if is_its_own and hasattr(value, "service"):
            yield value


def _made(maker: type[Any], configuration: ServiceSettings) -> Servicer:
    make = getattr(maker, "from_settings", None)
    return cast("Servicer", make(configuration) if make else maker())


def _merged(parts: Iterable[Relations]) -> Relations:
    relations: dict[str, Check | Visibility] = {}
    for part in parts:
        if twice := relations.keys() & part.keys():
            raise RuntimeError(f"two subjects define the relation {min(twice)}")
        relations |= part
    return relations
