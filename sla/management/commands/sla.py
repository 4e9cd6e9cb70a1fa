"""manage.py sla: deadlines as JSON lines, without database or servers."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sla.jsonl import answer_lines


class Command(BaseCommand):
    """See `help`."""

    help = "Answers questions about deadlines: one JSON object a line in, one out. Exit status 1 if any line is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One optional file."""
        parser.add_argument("file", nargs="?", type=Path, help="read this file instead of standard input")

    def handle(self, *args: Any, file: Path | None = None, **options: Any) -> None:
        """Answer every line; a wrong line does not stop the others."""
        with ExitStack() as stack:
            lines: Iterable[bytes] = sys.stdin.buffer
            if file is not None:
                try:
                    lines = stack.enter_context(file.open("rb"))
                except OSError as error:
                    raise CommandError(f"{file} cannot be read: {error.strerror}") from error
            total = wrong = 0
            try:
                for text, right in answer_lines(lines):
                    self.stdout.write(text)
                    total += 1
                    wrong += not right
                self.stdout.flush()
            except BrokenPipeError as error:
                # Whoever reads has read enough; what is left in the buffer must not be tried again at exit.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                raise SystemExit(1) from error
        if wrong:
            raise CommandError(f"{wrong} of {total} lines could not be answered.", returncode=1)
