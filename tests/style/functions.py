"""Finds the functions of a source file and how long they are.

The C++ scanner matches braces; it does not parse. It knows the forms that our style uses: functions in
namespaces and classes, constructors with member initialisers, test macros, templates, operators. Lambdas
count as part of the function around them.
"""
import ast
import re

from tree import code_only, line_of

_TYPE = re.compile(r"^(?:(?:inline|constexpr|static|typedef|friend|const)\s+)*(?:class|struct|union|enum)\b")
_NAMESPACE = re.compile(r"^(?:inline\s+)?namespace\b|^extern\s*\"")
_NAME = re.compile(r"((?:[\w~]+(?:<[^()]*>)?\s*::\s*)*(?:operator\s*[^\s\w(]+|operator\s*\(\s*\)|~?\w+))\s*\(")
_LEADING = re.compile(r"(?:\s|(?:public|private|protected)\s*:(?!:))*")


def _without_preprocessor(code):
    return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda match: re.sub(r"[^\n]", " ", match[0]), code,
                  flags=re.MULTILINE)


def _matching(code, opening):
    """The position of the brace that closes the one at `opening`; the end when there is none."""
    depth = 0
    for match in re.compile(r"[{}]").finditer(code, opening):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(code) - 1


def _strip_template(header):
    """The header without a leading template<...>, whose `class T` would look like a type."""
    while header.startswith("template"):
        angles = parentheses = 0
        for position, character in enumerate(header):
            parentheses += {"(": 1, ")": -1}.get(character, 0)
            if parentheses == 0:
                angles += {"<": 1, ">": -1}.get(character, 0)
            if character == ">" and angles == 0 and parentheses == 0:
                header = header[position + 1:].lstrip()
                break
        else:
            return header
    return header


def _is_initializer(header):
    """True for `constexpr Table kTable[] = `; false for `bool operator==(...)`."""
    plain = re.sub(r"operator\s*[^\s\w(]+", "operator", header)
    depth = 0
    for character in plain:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "=" and depth == 0:
            return True
    return False


def _name_in(header):
    macro = re.match(r"(?:TYPED_)?TEST(?:_[FP])?\s*\(\s*\w+\s*,\s*\w+\s*\)", header)
    if macro:
        return re.sub(r"\s+", "", macro[0])
    match = _NAME.search(header)
    return re.sub(r"\s+", "", match[1]) if match else "?"


def cpp_functions(text):
    """(line, name, lines) of every function that has a body."""
    code = _without_preprocessor(code_only(text))
    found = []
    _scan(code, 0, len(code), found)
    return found


def _scan(code, position, end, found):
    """Reads the declarations between `position` and `end`; enters namespaces and types, measures functions."""
    start = position
    parentheses = 0
    while position < end:
        character = code[position]
        if character in "()":
            parentheses += 1 if character == "(" else -1
        elif character == ";" and parentheses == 0:
            start = position + 1
        elif character == "{":
            close = min(_matching(code, position), end)
            first = _LEADING.match(code, start).end()
            if parentheses == 0 and _declaration_ends(code, first, position, close, found):
                start = close + 1
            position = close
        position += 1


def _declaration_ends(code, first, opening, close, found):
    """Judges the braces at `opening`; false when they only initialise something on the way to the body."""
    header = _strip_template(code[first:opening].strip())
    if ")" in header and code[close + 1:].lstrip()[:1] in ("{", ","):
        return False  # a member initialiser: no body is followed by a comma or by another body
    if _NAMESPACE.match(header) or (_TYPE.match(header) and not _is_initializer(header)):
        _scan(code, opening + 1, close, found)
    elif "(" in header and not _is_initializer(header):
        found.append((line_of(code, first), _name_in(header), code.count("\n", first, close) + 1))
    else:
        return False  # `int count{3}`, `Table kTable = {...}`: goes on to the semicolon
    return True


def python_functions(text):
    """(line, name, lines) of every Python function."""
    return [(node.lineno, node.name, node.end_lineno - node.lineno + 1)
            for node in ast.walk(ast.parse(text))
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
