#!/bin/sh
# Runs once, when the data directory is made: a role and a database for each service.
set -eu
for service in volunteers organizations events; do
	password=$(printenv "PASSWORD_$(printf %s "$service" | tr a-z A-Z)")
	psql --quiet --set ON_ERROR_STOP=1 --set role="$service" --set password="$password" <<-'SQL'
		CREATE ROLE :"role" LOGIN PASSWORD :'password';
		CREATE DATABASE :"role" OWNER :"role" LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' TEMPLATE template0;
	SQL
done
