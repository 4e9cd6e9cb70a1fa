"""The agent desk measured over HTTP: a million tickets of fifty tenants, gunicorn as in production."""
