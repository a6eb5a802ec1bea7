#!/usr/bin/python3
# SPDX-License-Identifier: 0BSD
"""Reads the manifests of a directory's recordings, with nothing but json:

    examples/manifests.py DIRECTORY

"recctrl ls --json" does more: it knows packed recordings, and those whose manifest is missing or damaged.
"""
import json
import pathlib
import sys

SUFFIX = "-rr.json"


def read(directory):
    """Yields (name, manifest) of each recording that has one, by name."""
    for path in sorted(pathlib.Path(directory).glob(f"*{SUFFIX}")):
        yield path.name[:-len(SUFFIX)], json.loads(path.read_text(encoding="utf-8"))


def show(directory):
    for name, manifest in read(directory):
        instructions = manifest.get("instructions")
        print(f"{name}: {manifest['state']}, {manifest['target']}, {instructions} instructions")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} DIRECTORY")
    show(sys.argv[1])
