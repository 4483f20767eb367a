"""Images in the store: which resources have them, and when they go.

A service notes an upload before there is a file, so that the store never holds what nobody knows of. Each change of a
resource is counted: an image that no resource has any more goes at once, and one that no resource ever had after
`UNUSED_LIFETIME`. First it is marked, and no resource can have it from then on; then its files are removed.
"""

from sqlalchemy import Integer, Text, insert
from sqlalchemy.dialects.postgresql import ARRAY

from services.kit.calls.uploads import UNUSED_LIFETIME
from services.kit.errors import Exhausted, Refused
from services.kit.work.models import TIME
from services.kit.work.tables import image
from services.kit.work.transaction import Written
from services.kit.work.work import Work

# How many uploads of one principal may wait to be used.
MOST_UNUSED = 20
# The job that marks images which no resource has.
RETIRE = "retire_images"
_SETTLE = Written(
    """
    UPDATE image
    SET uses = uses + by, principal_id = '',
        expire_time = CASE WHEN by < 0 THEN :now ELSE expire_time END
    FROM unnest(:uploads, :counts) AS change (changed, by)
    WHERE upload = changed AND NOT removing
    RETURNING upload
    """,
    uploads=ARRAY(Text()),
    counts=ARRAY(Integer()),
    now=TIME,
)


async def note_upload(upload: str, work: Work) -> None:
    """Notes that an image may be uploaded.

    Args:
        upload: The name of the upload.
        work: The work. It holds the lock of `uploads_lock`.

    Raises:
        Exhausted: Too many uploads of the caller wait to be used.
    """
    principal_id = work.caller.principal_id
    unused = await work.count(
        image.c.principal_id == principal_id, image.c.uses == 0, ~image.c.removing
    )
    if unused >= MOST_UNUSED:
        raise Exhausted(
            "You have {max} uploads that nothing uses yet. Use one of them, or wait until they are removed: "
            "that takes two hours.",
            reason="TOO_MANY_UPLOADS",
            params={"max": MOST_UNUSED},
        )
    values = {
        "upload": upload,
        "principal_id": principal_id,
        "uses": 0,
        "expire_time": work.now + UNUSED_LIFETIME,
        "removing": False,
    }
    await work.session.execute(insert(image).values(values))


def uploads_lock(principal_id: str) -> str:
    """Returns the name of the lock on the uploads of a principal."""
    return f"image uploads of {principal_id}"


async def settle_images(work: Work) -> None:
    """Counts the resources that have each image, as a unit of work has changed them.

    Raises:
        Refused: An image that a resource is to have was removed.
    """
    changes = {upload: count for upload, count in sorted(work.changes.images.items()) if count}
    if not changes:
        return
    values = _SETTLE.values(uploads=list(changes), counts=list(changes.values()), now=work.now)
    known = {row[0] for row in await work.transaction.fetch(_SETTLE.sql, values)}
    if any(count > 0 and upload not in known for upload, count in changes.items()):
        raise Refused(
            "This image was removed, because nothing used it in time. Upload it again.",
            reason="IMAGE_GONE",
        )
    if min(changes.values()) < 0:
        work.trigger(RETIRE)
