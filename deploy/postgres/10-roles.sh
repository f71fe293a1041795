#!/bin/sh
# Run once by the image of PostgreSQL, when its volume is empty: the two roles of Outreach and their database.
# Afterwards nothing connects as superuser.
set -eu

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner="$OUTREACH_OWNER_PASSWORD" --set app="$OUTREACH_APP_PASSWORD" <<'SQL'
CREATE ROLE outreach_owner LOGIN PASSWORD :'owner' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION;
CREATE ROLE outreach_app LOGIN PASSWORD :'app' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION;
CREATE DATABASE outreach OWNER outreach_owner;
REVOKE ALL ON DATABASE outreach FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE outreach TO outreach_app;
SQL
