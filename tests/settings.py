"""The product's own settings, on embedded servers of the tests' own."""

import os
import zlib
from pathlib import Path

from embedded import ensure_servers

BASE = Path(__file__).resolve().parent.parent
urls = ensure_servers(BASE / ".data" / "test", durable=False)
worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
# Two runs at once, and each worker of a run, have a database and a cache of their own.
run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
cache_number = 1 + (zlib.crc32(run.encode()) + int(worker.removeprefix("gw") if worker != "main" else 0)) % 15
os.environ.update(
    DATABASE_URL=urls.database,
    OWNER_DATABASE_URL=urls.owner,
    RELAY_DATABASE_URL=urls.relay,
    REDIS_URL=urls.redis.removesuffix("/0") + f"/{cache_number}",
    CACHE_PREFIX=f"test-{worker}",
    SECRET_KEY="only-the-tests-use-this-key-0123456789",
    PUBLIC_URL="http://testserver",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    MEDIA_ROOT=str(BASE / ".data" / "test" / f"attachments-{worker}"),
    LOG_LEVEL="WARNING",
)

from supportdesk.settings import *  # noqa: E402, F403

TEST_DATABASE = f"supportdesk_test_{worker}_{run}"
# The tests' server finds static files itself; nothing was collected.
MIDDLEWARE = ["tests.gate.gate", *(name for name in MIDDLEWARE if "whitenoise" not in name)]  # noqa: F405
# Most tests never commit, so nothing says that something has changed: see `_keeping` in conftest.py.
KEEP_PIECES = False
# The tables hold a few rows: joined in the order in which a question names them they are read as soon, and weighing the
# orders was a fifth of the database's work.
for name in ("default", "relay"):
    DATABASES[name]["OPTIONS"] = {"options": "-c join_collapse_limit=1"}  # noqa: F405
PASSWORD_HASHERS = ["tests.hashers.CheapHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
