# SPDX-License-Identifier: GPL-2.0-or-later
"""What holds for every file of the project."""
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUEST_SIDE = ("include/", "utils/", "examples/")
SOURCE = re.compile(r"\.(c|h|S|py|sh|mk|ld)$|(^|/)Makefile$")


def tracked():
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [name for name in names.split("\0") if name and (ROOT / name).is_file()]


def first_line(name):
    with open(ROOT / name, errors="replace", encoding="utf-8") as file:
        return file.readline()


def is_script(name):
    return first_line(name).startswith("#!")


SCRIPTS = [name for name in tracked() if re.search(r"^#!.*\b(ba|da|)sh\b", first_line(name))]


@pytest.mark.parametrize("name", [name for name in tracked() if SOURCE.search(name) or is_script(name)])
def test_a_source_names_its_licence(name):
    head = (ROOT / name).read_text(errors="replace")[:300]
    licence = "0BSD" if name.startswith(GUEST_SIDE) else "GPL-2.0-or-later"
    assert f"SPDX-License-Identifier: {licence}" in head


@pytest.mark.parametrize("name", SCRIPTS)
def test_shellcheck_finds_nothing(name):
    result = subprocess.run(["shellcheck", name], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_readme_names_each_folder():
    """In its table "Where things are"; so that a newcomer finds each part by its name."""
    table = (ROOT / "README.md").read_text().partition("## Where things are")[2]
    folders = {name.partition("/")[0] for name in tracked() if "/" in name and not name.startswith(".")} - {"LICENSES"}
    assert {folder for folder in folders if f"`{folder}/`" not in table} == set()


@pytest.mark.parametrize("name", [name for name in tracked() if name.endswith(".md")])
def test_a_link_leads_somewhere(name):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text()):
        assert (ROOT / name).parent.joinpath(target).exists(), target
