#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes an initramfs (cpio "newc", gzip). The same content gives the same bytes; everything belongs to root.

As a command: guests/cpio.py OUTPUT /path/in/guest=FILE... The output can be appended to any other initramfs.
"""
import gzip
import os
import stat
import sys


class Archive:
    """Entries appear in the order in which they are added; a directory is added before what lies in it."""

    def __init__(self, path):
        self.raw = open(path, "wb")  # pylint: disable=consider-using-with
        self.file = gzip.GzipFile("", "wb", compresslevel=6, fileobj=self.raw, mtime=0)
        self.inode = 0
        self.directories = set()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._entry("TRAILER!!!", 0, b"")
        self.file.close()
        self.raw.close()

    def _pad(self, length):
        self.file.write(b"\0" * (-length % 4))

    def _entry(self, name, mode, content):
        self.inode += 1
        encoded = name.encode() + b"\0"
        fields = (self.inode, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(encoded), 0)
        header = b"070701" + b"".join(b"%08x" % field for field in fields) + encoded
        self.file.write(header)
        self._pad(len(header))
        self.file.write(content)
        self._pad(len(content))

    def directory(self, path, mode=0o755):
        """Adds a directory and those above it, unless they were added before."""
        path = path.strip("/")
        if not path or path in self.directories:
            return
        self.directory(os.path.dirname(path))
        self.directories.add(path)
        self._entry(path, stat.S_IFDIR | mode, b"")

    def content(self, path, content, mode=0o644):
        path = path.strip("/")
        self.directory(os.path.dirname(path))
        self._entry(path, stat.S_IFREG | mode, content)

    def copy(self, path, source):
        """Adds the file SOURCE; it stays executable if it is."""
        with open(source, "rb") as file:
            self.content(path, file.read(), 0o755 if os.access(source, os.X_OK) else 0o644)

    def link(self, path, target):
        path = path.strip("/")
        self.directory(os.path.dirname(path))
        self._entry(path, stat.S_IFLNK | 0o777, target.encode())


def main(arguments):
    if len(arguments) < 2 or any("=" not in pair for pair in arguments[1:]):
        sys.exit("usage: guests/cpio.py OUTPUT /path/in/guest=FILE...")
    with Archive(arguments[0]) as archive:
        for pair in arguments[1:]:
            path, source = pair.split("=", 1)
            archive.copy(path, source)


if __name__ == "__main__":
    main(sys.argv[1:])
