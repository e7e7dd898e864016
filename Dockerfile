# Two images from one file. "web" answers requests and loads no pixel code; "worker" runs the queues.
# docker build --target web -t lustre-web . ; docker build --target worker -t lustre-worker .

FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/lustre
RUN useradd --system --uid 10001 --create-home --home-dir /home/lustre lustre \
    && mkdir -p /srv/lustre/var/files \
    && chown -R lustre:lustre /srv/lustre/var
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt
COPY manage.py pyproject.toml shopify.app.toml LICENSE ./
COPY bin/start bin/start
COPY retouch retouch
COPY integrations integrations
COPY shopapp shopapp
COPY templates templates
RUN bin/start collect-static
USER 10001
ENTRYPOINT ["bin/start"]

FROM base AS web
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s CMD ["bin/start", "health"]
CMD ["web"]

FROM base AS worker
USER 0
COPY requirements-worker.txt ./
RUN pip install --require-hashes -r requirements-worker.txt
USER 10001
CMD ["network"]

FROM worker AS gpu
ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER 0
COPY requirements-ml.txt ./
RUN pip install --require-hashes -r requirements-ml.txt
USER 10001
CMD ["gpu"]
