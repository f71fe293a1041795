#!/usr/bin/env python
"""Django's command line. Without ``DATABASE_URL`` the embedded PostgreSQL is there for as long as the command runs."""

from __future__ import annotations

import os
import sys

WITHOUT_DATABASE = {"check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages"}
WITHOUT_DATABASE |= {"spectacular", "startapp", "startproject", "testserver", "version"}
# These look at the schema, or make it, themselves.
WITHOUT_SCHEMA = {"dbshell", "makemigrations", "migrate", "showmigrations", "sqlmigrate"}


def main(arguments: list[str]) -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings")
    from django.core.management import execute_from_command_line

    command = arguments[1] if len(arguments) > 1 else "help"
    asks_for_help = command.startswith("-") or "--help" in arguments or "-h" in arguments
    if "DATABASE_URL" in os.environ or command in WITHOUT_DATABASE or asks_for_help:
        execute_from_command_line(arguments)
        return
    from outreach.embedded import EmbeddedError, ensure_postgres
    from outreach.schema import complete_schema

    try:
        with ensure_postgres() as user:
            if command not in WITHOUT_SCHEMA:
                complete_schema(user)
            execute_from_command_line(arguments)
    except EmbeddedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv)
