# SPDX-License-Identifier: GPL-2.0-or-later
"""What the documents have a reader type or write: the lines of their code blocks.

A line behind a prompt ("$ ", "host$ ", "guest# ") is a command, what stands between two of them is output. A block without a
prompt is no command but the content of a file, a part of a program or a picture, and stands for itself by its first line. In
man pages, which have no prompts, a line that begins with the name of one of our programs is a command.
"""
import pathlib
import re
import typing

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROMPT = re.compile(r"[\w/]*[$#] +(?=\S)")
COMMENT = re.compile(r" {2,}# .*")
OUR_PROGRAMS = re.compile(r"recctrlu? ")


class Line(typing.NamedTuple):
    """A command without prompt and comment, its continued lines joined; or the first line of another block."""

    document: str
    number: int
    text: str
    is_command: bool


def names():
    """Of all documents, below ROOT; those that are made of --help are there after make."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("utils/pam/*.8"), *ROOT.glob("build/man/*.1")]
    return sorted(str(path.relative_to(ROOT)) for path in found)


def blocks(text):
    """The code blocks of a text in Markdown, fenced or indented: (number of the first line, lines)."""
    block, fenced = None, False
    for number, line in enumerate([*text.splitlines(), ""], 1):
        fence = line.startswith("```")
        inside = not fence if fenced else line.startswith("    ")
        if inside:
            block = block or (number, [])
            block[1].append(line if fenced else line[4:])
        elif block:
            yield block
            block = None
        fenced ^= fence


def man_blocks(text):
    """The same of a man page: what stands between .EX and .EE."""
    for match in re.finditer(r"^\.EX\n(.*?)^\.EE$", text, re.MULTILINE | re.DOTALL):
        lines = match[1].replace("\\-", "-").replace("\\(aq", "'").replace("\\&", "").splitlines()
        yield text[:match.start()].count("\n") + 2, [line.removeprefix("    ") for line in lines]


def lines(document):
    """All Lines of a document."""
    text = (ROOT / document).read_text()
    is_man = not document.endswith(".md")
    for number, block in man_blocks(text) if is_man else blocks(text):
        commands = [(at, line) for at, line in enumerate(block) if (OUR_PROGRAMS if is_man else PROMPT).match(line)]
        if not commands:
            yield Line(document, number, next(line for line in block if line.strip()).strip(), False)
        for at, line in commands:
            text, end = line if is_man else line[PROMPT.match(line).end():], at
            while text.endswith("\\"):
                end += 1
                text = f"{text[:-1].rstrip()} {block[end].strip()}"
            yield Line(document, number + at, COMMENT.sub("", text).strip(), True)


def beginning_so(beginning, found):
    """Those of the Lines that are this one, or begin so where none is."""
    return [line for line in found if line.text == beginning] or [line for line in found if line.text.startswith(beginning)]


def documented(document, beginning, changed=()):
    """The command in a document that begins so, for a shell; changed: what stands in place of the example's own names."""
    (text,) = {line.text for line in beginning_so(beginning, [line for line in lines(document) if line.is_command])}
    for example, own in dict(changed).items():
        assert example in text, (example, text)
        text = text.replace(example, str(own))
    return text
