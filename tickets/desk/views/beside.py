"""What every page about something beside a ticket shares."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpRequest


def tried(form: forms.Form, change: Callable[[dict[str, Any]], object]) -> bool:
    """Say whether the form was sound and the change was made; a refusal stands at its field, or at the form's head."""
    if not form.is_valid():
        return False
    try:
        change(form.cleaned_data)
    except ValidationError as error:
        by_field = hasattr(error, "error_dict") and set(error.error_dict) <= set(form.fields)
        form.add_error(None, error if by_field else error.messages)
        return False
    return True


def said(request: HttpRequest, change: Callable[[], object], done: str) -> None:
    """Make a change that has no form, and say that it is done, or why not."""
    try:
        change()
    except ValidationError as error:
        toasts.error(request, " ".join(error.messages))
    else:
        toasts.success(request, done)
