"""Who may call what: each view names the roles of each of its methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.http import Http404
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import Membership, Role

if TYPE_CHECKING:  # it asks for this module while it is being imported itself
    from rest_framework.views import APIView


class IsMember(BasePermission):
    """Lets in members whose role the view's `allowed` names for the method; all others get 404, a guest 401.

    A method that the view has but does not name is nobody's.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Answer True, or raise."""
        member: Membership | None = getattr(request, "membership", None)
        if member is None:
            if request.user.is_authenticated:
                raise Http404
            raise NotAuthenticated
        allowed: Mapping[str, frozenset[Role]] = getattr(view, "allowed", {})
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method in view.allowed_methods and member.role not in allowed.get(method, frozenset()):
            raise Http404
        return True
