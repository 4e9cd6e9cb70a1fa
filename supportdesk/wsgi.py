"""The web process's way in."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supportdesk.settings")
application = get_wsgi_application()

from accounts.tenancy.roles import refuse_privileged_role  # noqa: E402  (needs the settings above)

refuse_privileged_role()

from django.urls import get_resolver  # noqa: E402

get_resolver().url_patterns  # noqa: B018  # loads every page's modules now, and not in the first request
# What is loaded stays. The collector need not look through it whenever a page has made some ten thousand objects, which
# took a tenth of a second of every larger page.
gc.collect()
gc.freeze()
