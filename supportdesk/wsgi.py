"""The web process's way in."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supportdesk.settings")
application = get_wsgi_application()

from accounts.tenancy.roles import refuse_privileged_role  # noqa: E402  (needs the settings above)

refuse_privileged_role()
