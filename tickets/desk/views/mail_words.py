"""What mails to customers say: the standard words, the tenant's own, and how both look."""

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ADMINS, MANAGERS, roles
from accounts.mailwords.catalogue import LETTERS, Letter
from accounts.mailwords.chosen import Words, check_words, missing, standard_words
from accounts.mailwords.sample import examples, sample
from accounts.requests import MemberRequest
from accounts.services.senders import set_sender
from tickets.desk.forms_mail_words import SenderForm, WordsForm
from tickets.models import Team
from tickets.selectors.mail_words import LANGUAGES, current_words, mail_sections, versions
from tickets.services.mail_words import restore_words, save_words


@roles(MANAGERS)
@require_safe
def mail_words(request: MemberRequest) -> HttpResponse:
    """List every mail, and in which languages it has words of the tenant's own."""
    may_set = request.membership.role in ADMINS
    return _list(request, SenderForm(initial={"address": request.tenant.sender}) if may_set else None)


@roles(ADMINS)
@require_POST
def mail_sender(request: MemberRequest) -> HttpResponse:
    """Choose where mail comes from that no mailbox sends."""
    form = SenderForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    set_sender(tenant=request.tenant, actor=request.membership, address=form.cleaned_data["address"])
    toasts.success(request, _("The sender address is saved."))
    return redirect("desk:mail_words")


def _list(request: MemberRequest, form: SenderForm | None, *, status: int = 200) -> HttpResponse:
    sought, is_own = request.GET.get("q", "")[:100], request.GET.get("own") == "1"
    context = {
        "sections": mail_sections(sought=sought, own_only=is_own),
        "sought": sought,
        "is_own": is_own,
        "form": form,
        "languages": LANGUAGES,
        "fallback": "" if request.tenant.sender or form is None else settings.DEFAULT_FROM_EMAIL,
    }
    return render(request, "desk/mails/list.html", context, status=status)


@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know no views with arguments
@roles(MANAGERS)
@require_http_methods(["GET", "POST"])
def mail_word(request: MemberRequest, mail: str, language: str) -> HttpResponse:
    """Show and change one mail's words in one language; the signature also for one team."""
    letter, team = _asked(request, mail, language)
    kept = current_words(mail, language, team)
    words = Words(kept.heading, kept.text) if kept else standard_words(mail, language)
    sent = {"shown_as": "html"} | request.POST.dict() if request.method == "POST" else None
    form = WordsForm(sent, letter=letter, initial=words._asdict())
    lacking = missing(letter, words)
    if request.method == "POST" and form.is_valid():
        try:
            lacking = save_words(
                actor=request.membership,
                mail=mail,
                language=language,
                team=team,
                words=form.words,
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("Your text is saved."))
            return redirect(_address("desk:mail_word", mail, language, team))
    context = {
        "form": form,
        "letter": letter,
        "language": LANGUAGES[language],
        "code": language,
        "team": team,
        "is_own": kept is not None,
        "lacking": ["{{ " + name + " }}" for name in lacking],
        "placeholders": examples(letter, tenant=request.tenant, language=language, now=timezone.now()),
        "teams": Team.objects.all() if letter.is_signature else None,
        "standard": standard_words(mail, language),
        "versions": versions(mail, language, team, tenant=request.tenant, now=timezone.now()),
        "preview_url": _address("desk:mail_word_preview", mail, language, team),
        "standard_url": _address("desk:mail_word_standard", mail, language, team),
    }
    return render(request, "desk/mails/edit.html", context, status=422 if request.method == "POST" else 200)


@roles(MANAGERS)
@require_POST
def mail_word_standard(request: MemberRequest, mail: str, language: str) -> HttpResponse:
    """Go back to the standard words."""
    letter, team = _asked(request, mail, language)
    restore_words(actor=request.membership, mail=letter.name, language=language, team=team, now=timezone.now())
    toasts.success(request, _("The standard text counts again."))
    return redirect(_address("desk:mail_word", mail, language, team))


@xframe_options_sameorigin
@csp(  # type: ignore[arg-type]
    {"default-src": [NONE], "style-src": [SELF, "'unsafe-inline'"], "frame-ancestors": [SELF], "form-action": [NONE]}
)
@roles(MANAGERS)
@require_http_methods(["GET", "POST"])
def mail_word_preview(request: MemberRequest, mail: str, language: str) -> HttpResponse:
    """Draw the mail on a sample ticket, for the page's frame: with POST as it is being written, nothing is kept.

    Mails have their styles inline, so this document alone may; it runs no script and stands in a frame.
    """
    letter, team = _asked(request, mail, language)
    form = WordsForm({"shown_as": "html"} | request.POST.dict() if request.POST else None, letter=letter)
    if request.method != "POST":
        kept = current_words(mail, language, team)
        words = Words(kept.heading, kept.text) if kept else standard_words(mail, language)
    elif not form.is_valid():
        return _said(request, [_("Write a text, or go back to the standard text.")], status=422)
    else:
        words = form.words
    try:
        check_words(letter, words)
    except ValidationError as error:
        return _said(request, error.messages, status=422)
    drawn = sample(letter, words, tenant=request.tenant, language=language, now=timezone.now())
    if form.is_bound and form.cleaned_data["shown_as"] == "text":
        return _said(request, [f"{drawn.subject}\n\n{drawn.text}"])
    return HttpResponse(drawn.html)


def _said(request: MemberRequest, texts: list[str], *, status: int = 200) -> HttpResponse:
    return render(request, "desk/mails/preview.html", {"texts": texts, "is_error": status != 200}, status=status)


def _asked(request: MemberRequest, mail: str, language: str) -> tuple[Letter, Team | None]:
    """Give the mail and the team that the address names; 404 for what is none, and for a team's own but a signature."""
    letter, team = LETTERS.get(mail), request.GET.get("team", "")
    if letter is None or language not in LANGUAGES:
        raise Http404
    if not team:
        return letter, None
    if not letter.is_signature or not (team.isascii() and team.isdigit() and len(team) < 18):
        raise Http404
    return letter, get_object_or_404(Team.objects.all(), pk=int(team))


def _address(view: str, mail: str, language: str, team: Team | None) -> str:
    return reverse(view, args=[mail, language]) + (f"?team={team.pk}" if team else "")
