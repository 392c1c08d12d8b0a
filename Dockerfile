# Rembuk in a container: `docker build -t rembuk .`, then `docker run rembuk --help`, `docker run … rembuk run`.

FROM python:3.11-slim AS dependencies
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements/run.txt /tmp/run.txt
RUN /opt/venv/bin/pip install --require-hashes --requirement /tmp/run.txt

FROM python:3.11-slim
LABEL org.opencontainers.image.title="Rembuk" org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin rembuk \
    && install --directory --owner rembuk --group rembuk --mode 0700 /data
COPY --from=dependencies /opt/venv /opt/venv

WORKDIR /app
COPY LICENSE main.py assembly.py settings.py poll_commands.py ./
COPY api ./api
COPY bot ./bot
COPY community ./community
COPY conversations ./conversations
COPY locales ./locales
COPY playground ./playground
COPY storage ./storage

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    REMBUK_DATA_DIR=/data \
    REMBUK_HOST=0.0.0.0 \
    REMBUK_LOG_FORMAT=json

USER rembuk
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM

# `rembuk work` opens no port: switch this off for it (compose.yaml does).
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f\"http://127.0.0.1:{os.environ.get('REMBUK_PORT', '8080')}/health\", timeout=4)"]

ENTRYPOINT ["python", "/app/main.py"]
CMD ["run"]
