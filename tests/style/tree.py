"""The source tree as a mapping from path to text, and C++ with its comments taken out.

Rules see nothing but such a mapping, so their own tests hand them small invented trees.
"""
import os
import re

FLOORS = ["base", "storage", "proof", "ledger", "program", "settlement", "exchange", "service", "cli"]
MONEY_FLOORS = ["base", "ledger", "program", "settlement"]
SKIPPED_FOLDERS = {".git", "build", "third_party", "node_modules", "__pycache__", ".cache"}

# A literal or a comment, whichever starts first. A quote between digits (1'000) is neither.
_TOKEN = re.compile(
    r'(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)'
    r'|(?P<raw>\bu?8?[LU]?R"(?P<delimiter>[^()\\\s]*)\(.*?\)(?P=delimiter)")'
    r'|(?P<number>\b[0-9](?:[0-9a-zA-Z_.]|\'[0-9a-zA-Z])*)'
    r'|(?P<text>"(?:\\.|[^"\\\n])*")'
    r"|(?P<character>'(?:\\.|[^'\\\n])+')",
    re.DOTALL)


def read_tree(root):
    """Every text file below `root`, without what git and builds leave there."""
    tree = {}
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED_FOLDERS)
        for name in sorted(set(files) - {".git"}):  # a file in a second work tree
            path = os.path.join(folder, name)
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as file:
                content = file.read()
            if b"\0" not in content:
                tree[os.path.relpath(path, root)] = content.decode("utf-8", errors="replace")
    return tree


def floor_of(path):
    """The floor a file belongs to, or None."""
    top = path.split("/")[0]
    return top if top in FLOORS and "/" in path else None


def is_cpp(path):
    return path.endswith((".h", ".cpp"))


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    """C++ with blanks for comments; lines and columns stay."""
    return _TOKEN.sub(lambda match: _blank(match[0]) if match["comment"] else match[0], text)


def code_only(text):
    """C++ with blanks for comments and for what stands inside literals; lines and columns stay."""

    def replace(match):
        if match["number"]:
            return match[0].replace("'", "_")
        if match["comment"]:
            return _blank(match[0])
        return match[0][0] + _blank(match[0][1:-1]) + match[0][-1]

    return _TOKEN.sub(replace, text)


def sql_code(text):
    """SQL without comments; its literals stay, because 'now' is one."""
    return re.sub(r"--[^\n]*|/\*.*?\*/", lambda match: _blank(match[0]), text, flags=re.DOTALL)


def line_of(text, position):
    return text.count("\n", 0, position) + 1
