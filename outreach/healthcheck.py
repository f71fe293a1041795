"""Ask a web server of ours whether it is well: ``python -m outreach.healthcheck http://web:8000/readyz``.

A container has no curl, and Django answers only to the names in ``OUTREACH_HOSTS``: the first of them is sent.
"""

from __future__ import annotations

import http
import os
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

SECONDS = 8


def status_of(url: str, *, host: str) -> int:
    """Return the status of ``url``, asked for under the name ``host``; ``OSError`` when nobody answers."""
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=SECONDS)
    try:
        connection.request("GET", address.path, headers={"Host": host})
        return connection.getresponse().status
    finally:
        connection.close()


def main(url: str) -> None:
    """Exit with 0 when it is well, else with 1."""
    host = os.environ.get("OUTREACH_HOSTS", "localhost").split(",")[0]
    try:
        sys.exit(status_of(url, host=host) != http.HTTPStatus.OK)
    except OSError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1])
