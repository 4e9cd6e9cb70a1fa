"""The step between a form and its saving: what open deadlines would do."""

import json
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import MemberRequest
from tickets.selectors.impact_lines import move_lines
from tickets.services.terms_changes import Save, carry_out, rehearse

# What is sent along and is not part of the change.
ASIDE = ("csrfmiddlewaretoken", "preview", "save")


def settle(
    request: MemberRequest, save: Save, *, saved: str, basis: object = "", always: bool = False
) -> dict[str, Any] | None:
    """Save and say so; or give what the page has to show first: what moves, and the mark that saves exactly this.

    Where no deadline moves nothing is asked, unless `always`. `basis` names what the form was opened on: a mark is
    worth nothing after somebody else has saved. Raises what `save` refuses.
    """
    now, mark = timezone.now(), _mark(request.POST, basis)
    if request.POST.get("save") != mark:
        impact = rehearse(save, now=now)
        if always or impact.moves:
            lines = move_lines(impact, now=now, zone=ZoneInfo(request.tenant.zone))
            return {"impact": impact, "lines": lines, "mark": mark, "is_other": "save" in request.POST}
    recount = carry_out(save, actor=request.membership, now=now)
    said = [saved]
    if recount and recount.finished_at is None:
        said.append(_("Open deadlines are being counted again."))
    elif recount and recount.done:
        text = ngettext(
            "%(count)d open ticket is counted again.", "%(count)d open tickets are counted again.", recount.done
        )
        said.append(text % {"count": recount.done})
    toasts.success(request, " ".join(said))
    return None


def _mark(posted: QueryDict, basis: object) -> str:
    """Give what stands for exactly these values, so that nothing is saved whose impact was not shown."""
    values = sorted((key, posted.getlist(key)) for key in posted if key not in ASIDE)
    return sha256(json.dumps([values, str(basis)]).encode()).hexdigest()
