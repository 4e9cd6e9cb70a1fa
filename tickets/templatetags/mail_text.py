"""A message's text in a mail."""

from django import template

from accounts.markdown import named_pictures

register = template.Library()


@register.filter
def mail_text(text: str) -> str:
    """Give the text as it was written, each picture as [words: name]: it is seen in the portal."""
    return named_pictures(text)
