"""Importing areas: what each row of a table does, and doing it.

Rows are taken by kind, the largest first, so that a parent may stand anywhere in the table. A row is refused by itself.
"""

import asyncio
from collections.abc import Iterable

from banyan.organizations.v1 import area_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask
from sqlmodel import col, select

from services.kit.contract.validation import validate
from services.kit.errors import InvalidArgument, Refused
from services.kit.language import worded
from services.kit.text.records import Reason
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.work import Work
from services.organizations.areas.models import Area, AreaKind
from services.organizations.areas.tables import LONGEST_CODE, AreaRow
from services.organizations.areas.tree import refuse_too_many

_LEVELS = list(AreaKind)
_CREATED, _UPDATED, _UNCHANGED, _REFUSED = (
    pb.AREA_IMPORT_OUTCOME_CREATED,
    pb.AREA_IMPORT_OUTCOME_UPDATED,
    pb.AREA_IMPORT_OUTCOME_UNCHANGED,
    pb.AREA_IMPORT_OUTCOME_REFUSED,
)


async def import_areas(rows: list[AreaRow], *, only_plan: bool, work: Work) -> pb.AreaImport:
    """Creates and updates areas, or says what would become of them.

    Args:
        rows: The rows of the table.
        only_plan: Whether to change nothing.
        work: The work, which holds the tree.

    Raises:
        Refused: There would be too many areas.
    """
    known = await _known(rows, work)
    importing = _Importing(known, only_plan=only_plan)
    outcomes = {}
    for row in _by_level(rows, known):
        outcomes[row.line] = importing.take(row)
        await asyncio.sleep(0)  # a long table lets others have their turn
    await _finish(importing, only_plan=only_plan, work=work)
    found = [outcomes[row.line] for row in rows]
    counts = {kind: sum(each.outcome == kind for each in found) for kind in range(1, 5)}
    return pb.AreaImport(
        only_plan=only_plan,
        created_count=counts[_CREATED],
        updated_count=counts[_UPDATED],
        unchanged_count=counts[_UNCHANGED],
        refused_count=counts[_REFUSED],
        rows=found,
    )


async def _known(rows: Iterable[AreaRow], work: Work) -> dict[str, Area]:
    """Returns the areas that a table names, locked, by code."""
    codes = {code for row in rows for code in (row.code, row.parent_code) if code}
    found = select(col(Area.id)).where(col(Area.code).in_(sorted(codes)))
    areas = await work.lock_all(Area, (await work.session.scalars(found)).all())
    return {area.code: area for area in areas}


def _by_level(rows: Iterable[AreaRow], known: dict[str, Area]) -> list[AreaRow]:
    """Returns rows, the largest areas first."""

    def level(row: AreaRow) -> int:
        kind = known[row.code].kind if row.code in known else row.kind
        return len(_LEVELS) if kind is None else _LEVELS.index(kind)

    return sorted(rows, key=level)


async def _finish(importing: "_Importing", *, only_plan: bool, work: Work) -> None:
    """Writes what rows have done, or forgets it."""
    created, updated = importing.created, importing.updated
    if only_plan:
        work.session.expunge_all()  # nothing of it was written
    await refuse_too_many(len(created), work)
    if only_plan:
        return
    work.session.add_all(created)
    await work.announce_all([*created, *updated], "imported")


class _Importing:
    """What rows do, one after another, to areas that are not written yet.

    Args:
        known: The areas that there are, by code.
        only_plan: Whether nothing is written in the end.

    Attributes:
        created: The new areas, parents first.
        updated: The areas that have changed.
    """

    def __init__(self, known: dict[str, Area], *, only_plan: bool) -> None:
        self._areas = dict(known)
        self._only_plan = only_plan
        self.created: list[Area] = []
        self.updated: list[Area] = []

    def take(self, row: AreaRow) -> pb.AreaImportRow:
        """Does what a row says, and returns what that is."""
        outcome: pb.AreaImportOutcome = _REFUSED
        changed: list[str] = []
        if not row.refused:
            try:
                outcome, changed = self._take(row)
            except InvalidArgument as error:
                row.reasons += [Reason(each.reason, each.description) for each in error.violations]
            except Refused as error:
                row.reasons.append(Reason(error.reason, str(error)))
        area = self._areas.get(row.code)
        is_imagined = self._only_plan and outcome == _CREATED
        return pb.AreaImportRow(
            line=row.line,
            code=row.code[:LONGEST_CODE],
            outcome=outcome,
            area_id=None if area is None or is_imagined else str(area.id),
            changed_fields=changed,
            reasons=[
                pb.AreaImportReason(
                    code=each.code, message=worded(each.message), column=each.column
                )
                for each in row.reasons
            ],
        )

    def _take(self, row: AreaRow) -> tuple[pb.AreaImportOutcome, list[str]]:
        parent = self._areas.get(row.parent_code) if row.parent_code else None
        if row.parent_code and parent is None:
            raise Refused(
                "There is no area with the code of the parent. Add it to the table, or correct the code.",
                reason="AREA_PARENT_UNKNOWN",
            )
        area = self._areas.get(row.code)
        if area is None:
            self._create(row, parent)
            return _CREATED, []
        changed = _change(area, row, parent)
        if changed:
            self.updated.append(area)
        return (_UPDATED if changed else _UNCHANGED), changed

    def _create(self, row: AreaRow, parent: Area | None) -> None:
        if row.kind is None:
            raise Refused(
                "A new area needs a kind. Write one into the column of kinds.",
                reason="AREA_KIND_MISSING",
            )
        message = pb.Area(
            code=row.code,
            kind=f"AREA_KIND_{row.kind}",
            name=row.name,
            translations=_translations(row, ()),
        )
        validate(message)
        area: Area = create(Area, message, "area")
        area.place_in(parent)
        self._areas[row.code] = area
        self.created.append(area)


def _change(area: Area, row: AreaRow, parent: Area | None) -> list[str]:
    """Changes an area as a row says, and returns the fields that are different now.

    Raises:
        InvalidArgument: A value breaks a rule.
        Refused: The area has another kind, or cannot lie there.
    """
    if row.kind not in (None, area.kind):
        raise Refused(
            "The area with this code has another kind, and kinds never change. Correct the kind, or the code.",
            reason="AREA_KIND_FIXED",
        )
    before = to_proto(area, pb.Area)
    after = pb.Area(
        name=row.name or before.name, translations=_translations(row, before.translations)
    )
    paths = [
        name for name in ("name", "translations") if getattr(before, name) != getattr(after, name)
    ]
    moves = parent is not None and parent.id != area.parent_id
    if moves:
        place = area.parent_id, area.parent_level, area.above_id
        area.place_in(parent)
    try:
        update(area, after, FieldMask(paths=paths), "area")
    except InvalidArgument:
        if moves:
            area.parent_id, area.parent_level, area.above_id = place
        raise
    return [*paths, *(["parent_id"] if moves else [])]


def _translations(row: AreaRow, before: Iterable[pb.AreaTranslation]) -> list[pb.AreaTranslation]:
    """Returns the names in other languages: those of the row, and those that there were in further ones."""
    names = {each.language: each.name for each in before} | row.names
    return [pb.AreaTranslation(language=language, name=name) for language, name in names.items()]
