"""Organizations are found by how near they are."""

from alembic import op

revision = "organizations_0017"
down_revision = "organizations_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS cube")
    op.execute(
        "CREATE FUNCTION point_on_globe(latitude float8, longitude float8) RETURNS cube"
        " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN cube(ARRAY["
        "cos(radians(latitude)) * cos(radians(longitude)),"
        " cos(radians(latitude)) * sin(radians(longitude)),"
        " sin(radians(latitude))])"
    )
    op.execute(
        "CREATE FUNCTION place_on_globe(place jsonb) RETURNS cube"
        " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
        " RETURN point_on_globe("
        "(place ->> 'latitude')::float8, (place ->> 'longitude')::float8)"
    )
    op.execute(
        "CREATE INDEX organization_position ON organization USING gist (place_on_globe(place))"
        " WHERE place ? 'latitude'"
    )
