"""Who may open a page. Login is the default (LoginRequiredMiddleware); a role not named here gets 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

CUSTOMERS = frozenset({Role.CUSTOMER})
AGENTS = frozenset({Role.AGENT, Role.MANAGER, Role.ADMIN})
DESK = AGENTS | {Role.CONSULTANT}
MANAGERS = frozenset({Role.MANAGER, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})
EVERYBODY = DESK | CUSTOMERS


def roles(allowed: frozenset[Role]) -> Callable[[View[P]], View[P]]:
    """Let only members in one of these roles see the view; all others get 404, as if it were not there."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            member = request.membership
            if member is None or member.role not in allowed:
                raise Http404
            return view(request, *args, **kwargs)

        marked: Any = guarded
        marked.allowed_roles = allowed
        return guarded

    return decorate
