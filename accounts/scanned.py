"""Files that people hand in and others download are held until the virus scanner has passed them."""

from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outbox.broker import wake


class Scanned(models.Model):
    """A row with a file that is given to nobody while it is held; tickets/services/scanning.py looks at them all."""

    class Held(models.TextChoices):
        """Why a file is not given out; empty: it is."""

        WAITING = "waiting", _("is being checked for viruses")
        INFECTED = "infected", _("held: a virus was found")

    # The columns with where the file lies, and what it is called.
    path_field: ClassVar[str] = "path"
    name_field: ClassVar[str] = "name"

    held = models.CharField(max_length=8, choices=Held.choices, blank=True, db_default="", default="")
    virus = models.CharField(max_length=120, blank=True, db_default="", default="")
    # When the scanner looks at it; None: it has, or need not.
    scan_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def hold(self, now: datetime) -> None:
        """Hold the file that was just kept, where a scanner is configured; the caller saves the row."""
        self.held = self.Held.WAITING if settings.CLAMD_URL else ""
        self.virus, self.scan_at = "", now if settings.CLAMD_URL else None
        if settings.CLAMD_URL:
            wake_scanner_on_commit()

    @property
    def held_words(self) -> str:
        """Say why it is not given out, in the active language; nothing where it is."""
        if self.held == self.Held.INFECTED and self.virus:
            return gettext("held: virus %(virus)s") % {"virus": self.virus}
        return str(self.get_held_display())

    get_held_display: Any


def kept_name(name: str | None) -> str:
    """Give a file's own name as it is kept: without folders, and without letters that nobody sees, which could turn its
    ending around; the end of a long one.
    """
    return "".join(filter(str.isprintable, PurePath(name or "").name))[-200:]


def held_constraint(table: str) -> models.CheckConstraint:
    """Make the constraint of a table with such files."""
    return models.CheckConstraint(condition=Q(held__in=["", "waiting", "infected"]), name=f"{table}_held")


def held_index(table: str) -> models.Index:
    """Make the index by which the scanner finds what waits."""
    return models.Index(fields=["tenant", "scan_at"], name=f"{table}_scan", condition=Q(held="waiting"))


def wake_scanner_on_commit() -> None:
    """Let a worker look at new files as soon as they are committed. A wake-up may be lost: the beat schedule sends one
    every half minute.
    """
    transaction.on_commit(partial(wake, "tickets.tasks.scan_files"))
