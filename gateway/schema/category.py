"""Categories: the catalogue by which organizations and events are found."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import category_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import text


@shows(category_pb2.Category)
class Category(Node):
    """A category of organizations and events."""

    key: auto
    position: auto
    retired: auto
    language: auto
    translations: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    name = text("name")


@shows(category_pb2.CategoryTranslation)
class CategoryTranslation:
    """The name of a category in another language."""

    language: auto
    name: auto


@strawberry.type
class Queries:
    """Queries for categories."""

    category = get(category_pb2.GetCategoryRequest)
    categories = connection(category_pb2.ListCategoriesRequest)


@strawberry.type
class Mutations:
    """Mutations of categories."""

    create_category = mutation(category_pb2.CreateCategoryRequest)
    update_category = mutation(category_pb2.UpdateCategoryRequest)
