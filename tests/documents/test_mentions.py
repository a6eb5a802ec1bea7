# SPDX-License-Identifier: GPL-2.0-or-later
"""What is said of commands, in running text as in code blocks, is what the programs say of themselves: each command and each
option is there."""
import functools
import platform
import re
import subprocess

import pytest

import documents
from documents import ROOT

MENTION = re.compile(r"`([^`\n]+)`")
PROGRAM = re.compile(r"(?:[A-Z_]+=\S+ )*(?:build/bin/|/usr/local/sbin/)?(recctrlu|recctrl|make)((?: \S+)+)$")
MONITOR = re.compile(r'plugin_cmd "recctrl ([\w-]+)')


@functools.cache
def said(*words):
    return subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout


@functools.cache
def targets(folder):
    """What make can be asked for in a folder of ours."""
    text = subprocess.run(["make", "-pRrqn", "-C", ROOT / folder, ".PHONY"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True, check=False).stdout
    return set(re.findall(r"^([\w-]+):(?!=)", text, re.MULTILINE))


def mentions(document):
    text = (ROOT / document).read_text()
    found = [line.text for line in documents.lines(document) if line.is_command]
    if document.endswith(".md"):
        found += MENTION.findall(re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))
    return found


def all_mentions():
    return sorted({(document, text) for document in documents.names() for text in mentions(document) if PROGRAM.match(text)})


def options(words):
    """Up to what is handed on to another program."""
    own = words[:words.index("--")] if "--" in words else words
    return [word.partition("=")[0].strip(",") for word in own if re.match(r"--?[a-z]", word)]


@pytest.mark.parametrize("document, text", all_mentions())
def test_it_is_what_the_program_says(document, text):
    program, rest = PROGRAM.match(text).groups()
    words = rest.partition(";")[0].split()
    if program == "make":
        folder = words[words.index("-C") + 1] if "-C" in words else "."
        names = [word for word in words if re.match(r"[a-z][\w-]*$", word) and word != folder]
        assert set(names) <= targets(folder)
        return
    binary = {"recctrl": ROOT / "build/bin/recctrl", "recctrlu": ROOT / f"build/utils/{platform.machine()}/recctrlu"}[program]
    names = [words[0]] if re.match(r"[a-z]", words[0]) else []
    helped = said(binary, "help")
    for name in names:
        assert name == "help" or re.search(rf"^  {name}\b", helped, re.MULTILINE), name
    if program == "recctrl" and names and names != ["help"]:
        helped = said(binary, names[0], "--help")
    for option in options(words):
        assert option == "--help" or (program, option) == ("recctrlu", "--version") or re.search(rf"{option}\b", helped), option


def test_commands_of_the_monitor():
    source = (ROOT / "plugin/monitor.c").read_text()
    for document in documents.names():
        for name in MONITOR.findall((ROOT / document).read_text()):
            assert f'{{"{name}", ' in source, f"{document}: {name}"
