"""What a dashboard's address asks for beside its form: a word, a page, how much of a list."""

from collections.abc import Iterable

from django.http import Http404

from accounts.requests import MemberRequest


def wants_all(request: MemberRequest) -> bool:
    """Say whether the whole list is asked for (`?list=all`); Http404 for another word."""
    text = request.GET.get("list", "")
    if text not in ("", "all"):
        raise Http404
    return text == "all"


def asked_word(request: MemberRequest, name: str, words: Iterable[str], default: str = "") -> str:
    """Give one of the words, the first where none is asked for and no default is given; Http404 for another word."""
    known = list(words)
    word = request.GET.get(name) or default or known[0]
    if word not in known:
        raise Http404
    return word


def asked_number(request: MemberRequest) -> int:
    """Give the page of `?page=2`, the first where none is asked for; Http404 for what is no page."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise Http404
    return int(text[:9])
