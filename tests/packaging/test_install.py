# SPDX-License-Identifier: GPL-2.0-or-later
"""make install and make uninstall."""
import os
import pathlib
import re
import subprocess

import pytest

from conftest import ENVIRONMENT, ROOT


def tree(directory):
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*"))


@pytest.fixture(scope="module")
def prefix(make, tmp_path_factory):
    """A prefix in which all is installed, PAM's module too."""
    prefix = tmp_path_factory.mktemp("installed") / "a b"
    make("install", f"PREFIX={prefix}", f"PAM_DIR={prefix}/security")
    return prefix


def run(*words, status=0, **options):
    result = subprocess.run(words, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
                            env=ENVIRONMENT, **options)
    assert result.returncode == status, result.stderr
    return result


def test_the_host_tool_finds_its_parts(prefix, tmp_path):
    (tmp_path / "engine").mkdir()
    line = run(prefix / "bin/recctrl", "vm", "--print", "--dir", tmp_path, "--engine", tmp_path / "engine", "--", "-m",
               "64").stdout.splitlines()
    assert line[0] == str(prefix / "libexec/recctrl/recctrl-panda") and os.access(line[0], os.X_OK)
    for target in (ROOT / "plugin/targets").glob("*.c"):
        plugins = prefix / f"libexec/recctrl/plugins/{target.stem}-softmmu/panda/plugins"
        assert (plugins / "panda_recctrl.so").exists() and (plugins / "panda_recctrl_checksum.so").exists()
    engine = run(prefix / "bin/recctrl", "engine", "--print-directory").stdout
    assert engine == run(ROOT / "engine/get", "--print-directory").stdout


def test_the_engine_command_leaves_nothing_beside_itself(prefix):
    """The engine is there already, as all is built with it."""
    run(prefix / "bin/recctrl", "engine")
    assert sorted(path.name for path in (prefix / "libexec/recctrl/engine").iterdir()) == ["get", "pin", "standins.py"]


def test_the_utility_runs(prefix):
    assert run(prefix / "bin/recctrlu", "check", status=69).stderr == "recctrlu: no recctrl in this machine\n"


def test_man_pages(prefix):
    """groff has nothing to complain about, at any usual width; each page says of what it is."""
    pages = sorted(prefix.glob("share/man/man*/*"))
    names = {page.name for page in pages}
    assert {"recctrl.1", "recctrlu.1", "recctrl.7", "pam_recctrl.8"} <= names
    for page in pages:
        for width in (80, 120):
            result = run("groff", "-t", "-man", "-ww", "-Tutf8", "-P-cbou", f"-rLL={width}n", page)
            assert result.stderr == "", page.name
        assert re.search(rf"^NAME\n +{page.stem} . ", result.stdout, re.MULTILINE), page.name
    for name, page in re.findall(r"\.BR (\S+) \((\d)\)", "".join(page.read_text() for page in pages)):
        assert "recctrl" not in name or f"{name}.{page}".replace("\\-", "-") in names, name


def test_the_page_about_the_contract_has_all_of_its_tables(prefix):
    """Each number of the document is in it, and no line is lost."""
    document = (ROOT / "docs/abi.md").read_text()
    text = run("groff", "-t", "-man", "-Tutf8", "-P-cbou", "-rLL=120n", prefix / "share/man/man7/recctrl.7").stdout
    for line in re.findall(r"^\|(.*)\|$", document, re.MULTILINE):
        cells = [cell.strip(" `") for cell in line.split("|")]
        assert cells[0].startswith("---") or all(cell.split()[0].strip("`,") in text for cell in cells if cell), line


def test_the_utilitys_page_has_all_commands(prefix):
    text = (prefix / "share/man/man1/recctrlu.1").read_text()
    for command in (ROOT / "utils/command").glob("*.c"):
        assert f".B {command.stem}" in text


def test_pkg_config_finds_the_header(prefix, tmp_path, version):
    environment = {**ENVIRONMENT, "PKG_CONFIG_PATH": str(prefix / "share/pkgconfig")}
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "recctrl"], env=environment, text=True, check=True,
                           stdout=subprocess.PIPE).stdout.strip()
    told = subprocess.run(["pkg-config", "--modversion", "recctrl"], env=environment, text=True, check=True,
                          stdout=subprocess.PIPE).stdout.strip()
    assert told == version
    (tmp_path / "x.c").write_text('#include "recctrl/posix.h"\nint main(void) { return recctrl_available() ? 1 : 69; }\n')
    subprocess.run(f"gcc x.c -o x {flags}", shell=True, cwd=tmp_path, check=True)
    run(tmp_path / "x", status=69)


def test_the_example_of_a_plugin_compiles_with_what_is_installed(prefix, tmp_path):
    source = prefix / "share/doc/recctrl/examples/listener.c"
    run("gcc", "-shared", "-fPIC", f"-I{prefix}/include", source, "-o", tmp_path / "panda_listener.so")


@pytest.mark.parametrize("program, word, offered", [
    ("recctrl", ["ver"], ["verify"]), ("recctrlu", ["open"], ["open_session"]),
    ("recctrlu", ["start", "--"], ["--note"]), ("recctrlu", ["open_session", "--"], ["--syslog", "--session", "--note"]),
    ("recctrlu", ["stop", "--"], []), ("recctrlu", ["run", "x", "--", "/bin/truncat"], ["/bin/truncate"]),
    ("recctrlu", ["run", "x", "--", "cat", "/etc/debian_ve"], ["/etc/debian_version"])])
def test_completions(prefix, program, word, offered):
    script = ('compopt() { :; }; source "$1"; function=$2; program=$3; shift 3; COMP_WORDS=("$program" "$@"); '
              'COMP_CWORD=$#; $function "$program" "${@: -1}" "${COMP_WORDS[COMP_CWORD-1]}"; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    completion = prefix / "share/bash-completion/completions" / program
    result = run("bash", "-c", script, "bash", completion, f"_{program}", prefix / "bin" / program, *word)
    assert result.stderr == "" and sorted(result.stdout.split()) == sorted(offered)


def test_install_and_uninstall(make, tmp_path):
    """Both halves at once."""
    make("install", f"DESTDIR={tmp_path}")
    assert {"recctrl", "recctrlu"} == {path.name for path in (tmp_path / "usr/local/bin").iterdir()}
    make("uninstall", f"DESTDIR={tmp_path}")
    assert not [path for path in tmp_path.rglob("*") if not path.is_dir()]


def test_uninstall_leaves_nothing_else_than_was_there(make, tmp_path):
    """Each half alone; what belongs to others, and what users put there, stays."""
    root = tmp_path / "root"
    theirs = root / "usr/local/include/recctrl/theirs.h"
    for path in ("bin", "share/man", "share/man/man1/ls.1", "lib/other"):
        (root / "usr/local" / path).mkdir(parents=True)
    (root / "lib/security").mkdir(parents=True)
    arguments = [f"DESTDIR={root}", "PAM_DIR=/lib/security"]
    before = tree(root)
    make("install-host", *arguments)
    host = set(tree(root)) - set(before)
    make("install-guest", *arguments)
    guest = set(tree(root)) - host - set(before)
    assert "usr/local/bin/recctrl" in host and "usr/local/bin/recctrlu" in guest
    theirs.touch()
    make("uninstall-host", *arguments)
    after = {name for name in tree(root) if not (root / name).is_dir()}
    assert after == {name for name in guest if not (root / name).is_dir()} | {str(theirs.relative_to(root))}
    make("uninstall-guest", *arguments)
    assert theirs.exists()
    theirs.unlink()
    theirs.parent.rmdir()
    kept = {"usr/local/" + name for name in ("include", "libexec", "share")}
    assert set(tree(root)) - kept == set(before) - kept


def test_what_is_not_built_is_named(tmp_path):
    """And nothing is installed then."""
    copy = tmp_path / "tree/packaging"
    copy.mkdir(parents=True)
    for name in ("install", "host.files"):
        (copy / name).write_bytes((ROOT / "packaging" / name).read_bytes())
    result = run("python3", copy / "install", "host", f"--destdir={tmp_path}/root", "--prefix=/usr", "--arch=x86_64",
                 "--pam=/lib/security", "--version=0", status=1)
    assert "there is no build/bin/recctrl" in result.stderr and not pathlib.Path(f"{tmp_path}/root").exists()
    result = run(ROOT / "packaging/install", "host", "--prefix=usr", "--arch=x86_64", "--pam=/lib/security",
                 "--version=0", status=1)
    assert result.stderr == 'install: --prefix must be an absolute path, not "usr"\n'
