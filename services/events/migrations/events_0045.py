"""Finds the searches of rotas that passed somebody over."""

from alembic import op

revision = "events_0045"
down_revision = "events_0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "rota_search_by_passed_person_ids",
        "rota_search",
        ["passed_person_ids"],
        postgresql_using="gin",
    )
