# copbot as an unprivileged service. See docs/operators.md for how to run it.

FROM python:3.13.9-slim-trixie AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/copbot && python -m venv /opt/build
# The builder's own tools stay in this stage. One library comes as source; it is pure Python.
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN /opt/build/bin/pip install -r requirements/build.txt \
 && /opt/build/bin/pip wheel --no-build-isolation --wheel-dir /wheels -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY copbot copbot
RUN /opt/build/bin/pip wheel --no-build-isolation --no-deps --wheel-dir /wheels . \
 && /opt/copbot/bin/pip install --no-index --no-deps /wheels/*.whl \
 && /opt/copbot/bin/python -m compileall -q /opt/copbot/lib \
 && /opt/copbot/bin/pip uninstall -y pip

FROM python:3.13.9-slim-trixie
LABEL org.opencontainers.image.title="copbot" org.opencontainers.image.licenses="EUPL-1.2"
RUN groupadd --system --gid 10001 copbot \
 && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/copbot --shell /usr/sbin/nologin copbot \
 && install -d -o copbot -g copbot -m 0700 /var/lib/copbot
COPY --from=build /opt/copbot /opt/copbot
ENV PATH=/opt/copbot/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER copbot
WORKDIR /var/lib/copbot
VOLUME /var/lib/copbot
# The configuration is mounted at /etc/copbot; its data_dir is /var/lib/copbot.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-m", "copbot.health", "/var/lib/copbot"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["copbot"]
CMD ["run", "--config", "/etc/copbot/config.toml"]
