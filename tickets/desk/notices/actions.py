"""What can be done with a notice by one press."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import AGENTS, roles
from accounts.requests import MemberRequest
from contracts.models import Notice
from contracts.notices.services.writing import (
    copy_notice,
    discard_notice,
    end_operation,
    publish_notice,
    withdraw_notice,
)
from tickets.desk.notices.writing import page_of


@roles(AGENTS)
@require_POST
def publication(request: MemberRequest, pk: int) -> HttpResponse:
    """Publish a draft."""
    return _act(request, pk, publish_notice, _("The notice is published."))


@roles(AGENTS)
@require_POST
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that an operation is over."""
    return _act(request, pk, end_operation, _("The operation is over."))


@roles(AGENTS)
@require_POST
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take it from the customers."""
    return _act(request, pk, withdraw_notice, _("The notice is withdrawn: customers no longer see it."))


@roles(AGENTS)
@require_POST
def copy(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin a draft like it, and go on writing there."""
    made = copy_notice(notice=get_object_or_404(Notice, pk=pk), actor=request.membership, now=timezone.now())
    return redirect("desk:notices:edit", made.pk)


@roles(AGENTS)
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Forget a draft."""
    found = get_object_or_404(Notice, pk=pk)
    try:
        discard_notice(notice=found, actor=request.membership)
    except ValidationError as error:
        return page_of(request, pk, error.messages)
    toasts.success(request, _("The draft is removed."))
    return redirect("desk:notices:list")


def _act(request: MemberRequest, pk: int, service: Callable[..., Any], done: str) -> HttpResponse:
    found = get_object_or_404(Notice, pk=pk)
    try:
        service(notice=found, actor=request.membership, now=timezone.now())
    except ValidationError as error:
        return page_of(request, pk, error.messages)
    toasts.success(request, done)
    return redirect("desk:notices:notice", pk)
