# SPDX-License-Identifier: GPL-2.0-or-later
"""Man pages of section 1, of plain text."""
import re
import subprocess


def help_of(*command):
    return subprocess.run([*command, "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout


def escape(text):
    """Text as roff prints it: no dash becomes a hyphen, no line a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace("'", "\\(aq")
    return "\n".join("\\&" + line if line.startswith(".") else line for line in text.split("\n"))


def tagged(items):
    """A list of terms, each with its explanation."""
    return "".join(f".TP\n.B {escape(term)}\n{escape(text)}\n" for term, text in items)


def paragraphs(text):
    """Indented lines of --help are examples."""
    out = []
    for block in re.split(r"\n(?=    )|(?<=\n)(?=\S)", text):
        if block.startswith("    "):
            out.append(f".PP\n.EX\n{escape(block.rstrip())}\n.EE\n.PP\n")
        else:
            out.append(escape(block))
    return "".join(line if line.endswith("\n") else line + "\n" for line in out)


def page(name, summary, synopsis, sections):
    """SYNOPSIS: what is bold in it, and the rest. SECTIONS: pairs of a heading and roff."""
    title = name.upper()
    text = f'.TH "{escape(title)}" 1 "" recctrl "recctrl"\n.SH NAME\n{escape(name)} \\- {escape(summary)}\n'
    text += f".SH SYNOPSIS\n.B {escape(synopsis[0])}\n{escape(synopsis[1])}\n"
    return text + "".join(f".SH {head}\n{body}" for head, body in sections)
