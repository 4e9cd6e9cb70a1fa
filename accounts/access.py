"""Who may open a page. Login is the default (LoginRequiredMiddleware); a role not named here gets 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import Role
from accounts.requests import MemberRequest
from accounts.tables.taken import handed_over

P = ParamSpec("P")

CUSTOMERS = frozenset({Role.CUSTOMER})
AGENTS = frozenset({Role.AGENT, Role.MANAGER, Role.ADMIN})
DESK = AGENTS | {Role.CONSULTANT}
MANAGERS = frozenset({Role.MANAGER, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})
EVERYBODY = DESK | CUSTOMERS


def roles(
    allowed: frozenset[Role],
) -> Callable[
    [Callable[Concatenate[MemberRequest, P], HttpResponseBase]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Let only members in one of these roles see the view; all others get 404, as if it were not there.

    A table that the view answers with is written here, and who took it is noted (accounts/tables/taken.py).
    """

    def decorate(
        view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            mine = cast(MemberRequest, request)
            if getattr(mine.membership, "role", None) not in allowed:
                raise Http404
            return handed_over(mine, view(mine, *args, **kwargs))

        marked: Any = guarded
        marked.allowed_roles = allowed
        return guarded

    return decorate
