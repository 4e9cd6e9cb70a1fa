"""A month or a week in figures, to read and to print: the same as its mail."""

from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from reports.summaries import words
from reports.summaries.charts import charts_of, on_page
from reports.summaries.drawn import draw
from reports.summaries.spans import Kind, read_span, span_at
from reports.summaries.summary import summary_of


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Show a month or week (`?period=2026-10`, `?period=2026-W42`), the last whole month where none is asked for.

    404 for what is no month or week, or has not begun.
    """
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    asked = request.GET.get("period", "")
    span = read_span(asked, zone) if asked else span_at(Kind.MONTH, now, zone).step(-1)
    if span is None or span.start > now:
        raise Http404
    summary = summary_of(span, now=now)
    following = span.step(1)
    context = {
        "drawn": draw(summary, lambda name, *args: reverse(name, args=args)),
        "charts": [on_page(chart, number) for number, chart in enumerate(charts_of(summary), 1)],
        "before": {"key": span.step(-1).key, "name": words.title_of(span.step(-1))},
        "after": {"key": following.key, "name": words.title_of(following)} if following.start <= now else None,
        "kinds": [
            {"key": span_at(kind, now, zone).step(-1).key, "is_here": kind is span.kind, "kind": kind.value}
            for kind in Kind
        ],
        "is_going_on": span.end > now,
    }
    return render(request, "dashboards/summary.html", context)
