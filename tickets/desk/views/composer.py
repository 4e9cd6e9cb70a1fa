"""What the composer asks for while somebody writes: drafts, pictures, the preview, macros."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import DESK, roles
from accounts.markdown import to_html
from accounts.requests import MemberRequest
from tickets.attachments.download import draft_picture_response
from tickets.desk.composing import revision_of
from tickets.desk.forms import LONGEST_TEXT, NOTE, MessageForm
from tickets.desk.views.ticket import ticket_response, visible
from tickets.models import Draft, Message
from tickets.selectors.composer import chosen_macros, draft_state
from tickets.selectors.macros import ticket_macros
from tickets.selectors.pictures import draft_addresses
from tickets.services.drafts import DraftMovedError, add_picture, save_draft


@roles(DESK)
@require_POST
def draft(request: MemberRequest, number: int) -> HttpResponse:
    """Keep what is written so far. For js/drafts.js the answer is JSON, 409 where another window saved other text."""
    ticket, now, kind = visible(request, number), timezone.now(), kind_of(request)
    text = request.POST.get("text", "").replace("\0", "").replace("\r\n", "\n")[:LONGEST_TEXT]
    revision = revision_of(request.POST)

    def state_of(kept: Draft | None) -> dict[str, Any]:
        if kept is None:
            return {"text": None, "revision": 0, "said": "", "macros": []}
        rows = ticket_macros(ticket, member=request.membership, now=now) if kept.macros else []
        return {**draft_state(kept, rows, zone=request.membership.tenant.zone, now=now)}

    try:
        kept = save_draft(
            ticket=ticket,
            actor=request.membership,
            kind=kind,
            text=text,
            revision=revision,
            macros=[macro.pk for macro in chosen_macros(request.membership, request.POST.getlist("macro"))],
            now=now,
        )
    except DraftMovedError as error:
        state = state_of(error.current)
        if wants_json(request):
            return JsonResponse(state, status=409)
        data = request.POST.copy()
        data["revision"] = str(state["revision"])
        form = MessageForm(data, auto_id="message-%s")
        form.full_clean()
        form.add_error(None, _("Another window has saved a different draft. Saving again replaces it."))
        return ticket_response(request, ticket, now=now, bound=form, name="message", status=409)
    if wants_json(request):
        return JsonResponse(state_of(kept))
    return redirect("desk:ticket", number)


@roles(DESK)
@require_POST
def draft_pictures(request: MemberRequest, number: int) -> JsonResponse:
    """Keep a pasted picture with the draft; the answer names it, or says why it is not kept."""
    ticket, file = visible(request, number), request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("No picture was sent.")}, status=422)
    try:
        kept = add_picture(
            ticket=ticket, actor=request.membership, kind=kind_of(request), file=file, now=timezone.now()
        )
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    return JsonResponse({"name": kept.name, "revision": kept.draft.revision}, status=201)


@roles(DESK)
@require_safe
def draft_picture(request: MemberRequest, pk: int) -> FileResponse:
    """Give a picture of one's own draft."""
    return draft_picture_response(member=request.membership, pk=pk)


@roles(DESK)
@require_POST
def preview(request: MemberRequest, number: int) -> HttpResponse:
    """Show the text as it will look: alone for js/composer.js, else in the page with what was typed."""
    ticket, now = visible(request, number), timezone.now()
    mine = Draft.objects.filter(ticket=ticket, membership=request.membership, kind=kind_of(request)).first()
    html = to_html(request.POST.get("text", "").replace("\0", "")[:LONGEST_TEXT], draft_addresses(mine))
    if request.headers.get("HX-Request"):
        return render(request, "desk/_preview.html", {"preview": html})
    form = MessageForm(request.POST, auto_id="message-%s")
    return ticket_response(request, ticket, now=now, bound=form, name="message", preview=html)


@roles(DESK)
@require_safe
def macros(request: MemberRequest, number: int) -> HttpResponse:
    """List my macros as they read on this ticket; the list that `::` opens takes them as JSON."""
    ticket = visible(request, number)
    rows = ticket_macros(ticket, member=request.membership, now=timezone.now())
    if wants_json(request):
        shown = ("id", "name", "text", "changes", "label")
        return JsonResponse({"items": [{name: getattr(row, name) for name in shown} for row in rows]})
    return render(request, "desk/ticket_macros.html", {"ticket": ticket, "macros": rows})


def kind_of(request: MemberRequest) -> str:
    """Give what is being written: a note, else a reply."""
    return Message.Kind.NOTE if request.POST.get("kind") == NOTE else Message.Kind.REPLY


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script asks, and not a person."""
    return "application/json" in request.headers.get("Accept", "")
