"""Files that members take: how many a minute, and who took which."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from accounts.limits import within_for
from accounts.models import Export
from accounts.requests import MemberRequest
from accounts.tables.answer import TableResponse, TextResponse

MOST_A_MINUTE = 30


def handed_over(request: MemberRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Write the file that a view answered with, and note it; other answers stay as they are.

    Too many a minute are refused (429) before anything is written; HEAD tells the file's name and writes nothing.
    """
    if not isinstance(response, TableResponse | TextResponse):
        return response
    if request.method == "HEAD":
        return HttpResponse(headers=response.headers)
    if not within_for(str(request.membership.pk), "export", most=MOST_A_MINUTE):
        return render(request, "429.html", status=429)
    response.build()
    Export.objects.create(
        member=request.membership,
        at=timezone.now(),
        name=response.name[:200],
        path=request.path_info[:200],
        question=request.GET.urlencode()[:2000],
        rows=response.row_count,
    )
    return response
