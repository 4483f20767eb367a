#!/bin/sh
# What the official image of PostgreSQL does at its start: makes the data directory once, then serves.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
	printf %s "$POSTGRES_PASSWORD" > /tmp/password
	initdb --username=postgres --pwfile=/tmp/password --auth=scram-sha-256 --auth-local=trust --no-locale --encoding=UTF8 \
		--pgdata="$PGDATA" > /tmp/initdb.log
	rm /tmp/password
	echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
	pg_ctl --pgdata="$PGDATA" --wait --options="-c listen_addresses='' -c unix_socket_directories=/var/run/postgresql" start > /tmp/first.log
	for script in /docker-entrypoint-initdb.d/*.sh; do
		PGUSER=postgres PGHOST=/var/run/postgresql sh "$script"
	done
	pg_ctl --pgdata="$PGDATA" --mode=fast --wait stop > /tmp/first.log
fi
case "$1" in -*) set -- postgres "$@" ;; esac
exec "$@" -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql
