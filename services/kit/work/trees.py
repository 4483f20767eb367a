"""Trees whose rows name what is above them in `above_id`, and nothing else: moving a branch changes one row.

They are shallow, so what lies below a row is found by going down level by level, with an index on `above_id`.
"""

from typing import Any

from sqlalchemy import ARRAY, Uuid, func, select
from sqlmodel import col


def within(row_type: type[Any], ids: Any) -> Any:
    """Returns rows and all that lie below them, as an array of IDs, which an index can look up.

    Args:
        row_type: The class of the rows, with `id` and `above_id`.
        ids: The IDs at which to begin, as an array.
    """
    tree = select(func.unnest(ids, type_=Uuid()).label("id")).cte("within", recursive=True)
    tree = tree.union(select(col(row_type.id)).join(tree, col(row_type.above_id) == tree.c.id))
    return func.array(select(tree.c.id).scalar_subquery(), type_=ARRAY(Uuid))
