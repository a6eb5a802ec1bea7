# SPDX-License-Identifier: GPL-2.0-or-later
"""Which test runs what the documents tell: for each document, the lines by their beginnings. test_table.py holds this table
against documents and tests, both ways."""

HERE = "tests/documents/test_commands.py::"
READER = "tests/vm/test_documents.py::"
INSTALL = "tests/packaging/test_install.py::"
PACKAGES = "tests/packaging/long_packages.py::"
PANDA_TREE = "tests/engine/test_panda_tree.py::"

# TEST: the commands that it runs.
RUN_BY = {
    "CONTRIBUTING.md": {
        HERE + "test_a_second_make_makes_nothing": ["make"],
        "tests/analysis/analyse": ["make analyse"],
    },
    "README.md": {
        READER + "test_a_program_of_ones_own": ["recctrlu run mytest", "build/bin/recctrl replay mytest"],
        "tests/documents/long_demo.py::test_demo": ["make demo"],
        READER + "host": ["mkdir /tmp/rec"],
        READER + "recorded": ["build/bin/recctrl vm --dir /tmp/rec --checksum", "recctrlu run hello",
                              "recctrlu start busy", "recctrlu status", "poweroff -f"],
        READER + "test_a_look_at_what_was_recorded": ["build/bin/recctrl ls", "build/bin/recctrl verify",
                                                      "build/bin/recctrl replay --dir"],
        READER + "test_what_was_done_in_it": ["build/bin/recctrl play", "build/bin/recctrl grep"],
        READER + "test_keeping_many": ["build/bin/recctrl pack", "build/bin/recctrl prune", "build/bin/recctrl repair"],
        READER + "test_a_machine_of_ones_own": ["build/bin/recctrl vm --dir /tmp/rec -- -m 512"],
        READER + "test_another_engine": ["build/bin/recctrl vm --engine"],
        READER + "test_a_panda_of_ones_own": ["G_SLICE=always-malloc"],
        HERE + "test_the_utility_alone": ["make -C utils", "ARCH=x86_64 make -C utils"],
    },
    "build/man/recctrl-replay.1": {
        READER + "test_the_example_of_replay": ["recctrl replay latest"],
    },
    "docs/engines.md": {
        PANDA_TREE + "test_both_ways_make_the_same_plugin": ["make plugin"],
        "tests/vm/test_pypanda.py::test_a_script_records": ["examples/pypanda.py", "examples/manifests.py"],
    },
    "docs/hooks.md": {
        "tests/vm/test_hooks.py::test_a_store_that_restic_keeps": ["restic init", "restic restore", "recctrl verify"],
        READER + "test_a_hook": ["recctrl vm"],
    },
    "docs/install.md": {
        INSTALL + "test_uninstall_leaves_nothing_else_than_was_there": ["make install-host", "make install-guest"],
        INSTALL + "test_install_and_uninstall": ["make install", "make uninstall"],
        INSTALL + "test_the_engine_command_leaves_nothing_beside_itself": ["recctrl engine"],
        PACKAGES + "debs": ["make deb"],
        PACKAGES + "test_the_guest_package": ["pam-auth-update"],
        "tests/packaging/test_release.py::test_it_holds_what_is_committed_and_its_date": ["make dist"],
    },
    "docs/sessions.md": {
        READER + "test_sessions": ["recctrl cast alice_192.0.2.7_ssh_1234_000 --list", "recctrl cat", "recctrl play",
                                   "recctrl grep", "recctrl cast alice_192.0.2.7_ssh_1234_000", "recctrl report"],
    },
    "docs/ssh.md": {
        READER + "test_a_machine_with_a_network": ["build/bin/recctrl vm"],
        READER + "test_a_login": ["recctrl info", "recctrl verify", "recctrl play", "recctrl replay"],
        INSTALL + "test_uninstall_leaves_nothing_else_than_was_there": ["make install-guest"],
        HERE + "test_the_wrapper_by_hand": ["install -m 700 recctrlu /", "install -m 700 recctrlu.sh"],
        "tests/vm/test_ssh_sessions.py::test_the_login_process_is_killed": ["recctrlu sessions", "recctrlu reap"],
        HERE + "test_a_secret": ["(umask 077;", "install -D -m 600 token"],
    },
}

# REASON: the commands that no test runs.
NOT_RUN = {
    "CONTRIBUTING.md": {
        "it runs this test": ["make check"],
        "it takes hours, and says no more than figures": ["make bench"],
    },
    "README.md": {
        "it runs this test": ["make check"],
    },
    "docs/engines.md": {
        f"no registry has that PANDA; {PANDA_TREE}in_tree builds in one that looks like it": [
            "../configure --extra-plugins-path", "make"],
        "no registry has that PANDA; README.md has the same line for the pinned one": ["PANDA_DIR=$PWD/build/panda"],
    },
    "docs/hooks.md": {
        "a store on another machine; the test has one of its own": ["export RESTIC_REPOSITORY"],
    },
    "docs/install.md": {
        f"apt would ask the network for what the packages depend on; {PACKAGES}system has that already, and dpkg": [
            "apt install ./recctrl_", "apt install ./recctrl-guest"],
    },
}

# What stands in blocks without a prompt, and what holds it, or why nothing does.
CONTENT = {
    "README.md": {
        "guest                                   host:": "a picture",
    },
    "docs/abi.md": {
        "000  02 00": "tests/utils/header/test_abi_document.py::test_the_example",
    },
    "docs/engines.md": {
        "panda = Panda(arch=": "tests/vm/test_pypanda.py::test_a_script_records",
    },
    "docs/guest.md": {
        '#include "recctrl/posix.h"': HERE + "test_a_program_that_records_a_part_of_itself",
    },
    "docs/hooks.md": {
        "#!/bin/sh": "tests/vm/test_hooks.py::script",
    },
    "docs/ssh.md": {
        "session    optional     pam_recctrl.so": "tests/vm/test_ssh_logins.py::test_by_key",
        "session    optional     pam_exec.so": "tests/vm/test_ssh_logins.py::test_by_key",
        "* * * * *": "tests/vm/test_ssh_sessions.py::test_the_login_process_is_killed",
        "[Timer]": "tests/vm/test_ssh_sessions.py::test_the_login_process_is_killed",
        "panda    hard    maxlogins": "pam_limits' own business",
        "session    requisite": "pam_limits' own business",
    },
    "utils/pam/pam_recctrl.8": {
        "session  optional  pam_recctrl.so": "tests/utils/pam/request_test.c::names_follow_the_pattern",
    },
}
