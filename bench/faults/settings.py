"""Production's settings, but for how long a mail server may be silent: a run of a minute has not ten seconds."""

from supportdesk.settings import *  # noqa: F403

EMAIL_TIMEOUT = 1
