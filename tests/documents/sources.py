# SPDX-License-Identifier: GPL-2.0-or-later
"""The source of a test, with the helpers, fixtures and constants that it uses."""
import ast
import functools
import re


@functools.cache
def parsed(path):
    return ast.parse(path.read_text())


def definitions(path):
    """What a module defines at its top: {name: node}."""
    found = {}
    for node in parsed(path).body:
        names = [node.name] if hasattr(node, "name") else []
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            names = [name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)]
        found |= dict.fromkeys(names, node)
    return found


def modules(path):
    """The module, the conftest.py beside it, and those of ours that it imports."""
    found = [path, path.with_name("conftest.py")]
    for node in parsed(path).body:
        names = []
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{name.name}" for name in node.names] + [node.module]
        found += [path.parent / f"{name.replace('.', '/')}.py" for name in names]
    return [module for module in found if module.exists()]


def identifiers(node):
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id
        elif isinstance(inner, ast.Attribute):
            yield inner.attr
        elif isinstance(inner, ast.arg):
            yield inner.arg


def reached_from(root, test):
    """The text of FILE::FUNCTION and of all that it uses in these modules; of a test that is no Python, the file's or the
    function's own. Empty where there is none."""
    name, _, function = test.partition("::")
    path = root / name
    if not path.is_file():
        return ""
    if path.suffix != ".py":
        text = path.read_text()
        match = re.search(rf"^static void {function}\(void.*?^}}$", text, re.MULTILINE | re.DOTALL)
        return match[0] if function and match else "" if function else text
    known = {}
    for module in modules(path):
        known = {**{key: (module, node) for key, node in definitions(module).items()}, **known}
    if known.get(function, (None,))[0] != path:
        return ""
    reached, waiting = {}, [function]
    while waiting:
        identifier = waiting.pop()
        if identifier in known and identifier not in reached:
            module, node = known[identifier]
            reached[identifier] = ast.get_source_segment(module.read_text(), node)
            waiting += identifiers(node)
            for decorator in getattr(node, "decorator_list", []):
                reached[identifier] = ast.get_source_segment(module.read_text(), decorator) + reached[identifier]
    return "\n".join(reached.values())


def documented(source, document):
    """The beginnings of the lines that it takes from a document, by documents.documented()."""
    return re.findall(rf'\bdocumented\("{re.escape(document)}", "((?:[^"\\]|\\.)*)"', source)
