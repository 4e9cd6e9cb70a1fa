"""What is remembered about a data folder: its ports and passwords, in one file only its owner may read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

DATABASE = "supportdesk"


@dataclass(frozen=True)
class Urls:
    """Connection addresses: one per database role, and the broker's."""

    database: str
    owner: str
    relay: str
    superuser: str
    redis: str

    def for_database(self, name: str) -> "Urls":
        """Return the same addresses for another database of the same server."""

        def other(url: str) -> str:
            return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))

        return replace(
            self,
            database=other(self.database),
            owner=other(self.owner),
            relay=other(self.relay),
            superuser=other(self.superuser),
        )


def _password() -> str:
    return secrets.token_hex(24)


@dataclass(frozen=True)
class State:
    """Ports (0 before the first start) and the random passwords of one data folder."""

    database_port: int = 0
    redis_port: int = 0
    superuser: str = field(default_factory=_password)
    owner: str = field(default_factory=_password)
    app: str = field(default_factory=_password)
    relay: str = field(default_factory=_password)
    redis: str = field(default_factory=_password)

    def urls(self) -> Urls:
        """Return the addresses these ports and passwords make."""
        at = f"127.0.0.1:{self.database_port}/{DATABASE}"
        return Urls(
            database=f"postgres://app:{self.app}@{at}",
            owner=f"postgres://owner:{self.owner}@{at}",
            relay=f"postgres://relay:{self.relay}@{at}",
            superuser=f"postgres://postgres:{self.superuser}@{at}",
            redis=f"redis://:{self.redis}@127.0.0.1:{self.redis_port}/0",
        )


def _file(data_dir: Path) -> Path:
    return data_dir / "servers.json"


def load(data_dir: Path) -> State | None:
    """Return what was saved for this folder, None before the first start."""
    try:
        return State(**json.loads(_file(data_dir).read_text()))
    except FileNotFoundError:
        return None


def save(data_dir: Path, state: State) -> None:
    """Write the state in one step, so that a reader never sees half of it."""
    new = _file(data_dir).with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(state), file)
    new.replace(_file(data_dir))
