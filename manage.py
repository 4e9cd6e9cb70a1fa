#!/usr/bin/env python
"""Run an administrative command."""

import os
import sys


def main() -> None:
    """Hand the command line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supportdesk.settings")
    if len(sys.argv) > 1 and sys.argv[1] in {"sla", "makemessages", "collectstatic", "help"}:
        # These touch no database: they must not wait for one to start.
        os.environ.setdefault("SUPPORTDESK_NO_SERVERS", "1")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
