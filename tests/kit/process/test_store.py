"""The store of files, which is the same in a directory and in S3, of which localbucket is a server."""

from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from localbucket import S3Handler

from deploy.local.process import LOOPBACK
from services.kit.errors import Unavailable
from services.kit.process.store import Store


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A folder in a bucket of a server that speaks S3 over HTTP."""
    root = tmp_path_factory.mktemp("s3")
    (root / "bucket").mkdir()
    handler = type("Handler", (S3Handler,), {"data_root": root})
    server = ThreadingHTTPServer((LOOPBACK, 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT", f"http://{LOOPBACK}:{server.server_port}")
        patch.setenv("AWS_REGION", "us-east-1")
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        yield "s3://bucket/folder"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["directory", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "directory":
        return Store(str(tmp_path))
    return Store(request.getfixturevalue("bucket"))


async def test_a_file_is_kept(store: Store) -> None:
    assert await store.get("a/1.webp") is None
    assert await store.names("a") == []
    await store.put("a/1.webp", b"one")
    await store.put("a/2.webp", b"two")
    await store.put("ab/1.webp", b"other")
    await store.put("a/2.webp", b"again")
    assert await store.get("a/1.webp") == b"one"
    assert await store.get("a/2.webp") == b"again"
    assert sorted(await store.names("a")) == ["a/1.webp", "a/2.webp"]
    assert {each async for some in store.folders() for each in some} == {"a", "ab"}


async def test_a_folder_goes_with_its_files_and_no_other(tmp_path: Path) -> None:
    # localbucket deletes files one by one alone, and obstore sends lists.
    store = Store(str(tmp_path))
    for name in ("a/1.webp", "a/2.webp", "ab/1.webp"):
        await store.put(name, b"other")
    await store.remove("a")
    await store.remove("a")
    assert await store.names("a") == []
    assert await store.get("a/1.webp") is None
    assert await store.get("ab/1.webp") == b"other"


async def test_a_folder_is_no_file(store: Store) -> None:
    await store.put("a/1.webp", b"one")
    assert await store.get("a") is None


async def test_no_name_leads_out(store: Store) -> None:
    with pytest.raises(ValueError, match="Could not parse path"):
        await store.get("../passwd")


async def test_a_server_that_is_away_can_be_asked_again_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", f"http://{LOOPBACK}:1")
    monkeypatch.setattr("services.kit.process.store._RETRIES", {"max_retries": 0})
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with pytest.raises(Unavailable):
        await Store("s3://bucket/folder").get("a/1.webp")
