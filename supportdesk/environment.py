"""Reads the environment strictly: a wrong value stops the start with a sentence that says which and why."""

import os
import re
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("SUPPORTDESK_DATA_DIR") or BASE_DIR / ".data")


def refuse(name: str, why: str) -> NoReturn:
    """Stop the start, naming the variable and the reason."""
    raise ImproperlyConfigured(f"{name}: {why}")


def flag(name: str, *, default: bool) -> bool:
    """Read 1/0, true/false, yes/no, on/off; anything else is refused."""
    raw = os.environ.get(name, "").strip().lower()
    if raw == "":
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    refuse(name, f"“{raw}” is neither yes (1, true, yes, on) nor no (0, false, no, off)")


def number(name: str, *, default: int, least: int = 0) -> int:
    """Read a whole number of at least `least`."""
    raw = os.environ.get(name, "").strip()
    if raw == "":
        return default
    if not raw.isdigit() or int(raw) < least:
        refuse(name, f"“{raw}” is not a whole number of {least} or more")
    return int(raw)


def choice(name: str, *, default: str, of: tuple[str, ...]) -> str:
    """Read one of a few words, in capitals or not."""
    raw = os.environ.get(name, "").strip().upper() or default
    if raw not in of:
        refuse(name, f"“{raw}” is none of {', '.join(of)}")
    return raw


def matching(name: str, *, default: str, pattern: str, like: str) -> str:
    """Read a text of a certain form; `like` is an example of it."""
    raw = os.environ.get(name, "").strip() or default
    if not re.fullmatch(pattern, raw):
        refuse(name, f"“{raw}” does not look like {like}")
    return raw


def url(name: str, *, schemes: tuple[str, ...], default: str = "") -> str:
    """Read an address whose scheme is one of `schemes`; refused when missing and without default."""
    raw = os.environ.get(name, "").strip() or default
    if not raw:
        refuse(name, f"is not set; give an address that starts with {' or '.join(s + '://' for s in schemes)}")
    if raw.split("://", 1)[0] not in schemes or "://" not in raw:
        refuse(name, f"does not start with {' or '.join(s + '://' for s in schemes)}")
    return raw


def names(name: str) -> frozenset[str]:
    """Read names of hosts, separated by commas, in small letters; none where it is not set."""
    found = frozenset(filter(None, (part.strip().lower() for part in os.environ.get(name, "").split(","))))
    if wrong := next((one for one in sorted(found) if not re.fullmatch(r"[a-z0-9_.-]+", one)), None):
        refuse(name, f"has “{wrong}”, which is no name of a host; give names such as mx.example.com")
    return found


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Read networks in CIDR form, separated by commas; none where it is not set."""
    found = []
    for raw in filter(None, (part.strip() for part in os.environ.get(name, "").split(","))):
        try:
            found.append(ip_network(raw))
        except ValueError:
            refuse(name, f"has “{raw}”, which is no network; give networks such as 10.20.0.0/16, separated by commas")
    return found


def database(name: str, *, default: str) -> dict[str, Any]:
    """Read a PostgreSQL address as Django's settings of one connection."""
    raw = url(name, schemes=("postgres", "postgresql"), default=default)
    try:
        parts: dict[str, Any] = env.db_url_config(raw)
    except Exception as error:
        raise ImproperlyConfigured(f"{name}: is not a database address ({error})") from error
    if not parts.get("NAME"):
        refuse(name, "names no database")
    return parts | {
        "ENGINE": "accounts.tenancy.postgresql",
        "CONN_MAX_AGE": number("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }


class Engines(NamedTuple):
    """Addresses of the embedded servers, or empty where the environment names others or none is wanted."""

    app: str = ""
    owner: str = ""
    relay: str = ""
    redis: str = ""


def embedded_engines() -> Engines:
    """Start the embedded servers unless the environment names real ones (or the command needs none)."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return Engines()
    if os.environ.get("SUPPORTDESK_NO_SERVERS"):
        nowhere = "postgres://nobody@127.0.0.1:1/none"
        return Engines(nowhere, nowhere, nowhere, "redis://127.0.0.1:1/0")
    for given, missing in (("DATABASE_URL", "REDIS_URL"), ("REDIS_URL", "DATABASE_URL")):
        if os.environ.get(given):
            refuse(missing, f"is not set, but {given} is; give both, or neither to use the embedded servers")
    from embedded import ensure_servers

    urls = ensure_servers(DATA_DIR)
    return Engines(urls.database, urls.owner, urls.relay, urls.redis)


def secret_key(*, demo: bool) -> str:
    """Read SECRET_KEY. Beside the embedded servers one is made and kept; production has to give its own."""
    raw = os.environ.get("SECRET_KEY", "")
    if raw:
        if len(raw) < 32:
            refuse("SECRET_KEY", "has fewer than 32 characters")
        return raw
    if os.environ.get("DATABASE_URL") and not demo:
        refuse("SECRET_KEY", "is not set; give a random text of at least 32 characters, and keep it secret")
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text()
