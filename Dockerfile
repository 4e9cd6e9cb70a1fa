# Two stages: the first builds the environment, the style sheets and the translations; the second only runs them.
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 SUPPORTDESK_DATA_DIR=/srv/supportdesk
RUN python -m venv /venv
COPY requirements/production.lock /tmp/production.lock
RUN /venv/bin/pip install --require-hashes -r /tmp/production.lock
WORKDIR /app
COPY . .
RUN /venv/bin/python embedded/translations.py
# collectstatic reads the settings, which want a key; this one is gone with the command.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex(32))')" /venv/bin/python manage.py collectstatic --no-input

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /srv/supportdesk supportdesk \
    && install -d -o supportdesk -g supportdesk /srv/supportdesk/attachments /srv/supportdesk/beat
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=supportdesk.settings SUPPORTDESK_DATA_DIR=/srv/supportdesk
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build /srv/supportdesk/static /srv/supportdesk/static
WORKDIR /app
USER supportdesk
EXPOSE 8000
# The host must be one of ours, else Django answers 400.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "supportdesk.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
