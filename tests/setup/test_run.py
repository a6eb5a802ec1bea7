# SPDX-License-Identifier: GPL-2.0-or-later
"""The runner of the suites: what it counts, and what it does not let pass."""
import os
import pathlib
import signal
import subprocess

import pytest

RUN = pathlib.Path(__file__).resolve().parents[1] / "run"


@pytest.fixture
def suite(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text)
        path.chmod(0o755)
        return path
    return write


def run(*suites):
    result = subprocess.run([RUN, *suites], capture_output=True, text=True, check=False, timeout=120)
    return result.returncode, result.stdout.splitlines()


def test_counts_of_all_suites_are_summed_in_the_last_line(suite):
    tap = suite("tap", "#!/bin/sh\nprintf '1..4\\nok 1 - a\\nok 2 - b # SKIP no reason\\nok 3 - c\\nnot ok 4 # SKIP d\\n'\n")
    python = suite("test_it.py", "def test_one(): pass\n")
    status, lines = run(tap, python)
    assert (status, lines[-1]) == (0, "3 passed, 0 failed")
    assert any("2 passed, 0 failed, 2 skipped" in line for line in lines)


def test_a_failure_is_shown_and_named(suite):
    tap = suite("tap", "#!/bin/sh\nprintf '1..2\\nok 1 - a\\nnot ok 2 - the reason\\n'\nexit 1\n")
    status, lines = run(tap)
    assert (status, lines[-1]) == (1, "1 passed, 1 failed")
    assert "not ok 2 - the reason" in lines
    assert f"failed: {tap}" in lines


def test_a_suite_that_runs_no_test_fails(suite):
    status, lines = run(suite("tap", "#!/bin/sh\necho 1..0\n"), suite("test_nothing.py", ""))
    assert (status, lines[-1]) == (1, "0 passed, 2 failed")


def test_a_suite_that_crashes_after_its_tests_fails(suite):
    status, lines = run(suite("tap", "#!/bin/sh\necho ok 1\nkill -SEGV $$\n"))
    assert (status, lines[-1]) == (1, "1 passed, 1 failed")


def test_a_suite_with_fewer_tests_than_planned_fails(suite):
    status, lines = run(suite("tap", "#!/bin/sh\necho 1..2\necho ok 1\n"))
    assert (status, lines[-1]) == (1, "1 passed, 1 failed")


def test_a_pytest_module_that_cannot_be_read_fails(suite):
    status, lines = run(suite("test_bad.py", "import no_such_module\n"))
    assert (status, lines[-1]) == (1, "0 passed, 1 failed")


def test_when_told_to_end_it_lets_tests_clean_up(suite, tmp_path):
    started, cleaned = tmp_path / "started", tmp_path / "cleaned"
    os.mkfifo(started)
    path = suite("test_slow.py", f"""
import pathlib, pytest, time

@pytest.fixture
def machine():
    yield pathlib.Path({str(started)!r}).write_text("x")
    pathlib.Path({str(cleaned)!r}).write_text("x")

def test_slow(machine):
    time.sleep(1000)
""")
    with subprocess.Popen([RUN, path], stdout=subprocess.DEVNULL) as runner:
        assert started.read_text() == "x"
        runner.send_signal(signal.SIGTERM)
        assert runner.wait(timeout=60) == 1
    assert cleaned.exists()
