"""The terms of a plan as the engine knows them: limits, aims, and what is decided already."""

from typing import NamedTuple

from banyan.events.v1 import schedule_plan_pb2 as pb
from google.protobuf import json_format

from services.events.plans.engine.aims import Aims, HowMuch
from services.events.plans.engine.problem import Assignment, Limits
from services.events.plans.models import SchedulePlan
from services.kit.contract.values import enum_name


def limits_of(plan: SchedulePlan) -> Limits:
    """Returns the limits of a plan, which hold for everybody."""
    given = json_format.ParseDict(plan.limits or {}, pb.PlanLimits())
    said = {field.name: value for field, value in given.ListFields()}
    rest = said.pop("rest_minutes", 0)
    if given.HasField("weekends"):
        said["weekends"] = given.weekends
    return Limits(rest=rest, **said)


def aims_of(plan: SchedulePlan) -> Aims:
    """Returns how much each aim of a plan matters."""
    if plan.aims is None:
        return Aims()
    given = json_format.ParseDict(plan.aims, pb.PlanAims())
    names = {
        each.name: HowMuch(enum_name(pb.HowMuch.DESCRIPTOR, getattr(given, each.name)))
        for each in pb.PlanAims.DESCRIPTOR.fields
    }
    return Aims(**names)


class Decisions(NamedTuple):
    """What the coordinator has decided already.

    Attributes:
        fixed: Who takes which shift in any case.
        excluded: Who does not take which shift, in whatever role.
    """

    fixed: frozenset[Assignment]
    excluded: frozenset[Assignment]

    @classmethod
    def of(cls, plan: SchedulePlan) -> "Decisions":
        """Returns what is decided for a plan."""
        found: dict[str, set[Assignment]] = {"FIXED": set(), "EXCLUDED": set()}
        for each in plan.decisions:
            kind = str(each["kind"]).removeprefix("PLAN_DECISION_KIND_")
            role = each.get("role_id", "") if kind == "FIXED" else ""
            found[kind].add(Assignment(each["person_id"], each["shift_id"], role))
        return cls(frozenset(found["FIXED"]), frozenset(found["EXCLUDED"]))
