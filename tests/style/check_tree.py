#!/usr/bin/env python3
"""Checks the whole tree against every rule: check_tree.py [root]. Exit code 1 when something is found."""
import os
import sys

from rules import RULES
from tree import read_tree


def main(root):
    tree = read_tree(root)
    count = 0
    for rule in RULES:
        findings = sorted(set(rule(tree)))
        for path, line, message in findings:
            print(f"{path}:{line}: {message}")
        if findings:
            print(f"    {rule.__name__}: {rule.__doc__}\n")
        count += len(findings)
    print(f"{len(tree)} files, {len(RULES)} rules, {count} findings")
    return 1 if count else 0


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "..", "..")))
