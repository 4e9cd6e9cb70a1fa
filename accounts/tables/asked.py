"""Which file a page is asked for."""

from django.http import Http404, HttpRequest

from accounts.tables.answer import TYPES


def asked_file(request: HttpRequest) -> str:
    """Give the kind of file that `?file=csv` or `?file=xlsx` asks for instead of the page, else ""; Http404 for
    another kind.
    """
    kind = request.GET.get("file", "") if request.method in ("GET", "HEAD") else ""
    if kind and kind not in TYPES:
        raise Http404
    return kind
