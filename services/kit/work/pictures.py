"""Whether images, the resources that have them and the files in the store fit together; `verify` looks.

Two invariants are about the database alone: a resource has only images that the service knows, and each is of as many
resources as it says. `lost_files` and `unknown_files` compare it with the store, which all services share.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Integer,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

from services.kit.contract.images import file_name, image_fields, is_upload, upload_of, widths
from services.kit.process.store import Store
from services.kit.work.invariants import Invariant
from services.kit.work.models import Resource
from services.kit.work.tables import image

BATCH = 500
_AT_ONCE = 16
_BEFORE_ALL = UUID(int=0)
_LOST = (
    "Take the image away by an update, or have it uploaded again; the store may have been restored to an earlier moment"
    " than the database."
)
_DRIFTED = (
    "Images of no resource go by themselves; report others with their names: a fault of this platform has let the"
    " numbers drift apart."
)


def image_columns(tables: type[SQLModel]) -> Sequence[tuple[str, Any, Any]]:
    """Returns the columns of a service that hold images: a name for people, the ID, and the column."""
    return [
        (f"{row_type.__tablename__}.{name}", row_type.id, getattr(row_type, name))
        for row_type in tables.__subclasses__()
        if issubclass(row_type, Resource)
        for name in image_fields(row_type.message.DESCRIPTOR)
    ]


def image_invariants(tables: type[SQLModel]) -> Sequence[Invariant]:
    """Returns what must hold between the resources of a service and the images that it knows."""
    columns = image_columns(tables)
    if not columns:
        return ()
    uses = union_all(*(_uses(id_, column) for _, id_, column in columns)).subquery()
    known = select(image.c.upload).where(image.c.upload == uses.c.upload, ~image.c.removing)
    counted = (
        select(func.count()).where(uses.c.upload == image.c.upload).correlate(image)
    ).scalar_subquery()
    return (
        Invariant("images of resources are known", select(uses.c.id).where(~known.exists()), _LOST),
        Invariant(
            "images are of as many resources as they say",
            select(image.c.upload).where(~image.c.removing, image.c.uses != counted),
            _DRIFTED,
        ),
    )


def _uses(id_: Any, column: Any) -> Select[Any]:
    upload = func.split_part(column["key"].astext, "-", 1).label("upload")
    return select(id_.label("id"), upload).where(column.is_not(None))


async def lost_files(
    engine: AsyncEngine, store: Store, id_: Any, column: Any
) -> AsyncIterator[UUID]:
    """Yields the resources with an image of which the store lacks a file.

    Args:
        engine: The database.
        store: The store.
        id_: The ID of the resource.
        column: The column with its image.
    """
    last = bindparam("last", type_=Uuid())
    key, width = column["key"].astext, column["width"].astext.cast(Integer)
    query = (
        select(id_, key, width).where(column.is_not(None), id_ > last).order_by(id_).limit(BATCH)
    )
    still = select(literal(1)).where(id_ == bindparam("id", type_=Uuid()), key == bindparam("key"))
    at = _BEFORE_ALL
    async with engine.connect() as connection:
        while rows := (await connection.execute(query, {"last": at})).all():
            at = rows[-1][0]
            for first in range(0, len(rows), _AT_ONCE):
                some = rows[first : first + _AT_ONCE]
                lacking = await asyncio.gather(*(_lacks(store, each[1], each[2]) for each in some))
                for (resource, named, _), lacks in zip(some, lacking, strict=True):
                    # Another image may have taken its place meanwhile.
                    if lacks and await connection.scalar(still, {"id": resource, "key": named}):
                        yield resource


async def _lacks(store: Store, key: str, width: int) -> bool:
    wanted = {file_name(key, each) for each in widths(width)}
    return not wanted <= set(await store.names(upload_of(key)))


async def unknown_files(engines: Sequence[AsyncEngine], store: Store) -> AsyncIterator[str]:
    """Yields the folders of the store that are of no image that any of these databases knows.

    A folder is looked for in the databases after it was seen: an upload is noted before there is a file. What was
    removed meanwhile is left out.

    Args:
        engines: The databases of all services that share the store.
        store: The store.
    """
    names = bindparam("names", type_=ARRAY(Text()))
    query = select(image.c.upload).where(image.c.upload == any_(names))
    told = ""
    async for some in store.folders():
        unknown = set(filter(is_upload, some))
        for engine in engines:
            async with engine.connect() as connection:
                unknown -= set(await connection.scalars(query, {"names": sorted(unknown)}))
        for each in sorted(unknown):
            if each != told and await store.names(each):
                told = each
                yield each
