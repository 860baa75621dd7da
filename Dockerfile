# Two images: `course`, the web service, and `host`, a machine of a lab. Both from the same base, so it is fetched once.
ARG NODE_IMAGE=node:24.21.0-trixie-slim

FROM ${NODE_IMAGE} AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /curso
COPY package.json package-lock.json .npmrc ./
# node-pty is compiled against the headers that the image has, instead of fetching them.
RUN npm_config_nodedir=/usr/local npm ci
COPY . .
# A clone made under umask 077 is its owner's alone, and the course runs as another user.
RUN npm run build \
 && npm prune --omit=dev \
 && node docker/client-packages.mjs /cliente \
 && chmod -R a+rX .

# A machine of a lab: OpenSSH, Redis and Sentinel. What the course puts on it comes over SSH (server/driver/hosts).
FROM ${NODE_IMAGE} AS host
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      tini openssh-server redis-server redis-sentinel redis-tools iproute2 iputils-ping nftables procps less nano bash-completion \
 && rm -rf /var/lib/apt/lists/* /etc/ssh/ssh_host_* /etc/init.d/redis-* \
 && mkdir -p /run/sshd /claves/maquinas \
 && install -d -o 10001 -g 10001 /claves/curso \
 && ln -s /usr/bin/tini /sbin/init
COPY --from=build /cliente /node_modules
COPY docker/sshd_config /etc/ssh/curso_sshd_config
COPY docker/host.sh /usr/local/sbin/curso-host
ENTRYPOINT ["/sbin/init", "--", "sh", "/usr/local/sbin/curso-host"]

FROM ${NODE_IMAGE} AS course
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      tini openssh-client redis-server redis-tools bubblewrap iproute2 iputils-ping procps less nano \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --shell /usr/sbin/nologin course \
 && install -d -o course -g course -m 700 /datos \
 && install -d -o course -g course /claves/curso
WORKDIR /curso
COPY --from=build /curso/package.json ./
COPY --from=build /curso/node_modules ./node_modules
COPY --from=build /curso/dist ./dist
COPY --from=build /curso/labs/node ./labs/node
COPY --from=build /curso/server/driver/sandbox/supervisor/supervisor.sh ./server/driver/sandbox/supervisor/supervisor.sh
COPY --from=build /curso/server/driver/launcher.pl ./server/driver/launcher.pl
COPY --from=build /curso/docker/hosts.yaml ./docker/hosts.yaml
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 CURSO_DATA=/datos LANG=C.UTF-8
EXPOSE 8000
USER course
ENTRYPOINT ["tini", "--"]
CMD ["node", "dist/server/main.js"]
