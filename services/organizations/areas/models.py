"""The table of areas: a tree in which an area lies in one of a larger kind.

The database keeps the tree a tree: a foreign key takes along the level of the parent, and a constraint compares the two. So
there is no cycle, and no more levels than kinds, whatever is moved at once.
"""

from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import area_pb2
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import validates
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.text.names import search_index, search_name, sort_name, translated
from services.kit.work.models import Resource, derived_field, enum_field, messages_field
from services.organizations.tables import SORT_NAME, Table


class AreaKind(StrEnum):
    """The kinds of areas, the largest first."""

    DISTRICT = "DISTRICT"
    SUBDISTRICT = "SUBDISTRICT"
    COMMUNITY = "COMMUNITY"
    QUARTER = "QUARTER"
    BUILDING = "BUILDING"


_LEVELS = {kind: level for level, kind in enumerate(AreaKind, 1)}


class Area(Resource, Table, table=True):
    """An area, below the one in which it lies."""

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("id", "level", name="area_level"),
        ForeignKeyConstraint(
            ["parent_id", "parent_level"], ["area.id", "area.level"], name="area_parent_level"
        ),
        ForeignKeyConstraint(
            ["merged_into_id", "level"], ["area.id", "area.level"], name="area_merged_into"
        ),
        CheckConstraint(
            "(parent_id IS NULL) = (parent_level IS NULL) AND (parent_level IS NULL OR parent_level < level)",
            name="area_lies_in_larger",
        ),
        CheckConstraint(
            "merged_into_id IS NULL OR (retired AND merged_into_id <> id)", name="area_merged"
        ),
        CheckConstraint(
            "above_id IS NOT DISTINCT FROM coalesce(merged_into_id, parent_id)", name="area_above"
        ),
        Index("area_code", "code", unique=True),
        Index("area_order", "code", "id"),
        Index("area_name", "sort_name", "id"),
        Index("area_parent", "parent_id", "code", "id"),
        Index("area_above_id", "above_id"),
        search_index("area_search"),
    )
    message = area_pb2.Area

    code: str = Field(sa_type=SORT_NAME)
    kind: AreaKind = enum_field(AreaKind)
    name: str
    sort_name: str = derived_field(default="", sa_type=SORT_NAME)
    search_name: str = derived_field(default="", sa_type=SORT_NAME)
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    parent_id: UUID | None = None
    retired: bool = False
    merged_into_id: UUID | None = None
    level: int = derived_field(default=0)
    parent_level: int | None = derived_field(default=None)
    # Where it is found: in the area into which it was merged, or else in its parent.
    above_id: UUID | None = derived_field(default=None)

    @validates("name", "translations")
    def _index(self, field: str, value: Any) -> Any:
        name = value if field == "name" else self.name or ""
        translations = value if field == "translations" else self.translations
        self.sort_name = sort_name(name)
        self.search_name = search_name(name, *translated("name", translations))
        return value

    @validates("kind")
    def _rank(self, _: str, kind: AreaKind) -> AreaKind:
        self.level = _LEVELS[AreaKind(kind)]
        return kind

    def place_in(self, parent: "Area | None") -> None:
        """Puts the area into another one, or at the top.

        Args:
            parent: The other one; None for the top.

        Raises:
            Refused: The area or the parent is retired, or the parent is not of a larger kind.
        """
        self.refuse_if_retired()
        if parent is not None:
            parent.refuse_if_retired()
            if parent.level >= self.level:
                raise Refused(
                    "An area can only lie in one of a larger kind, as a community in a subdistrict. Choose a larger one.",
                    reason="AREA_NOT_LARGER",
                )
        self.parent_id = self.above_id = parent.id if parent is not None else None
        self.parent_level = parent.level if parent is not None else None

    def refuse_if_retired(self) -> None:
        """Lets nothing come into an area that is retired.

        Raises:
            Refused: It is.
        """
        if self.retired:
            raise Refused(
                "This area is retired. Choose another one, or offer it again first.",
                reason="AREA_RETIRED",
            )

    def check_retirement(self, *, retires: bool, parent: "Area | None", open_below: bool) -> None:
        """Checks that the area can be retired, or offered again.

        Args:
            retires: Whether it is to be retired.
            parent: The area directly above; None at the top.
            open_below: Whether an area directly below is not retired.

        Raises:
            Refused: It cannot.
        """
        if retires and open_below:
            raise Refused(
                "There are areas below this one. Retire, move, or merge them first.",
                reason="AREAS_BELOW",
            )
        if not retires and self.merged_into_id is not None:
            raise Refused(
                "This area was merged into another one. Use that one, or create a new area.",
                reason="AREA_MERGED",
            )
        if not retires and parent is not None and parent.retired:
            raise Refused(
                "The area above this one is retired. Offer that one again first.",
                reason="AREA_PARENT_RETIRED",
            )

    def merge_into(self, other: "Area") -> None:
        """Ends the area in favour of another one of its kind.

        Args:
            other: The other one.

        Raises:
            Refused: One of the two is retired, they are of two kinds, or they are one.
        """
        self.refuse_if_retired()
        other.refuse_if_retired()
        if other.id == self.id or other.kind != self.kind:
            raise Refused(
                "An area can only be merged into another one of its kind. Choose such an area.",
                reason="AREA_KINDS_DIFFER",
            )
        self.retired = True
        self.merged_into_id = self.above_id = other.id
