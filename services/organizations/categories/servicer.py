"""CategoryService: the catalogue of categories."""

from banyan.organizations.v1 import category_pb2 as pb
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.work import Work
from services.organizations.categories.models import Category

MOST_CATEGORIES = 500  # retired ones too

CATEGORIES = Resources[pb.Category](Category, None)
_POSITION = (col(Category.position), col(Category.key), col(Category.id))
BY_POSITION = CATEGORIES.listing(
    *_POSITION,
    filters={"open": ~col(Category.retired)},
    orders={"POSITION": _POSITION},
)


class CategoryServicer:
    """Handles the RPCs of categories."""

    service = pb.DESCRIPTOR.services_by_name["CategoryService"]

    async def CreateCategory(self, request: pb.CreateCategoryRequest, work: Work) -> pb.Category:
        """Creates a category."""
        await work.require("administer")
        await _refuse_too_many(work)
        category = create(Category, request.category, "category")
        await work.add(category)
        await work.announce(category, "created")
        return to_proto(category, pb.Category)

    async def GetCategory(self, request: pb.GetCategoryRequest, work: Work) -> pb.Category:
        """Gets a category."""
        return await CATEGORIES.get(request.category_id, work)

    async def BatchGetCategories(
        self, request: pb.BatchGetCategoriesRequest, work: Work
    ) -> pb.BatchGetCategoriesResponse:
        """Gets several categories."""
        found = await CATEGORIES.get_all(request.ids, work)
        return pb.BatchGetCategoriesResponse(categories=found)

    async def ListCategories(
        self, request: pb.ListCategoriesRequest, work: Work
    ) -> pb.ListCategoriesResponse:
        """Lists the categories by position."""
        page = await BY_POSITION.page(request, work, open=None if request.include_retired else True)
        return page.answer(pb.ListCategoriesResponse)

    async def UpdateCategory(self, request: pb.UpdateCategoryRequest, work: Work) -> pb.Category:
        """Updates the masked fields of a category."""
        await work.require("administer")
        category = await work.lock(Category, request.category_id)
        update(category, request.category, request.update_mask, "category")
        await work.announce(category, "updated")
        return to_proto(category, pb.Category)


async def _refuse_too_many(work: Work) -> None:
    await work.lock_name("categories")
    if await work.count(col(Category.id).is_not(None)) >= MOST_CATEGORIES:
        raise Refused(
            "The catalogue has {max} categories, and more are not possible. Choose one that is retired, rename it, "
            "and offer it again.",
            reason="TOO_MANY_CATEGORIES",
            params={"max": MOST_CATEGORIES},
        )
