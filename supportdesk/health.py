"""Is the process alive, and can it do its work?"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import DatabaseError, connection, connections, transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from redis import RedisError

from tickets.services.alerts import LAST_SWEEP

# Mass mail waits for its rate, and webhooks for their endpoints: neither is the installation's fault. What a relay
# holds is due as well: the server may hang.
_OLDEST_DUE = """
SELECT extract(epoch FROM now() - least(
    (SELECT min(next_at) FROM outbox_outboxmessage
     WHERE state = 'queued' AND next_at <= now() AND kind = 'email' AND priority < 2),
    (SELECT min(next_at) FROM outbox_outboxmessage WHERE state = 'sending' AND kind = 'email' AND priority < 2)))
"""


@login_not_required
@transaction.non_atomic_requests  # ATOMIC_REQUESTS would ask the database before the view does
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; asks nothing else."""
    return JsonResponse({"status": "ok"})


@login_not_required
@transaction.non_atomic_requests  # ATOMIC_REQUESTS would ask the database before the view does
def readyz(request: HttpRequest) -> JsonResponse:
    """Check database and broker (503 where one is down); report the oldest due message and the last sweep, in seconds.

    A late outbox or sweep is reported and not failed: taking the web process away would not help it.
    """
    answer: dict[str, Any] = {"database": "ok", "broker": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        with connections["relay"].cursor() as cursor:
            cursor.execute(_OLDEST_DUE)
            oldest = cursor.fetchone()[0]
        answer["oldest_due_message_seconds"] = round(float(oldest), 1) if oldest is not None else None
    except DatabaseError as error:
        answer["database"] = type(error).__name__
    try:
        swept = caches["strict"].get(LAST_SWEEP)
        answer["last_sweep_seconds"] = round((timezone.now() - swept).total_seconds(), 1) if swept else None
    except (RedisError, OSError) as error:
        answer["broker"] = type(error).__name__
    healthy = answer["database"] == answer["broker"] == "ok"
    return JsonResponse(answer | {"status": "ok" if healthy else "down"}, status=200 if healthy else 503)
