"""A form field for several files, checked by the rules of the attachments."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tickets.services.attachments import Upload, check_files


class FilesInput(forms.FileInput):
    """An input that gives every file chosen."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> list[Any]:
        """Give the files of this name."""
        return files.getlist(name)


class FilesField(forms.Field):
    """Zero or more files; each one refused is named with its reason. Drawn by components/file_picker.html."""

    widget = FilesInput

    def __init__(self) -> None:
        super().__init__(required=False, label=_("Pictures and files"))

    def clean(self, value: Sequence[Upload] | None) -> Sequence[Upload]:
        """Give the files, or raise with one line for each that cannot be taken."""
        files = list(value or ())
        check_files(files)
        return files
