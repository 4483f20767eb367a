"""`verify --images` finds images whose files are lost, and files of no image."""

from pathlib import Path

import pytest

from services.kit.contract.images import file_name, widths
from services.kit.process.store import Store
from services.kit.work import pictures
from services.kit.work.pictures import image_columns
from tests.kit.commandline import execute
from tests.services import Platform, service_named
from tests.world import World

OTHERS = ("organizations", "volunteers")
NOBODYS = "f" * 32


@pytest.fixture
async def store(platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with the files of every image in a community."""
    monkeypatch.setenv("BANYAN_IMAGE_STORE", str(tmp_path))
    monkeypatch.setenv("BANYAN_IMAGE_KEY", str(platform.office.image_key))
    for other in OTHERS:
        monkeypatch.setenv(f"BANYAN_OWNER_{other.upper()}_DATABASE_URL", platform.site.urls[other])
    monkeypatch.setattr(pictures, "BATCH", 1)
    await World.make(platform)
    store = Store(str(tmp_path))
    await store.put("others/file", b"no image of ours")
    for service in ("events", *OTHERS):
        for key, width in await images_of(platform, service):
            for each in widths(width):
                await store.put(file_name(key, each), b"image")
    return store


async def images_of(platform: Platform, service: str) -> list[tuple[str, int]]:
    """Returns the key and the width of every image that resources of a service have."""
    found = list[tuple[str, int]]()
    for name, _, _ in image_columns(service_named(service).tables):
        table, column = name.split(".")
        rows = await platform.site.sql(
            service,
            f"SELECT {column}->>'key', ({column}->>'width')::int FROM {table} WHERE {column} IS NOT NULL",
        )
        found += [(row[0], row[1]) for row in rows]
    assert found
    return found


async def verified(platform: Platform, *owners: str) -> tuple[int, str]:
    line = " ".join(("verify --images", *(f"--owner {each}" for each in owners)))
    return await execute(service_named("events"), platform.site.settings("events"), line)


async def test_what_fits_together_holds(platform: Platform, store: Store) -> None:
    del store
    _, printed = await verified(platform, *OTHERS)
    for name, _, _ in image_columns(service_named("events").tables):
        assert f"holds    every {name} has its files\n" in printed
    every = "of an image that is known to events, organizations, volunteers\n"
    assert f"holds    every file in the store is {every}" in printed


async def test_an_image_without_a_file_is_found(platform: Platform, store: Store) -> None:
    ((event, key, width),) = await platform.site.sql(
        "events",
        "SELECT id, cover->>'key', (cover->>'width')::int FROM event WHERE cover IS NOT NULL LIMIT 1",
    )
    await store.remove(key.partition("-")[0])
    for each in widths(width)[1:]:  # one of several is enough
        await store.put(file_name(key, each), b"image")
    status, printed = await verified(platform)
    assert status == 1
    assert f"broken   event.cover lacks files in the store: 1 rows\n         {event}\n" in printed
    assert "skipped  files of no image: name every other service with --owner\n" in printed


async def test_a_file_of_no_image_is_found(platform: Platform, store: Store) -> None:
    await store.put(f"{NOBODYS}/1.webp", b"image")
    status, printed = await verified(platform, *OTHERS)
    assert status == 1
    assert printed.count("unknown  ") == 1
    assert f"unknown  {NOBODYS}\n" in printed
    # The control: what other services have is not known here.
    _, alone = await verified(platform, "organizations")
    assert alone.count("unknown  ") > 1
