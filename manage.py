#!/usr/bin/env python
"""Run an administrative command."""

import os
import sys
import traceback


def main() -> None:
    """Hand the command line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supportdesk.settings")
    if len(sys.argv) > 1 and sys.argv[1] in {"sla", "makemessages", "collectstatic", "help"}:
        # These touch no database: they must not wait for one to start.
        os.environ.setdefault("SUPPORTDESK_NO_SERVERS", "1")
    from django.core.management import execute_from_command_line

    if sys.argv[1:2] != ["receive_mail"]:
        execute_from_command_line(sys.argv)
        return
    try:
        execute_from_command_line(sys.argv)
    except SystemExit as end:
        said = {os.EX_OK, os.EX_DATAERR, os.EX_NOUSER}
        # A wrong word or setting is no reason to send the message back: the mail server keeps it and tries again.
        raise SystemExit(end.code if end.code in said else os.EX_TEMPFAIL) from end
    except Exception:  # noqa: BLE001 - the same for whatever keeps the program from starting
        traceback.print_exc()
        raise SystemExit(os.EX_TEMPFAIL) from None


if __name__ == "__main__":
    main()
