"""The rules of the house that a machine can check.

Each rule is a function from a tree (path to text) to findings (path, line, message). Its docstring is the
reason, printed with every finding.
"""
import os
import re

from doors import DOORS
from functions import cpp_functions, python_functions
from tree import FLOORS, MONEY_FLOORS, code_only, floor_of, is_cpp, line_of, sql_code, without_comments

FUNCTION_LINES = 70
FILE_LINES = 500
README_LINES = 30
BANNED_WORDS = {"util", "utils", "common", "helper", "helpers", "manager", "managers", "impl"}
SOURCE_ENDINGS = (".h", ".cpp", ".sql", ".proto", ".py", ".sh", ".cmake", "CMakeLists.txt", ".js", ".css", ".html")


def _matches(pattern, text, path, message):
    for match in re.finditer(pattern, text):
        yield path, line_of(text, match.start()), message.format(match[0].strip())


def _includes(text):
    """(line, path) of every quoted include."""
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', without_comments(text), re.MULTILINE):
        yield line_of(text, match.start()), match[1]


def includes_point_down(tree):
    """A floor stands on the floors below it and on nothing else; an arrow upwards makes two floors one."""
    for path, text in tree.items():
        floor = floor_of(path)
        if not floor or not is_cpp(path):
            continue
        for line, target in _includes(text):
            top = target.split("/")[0]
            if "/" not in target:
                yield path, line, f'"{target}" is not written from the root: "{floor}/{target}"'
            elif top in FLOORS and FLOORS.index(top) > FLOORS.index(floor):
                yield path, line, f'{floor}/ includes "{target}", which lies above it'
            elif top in ("tests", "bench"):
                yield path, line, f'{floor}/ includes "{target}": the product does not know its tests'


def only_doors_touch_storage(tree):
    """Rules are pure; only the files named for it in tests/style/doors.py read or write the database."""
    for path, text in tree.items():
        floor = floor_of(path)
        stem = os.path.basename(path).split(".")[0]
        if floor not in DOORS or not is_cpp(path) or stem in DOORS[floor]:
            continue
        for line, target in _includes(text):
            if target.startswith("storage/"):
                yield path, line, f'includes "{target}", but {floor}/{stem} is no door to the database'


def headers_start_once(tree):
    """A header that is included twice must not define things twice."""
    for path, text in tree.items():
        if path.endswith(".h") and not re.search(r"^#pragma once$", text, re.MULTILINE):
            yield path, 1, "has no #pragma once"


def money_has_no_floating_point(tree):
    """Money is an integer; a float is wrong by a cent sooner or later, even in a comparison."""
    for path, text in tree.items():
        if floor_of(path) in MONEY_FLOORS and is_cpp(path):
            yield from _matches(r"\b(?:double|float)\b", code_only(text), path, "{} on a money floor")
        elif floor_of(path) in MONEY_FLOORS and path.endswith(".sql"):
            yield from _matches(r"(?i)\b(?:real|float|double)\b", sql_code(text), path, "{} on a money floor")
        elif path.startswith("proto/") and path.endswith(".proto"):
            yield from _matches(r"\b(?:double|float)\b", code_only(text), path, "{} on the wire")


_CLOCK = (r"\b(?:system_clock|utc_clock|tai_clock|gettimeofday|clock_gettime|timespec_get)\b"
          r"|(?<![\w.>])(?:std\s*::\s*|::\s*)?time\s*\(\s*(?:nullptr|NULL|0|&\s*\w+)\s*\)")
_SQL_CLOCK = r"(?i)\bcurrent_(?:timestamp|date|time)\b|'now'|\bnow\s*\(|\bunixepoch\s*\(\s*\)"


def wall_clock_only_in_clock(tree):
    """The same facts must give the same book on any day; time comes in through base/clock.h, which tests set."""
    for path, text in tree.items():
        if is_cpp(path) and path not in ("base/clock.h", "base/clock.cpp"):
            yield from _matches(_CLOCK, code_only(text), path, "{} reads the wall clock")
            # SQL inside string literals counts too.
            yield from _matches(r"\bCURRENT_(?:TIMESTAMP|DATE|TIME)\b", without_comments(text), path,
                                "{} reads the wall clock")
        elif path.endswith(".sql"):
            yield from _matches(_SQL_CLOCK, sql_code(text), path, "{} reads the wall clock")


def functions_are_short(tree):
    """A function longer than a screen is read by nobody twice, so its faults stay."""
    for path, text in tree.items():
        if is_cpp(path):
            functions = cpp_functions(text)
        elif path.endswith(".py"):
            functions = python_functions(text)
        else:
            continue
        for line, name, length in functions:
            if length > FUNCTION_LINES:
                yield path, line, f"{name} has {length} lines, more than {FUNCTION_LINES}"


def files_are_short(tree):
    """One file, one concept; what is longer than 500 lines has two."""
    for path, text in tree.items():
        if path.endswith(SOURCE_ENDINGS) or path.startswith("tools/"):
            length = text.count("\n")
            if length > FILE_LINES:
                yield path, FILE_LINES, f"has {length} lines, more than {FILE_LINES}"


def _words(name):
    """kMaxValue, max_value and MaxValue are all max, value."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def names_say_what_it_is(tree):
    """util, common, helper, manager and Impl name a drawer, not a thing; drawers fill up."""
    for path, text in tree.items():
        banned = _words(path) & BANNED_WORDS
        if banned:
            yield path, 1, f"the path says {', '.join(sorted(banned))}"
        if not is_cpp(path):
            continue
        code = code_only(text)
        for match in re.finditer(r"\b(?:class|struct|union|enum|using|namespace)\s+([\w:]+)", code):
            for word in sorted(_words(match[1]) & BANNED_WORDS):
                yield path, line_of(code, match.start()), f"{match[1]} says {word}"


def floors_have_a_readme(tree):
    """A newcomer reads what a floor is for in a minute: what it stands on, what never comes here."""
    for floor in FLOORS:
        if any(floor_of(path) == floor and is_cpp(path) for path in tree):
            if f"{floor}/README.md" not in tree:
                yield f"{floor}/README.md", 1, "is missing"
    for path, text in tree.items():
        if path.endswith("/README.md") and text.count("\n") > README_LINES:
            yield path, README_LINES, f"has {text.count(chr(10))} lines, more than {README_LINES}"


# Written in pieces, so that this file does not find itself.
_MACHINE = r"(?<![\w.~}])/(?:" + "|".join(["work", "home", "root", "farm", "Users"]) + r")/"
_HOSTS = r"\b(?:" + "|".join([
    r"(?:[\w-]+\.)*(?:artifactory|nexus|registry|mirror|mirrors|proxy)[\w-]*(?:\.[\w-]+)*"
    r"\.(?:com|org|net|io|dev|local|internal|corp|lan)",
    r"docker\.io", r"ghcr\.io", r"quay\.io", r"pypi\.org", r"pythonhosted\.org", r"crates\.io",
    r"deb\.debian\.org", r"archive\.ubuntu\.com", r"golang\.org", r"conan\.io"]) + r")\b"


def nothing_names_a_machine(tree):
    """The tree builds anywhere; a path or a package host of one machine breaks it on the next."""
    for path, text in tree.items():
        yield from _matches(_MACHINE, text, path, "{} is a folder of one machine")
        yield from _matches(_HOSTS, text, path, "{} is a package host")


RULES = [
    includes_point_down,
    only_doors_touch_storage,
    headers_start_once,
    money_has_no_floating_point,
    wall_clock_only_in_clock,
    functions_are_short,
    files_are_short,
    names_say_what_it_is,
    floors_have_a_readme,
    nothing_names_a_machine,
]
