"""Figures for a monitoring system, in Prometheus' text format. Off unless METRICS_TOKEN is set."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from redis import RedisError

from inbox import metrics as inbound
from outbox import metrics as outbound
from outbox.metrics import Sample, exposition
from tickets.services.alerts import LAST_SWEEP
from tickets.services.alerts import metrics as alerts

_UP = "supportdesk_up"
_SWEEP = "supportdesk_last_sweep_seconds"
MEANINGS = {
    _UP: "1 where the engine answers, else 0; its other figures are missing then.",
    _SWEEP: "How long ago a sweep last looked at every tenant's deadlines.",
    **outbound.HELP,
    **inbound.HELP,
    **alerts.HELP,
}


@login_not_required
@transaction.non_atomic_requests  # ATOMIC_REQUESTS would ask the database before the view does
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer 404 without METRICS_TOKEN and 401 to whoever does not send it as `Authorization: Bearer …`.

    Every web process gives the same figures: they come from the database and the broker.
    """
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    text = exposition([*_of_database(), *_of_broker()], MEANINGS)
    return HttpResponse(
        text, content_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


def _of_database() -> list[Sample]:
    try:
        found = [*outbound.samples(), *inbound.samples(), *alerts.samples()]
        return [Sample(_UP, {"engine": "database"}, 1), *found]
    except DatabaseError:
        return [Sample(_UP, {"engine": "database"}, 0)]


def _of_broker() -> list[Sample]:
    try:
        swept = caches["strict"].get(LAST_SWEEP)
    except (RedisError, OSError):
        return [Sample(_UP, {"engine": "broker"}, 0)]
    late = [Sample(_SWEEP, {}, (timezone.now() - swept).total_seconds())] if swept else []
    return [Sample(_UP, {"engine": "broker"}, 1), *late]
