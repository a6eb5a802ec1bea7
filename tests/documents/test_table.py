# SPDX-License-Identifier: GPL-2.0-or-later
"""Each command of a document is run by the test that table.py names, or there is a reason why none runs it."""
import pathlib
import re

import pytest

import documents
import sources
import table

TEST = re.compile(r"tests/\S+")
# A line in a block without a prompt that begins so was meant as a command.
PROGRAMS = re.compile(r"(sudo |[A-Z_]+=\S+ )*(\S*/)?(recctrlu?|make|apt|apt-get|pip|git|install|ssh|panda-system-\w+)( |$)")


def entries(document):
    """What the table has of a document: (beginning of a line, whether it is a command, test or reason)."""
    for kind in (table.RUN_BY, table.NOT_RUN):
        for holder, beginnings in kind.get(document, {}).items():
            yield from ((beginning, True, holder) for beginning in beginnings)
    yield from ((beginning, False, holder) for beginning, holder in table.CONTENT.get(document, {}).items())


def meant(document):
    """Each entry with the lines that it stands for."""
    lines = list(documents.lines(document))
    for beginning, is_command, holder in entries(document):
        kind = [line for line in lines if line.is_command == is_command]
        yield beginning, holder, documents.beginning_so(beginning, kind)


def run_by():
    return [(document, test, beginning) for document, tests in table.RUN_BY.items()
            for test, beginnings in tests.items() for beginning in beginnings]


def words_of(command):
    """The program, what it is to do, and its options: what a test that runs it must have as well."""
    words = [re.sub(r"^([-\w]+)=.*", r"\1", word) for word in command.split()]
    return [words[0].rpartition("/")[2], *(word for at, word in enumerate(words) if at > 0 and re.match(
        r"--?\w|[A-Z_]+$" if at > 1 else r"--?\w|[A-Z_]+$|[a-z][-\w]*$", word))]


@pytest.mark.parametrize("document", documents.names())
def test_each_line_has_one_entry(document):
    known = [(line, beginning) for beginning, _, lines in meant(document) for line in lines]
    for line in documents.lines(document):
        mine = [beginning for other, beginning in known if other == line]
        assert mine, f"{document}:{line.number}: no test runs \"{line.text}\", nor does table.py say why"
        assert len(mine) == 1, f"{document}:{line.number}: table.py has this twice: {mine}"


def test_each_document_is_there():
    for kind in (table.RUN_BY, table.NOT_RUN, table.CONTENT):
        assert set(kind) <= set(documents.names())


@pytest.mark.parametrize("document", sorted({*table.RUN_BY, *table.NOT_RUN, *table.CONTENT}))
def test_each_entry_has_a_line(document):
    for beginning, _, lines in meant(document):
        assert lines, f"{document} has no \"{beginning}\""


@pytest.mark.parametrize("document", documents.names())
def test_a_command_has_a_prompt(document):
    for line in documents.lines(document):
        assert line.is_command or not PROGRAMS.match(line.text), f"{document}:{line.number}: \"{line.text}\" has no prompt"


@pytest.mark.parametrize("document, test, beginning", run_by())
def test_the_test_runs_it(document, test, beginning):
    """It takes the line from the document, or has the same words."""
    source = sources.reached_from(documents.ROOT, test)
    assert source, f"there is no test {test}"
    if beginning in sources.documented(source, document):
        return
    for line in documents.beginning_so(beginning, [line for line in documents.lines(document) if line.is_command]):
        missing = [word for word in words_of(line.text) if word not in source]
        assert not missing, f"{test} does not run \"{line.text}\": it has no {missing}"


@pytest.mark.parametrize("holder", sorted({holder for document in documents.names() for _, _, holder in entries(document)
                                          if TEST.search(holder)}))
def test_what_is_named_is_there(holder):
    for test in TEST.findall(holder):
        assert sources.reached_from(documents.ROOT, test), f"there is no {test}"


def test_no_test_is_left_out():
    """What takes a line from a document is in the table with it."""
    listed = {(document, beginning) for document, _, beginning in run_by()}
    for path in pathlib.Path(documents.ROOT, "tests").rglob("*.py"):
        text = path.read_text()
        for document in documents.names():
            for beginning in sources.documented(text, document):
                assert (document, beginning) in listed, f"{path.name}: {beginning}"
