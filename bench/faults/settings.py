"""Production's settings, but for how long a mail server may be silent (a minute has not ten seconds), and no rate."""

from supportdesk.settings import *  # noqa: F403

EMAIL_TIMEOUT = 1
OUTBOX_PER_MINUTE = 0  # the faults are measured, not the rate that a tenant is allowed
