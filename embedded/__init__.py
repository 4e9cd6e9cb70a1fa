"""PostgreSQL and Valkey from wheels: the demo's and the tests' real engines, without root, Docker or a system package.

Knows nothing of Django. Production does not need this package: it takes DATABASE_URL and REDIS_URL instead.
"""

from embedded.databases import create_database, drop_database
from embedded.errors import ServersError
from embedded.servers import ensure_servers, forget_servers, running, stop_servers
from embedded.state import Urls

__all__ = [
    "ServersError",
    "Urls",
    "create_database",
    "drop_database",
    "ensure_servers",
    "forget_servers",
    "running",
    "stop_servers",
]
