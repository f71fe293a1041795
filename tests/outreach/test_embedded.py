"""The embedded PostgreSQL: who starts it, who stops it, and what SIGKILL leaves behind."""

import os
import stat
from pathlib import Path

import psycopg2
import pytest

from outreach.embedded import places
from outreach.embedded.places import database_url, reachable, short_hash
from outreach.embedded.processes import Identity, processes_in
from tests.outreach.conftest import kill, let_go, wait_for

QUERY = """
import sys, psycopg2
from outreach.embedded import database_urls, ensure_postgres
with ensure_postgres(), psycopg2.connect(database_urls()[1]) as connection:
    cursor = connection.cursor()
    cursor.execute(sys.argv[1])
    print(cursor.fetchone()[0] if cursor.description else "")
"""


def ask(installation, question: str) -> str:
    answer = installation.run("-c", QUERY, question)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def test_a_command_finds_a_server_and_leaves_none(installation):
    assert ask(installation, "CREATE TABLE note (word text)") == ""
    assert not installation.cluster.running()

    assert ask(installation, "SELECT count(*) FROM note") == "0"
    assert not processes_in(installation.cluster.data, program="postgres")


def test_the_last_one_out_stops_the_server(installation):
    first, second = installation.hold(), installation.hold()
    server = installation.postmaster()

    let_go(first)

    assert installation.cluster.running()
    assert installation.postmaster() == server
    let_go(second)
    assert not installation.cluster.running()


def test_two_that_start_together_share_one_server(installation):
    together = [installation.start("-c", QUERY, "SELECT pg_postmaster_start_time()::text") for _ in range(3)]

    answers = {process.communicate()[0] for process in together}

    assert [process.returncode for process in together] == [0, 0, 0]
    assert "" not in answers


def test_a_killed_user_takes_the_server_along(installation):
    user = installation.hold()

    kill(user.pid)

    wait_for(lambda: not installation.cluster.running())
    assert ask(installation, "SELECT 1") == "1"


def test_a_killed_user_leaves_the_server_to_the_others(installation):
    first, second = installation.hold(), installation.hold()
    server = installation.postmaster()

    kill(first.pid)
    first.wait()
    assert ask(installation, "SELECT 1") == "1"  # comes and goes meanwhile

    assert installation.postmaster() == server
    let_go(second)


@pytest.mark.parametrize("victim", ["postmaster", "keeper"])
def test_after_a_kill_of_the_server_the_next_user_finds_it_mended(installation, victim):
    ask(installation, "CREATE TABLE note (word text)")
    user = installation.hold()
    ask(installation, "INSERT INTO note VALUES ('kept')")

    kill(getattr(installation, victim)())

    assert ask(installation, "SELECT word FROM note") == "kept"
    assert installation.cluster.running()
    let_go(user)
    wait_for(lambda: not installation.cluster.running())


def test_a_pid_file_is_not_believed(installation):
    ask(installation, "SELECT 1")
    lines = [str(os.getpid()), str(installation.cluster.data), "1", "5432", "", "", "", "ready"]
    (installation.cluster.data / "postmaster.pid").write_text("\n".join(lines))

    assert ask(installation, "SELECT 1") == "1"


def test_a_cluster_that_was_killed_in_the_making_is_made_anew(installation):
    scratch = installation.cluster.home / "data.new"
    scratch.mkdir(parents=True)
    (scratch / "PG_VERSION").write_text("18\n")

    assert ask(installation, "SELECT 1") == "1"
    assert not scratch.exists()


def test_data_of_another_version_are_refused(installation):
    installation.cluster.data.mkdir(parents=True)
    (installation.cluster.data / "PG_VERSION").write_text("17\n")

    answer = installation.run("-c", QUERY, "SELECT 1")

    assert answer.returncode == 1
    assert "was made by PostgreSQL 17, but Outreach runs on PostgreSQL 18." in answer.stderr


def test_programs_of_another_version_are_refused(installation, tmp_path):
    program = tmp_path / "postgres"
    program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 17.10'\n")
    program.chmod(0o755)
    installation.environment["OUTREACH_POSTGRES_BIN"] = str(tmp_path)

    answer = installation.run("-c", QUERY, "SELECT 1")

    assert answer.returncode == 1
    assert f"PostgreSQL 17.10 found in {tmp_path}, but Outreach runs on PostgreSQL 18 only." in answer.stderr


def test_a_path_too_long_for_a_socket_is_no_obstacle(new_installation):
    installation = new_installation("long" * 25)

    assert ask(installation, "SELECT 1") == "1"
    assert str(installation.cluster.sockets).startswith("/tmp/outreach-")
    assert stat.S_IMODE(installation.cluster.sockets.stat().st_mode) == 0o700
    for left in installation.cluster.sockets.iterdir():
        left.unlink()
    installation.cluster.sockets.rmdir()


def test_two_installations_stand_side_by_side(new_installation):
    here, there = new_installation("here"), new_installation("there")
    users = [here.hold(), there.hold()]

    assert here.postmaster() != there.postmaster()
    ask(here, "CREATE TABLE only_here ()")
    assert ask(there, "SELECT to_regclass('only_here') IS NULL") == "True"
    for user in users:
        let_go(user)


def test_nobody_is_let_in_as_superuser(installation):
    user = installation.hold()

    with pytest.raises(psycopg2.OperationalError, match="rejects connection for host"):
        psycopg2.connect(database_url(installation.cluster.sockets, "postgres"))

    let_go(user)


@pytest.mark.parametrize(
    ("role", "expected"),
    [("outreach_owner", "(t,f,f,t)"), ("outreach_app", "(f,f,f,f)")],
)
def test_each_role_may_as_little_as_it_needs(installation, role, expected):
    question = f"""
        SELECT (rolcreatedb, rolsuper, rolbypassrls, has_schema_privilege('{role}', 'public', 'CREATE'))::text
        FROM pg_roles WHERE rolname = '{role}'
    """

    assert ask(installation, question) == expected


def test_only_we_may_open_the_socket(installation):
    user = installation.hold()

    socket = installation.cluster.sockets / ".s.PGSQL.5432"

    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(installation.cluster.home.stat().st_mode) == 0o700
    let_go(user)


def test_a_folder_that_only_its_owner_may_enter_is_out_of_reach(tmp_path):
    stranger = Identity(uid=tmp_path.stat().st_uid + 1, gid=tmp_path.stat().st_gid + 1)
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "shut").mkdir(mode=0o700)
    tmp_path.chmod(0o755)

    assert places._may_enter(tmp_path / "open", stranger)
    assert not reachable(tmp_path / "shut" / "not" / "yet" / "there", by=stranger)


def test_a_shut_checkout_sends_the_data_to_the_refuge(tmp_path):
    """The rule alone; ``test_run`` starts it for real."""
    stranger = Identity(uid=tmp_path.stat().st_uid + 1, gid=tmp_path.stat().st_gid + 1)
    tmp_path.chmod(0o700)
    base = tmp_path / "var"

    assert places.home_for(base, stranger) == Path("/var/lib/outreach") / short_hash(base)
    assert places.home_for(base, None) == base / "postgres"


def test_processes_that_make_the_secret_together_have_one(installation):
    read = "from outreach.embedded import secret_key; print(secret_key())"
    together = [installation.start("-c", read) for _ in range(3)]

    secrets = {process.communicate()[0] for process in together}

    assert len(secrets) == 1
    assert len(secrets.pop().strip()) > 50
    assert stat.S_IMODE((installation.folder / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in installation.folder.iterdir()] == ["secret-key"]
