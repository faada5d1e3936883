#!/usr/bin/env python3
"""Reads the JUnit files that CTest wrote and prints what a reader must know at the end.

Skipped tests come with their reason, failed tests with their name, and the last line is
"N passed, N failed" with ", N skipped" behind it when there are any. A file that cannot be read counts as
one failed test. The exit code is 0 only when nothing failed and something passed.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree


def skip_reason(case):
    """What GTEST_SKIP() printed, or what CTest says."""
    output = case.findtext("system-out") or ""
    match = re.search(r": Skipped\n(.*?)\n*\[  SKIPPED \]", output, re.DOTALL)
    if match and match.group(1).strip():
        return " ".join(match.group(1).split())
    skipped = case.find("skipped")
    message = skipped.get("message", "") if skipped is not None else ""
    return message or "no reason given"


def read_results(path):
    """(passed, failed names, [(skipped name, reason)]) of one file."""
    passed, failed, skipped = 0, [], []
    try:
        cases = ElementTree.parse(path).getroot().iter("testcase")
        for case in cases:
            status = case.get("status")
            name = case.get("name", "?")
            if status == "run":
                passed += 1
            elif status in ("notrun", "disabled") and not name.endswith("_NOT_BUILT"):
                skipped.append((name, skip_reason(case)))
            else:
                failed.append(name)
    except (OSError, ElementTree.ParseError) as error:
        failed.append(f"the run that should have written {path}: {error}")
    return passed, failed, skipped


def main(paths):
    passed, failed, skipped = 0, [], []
    for path in paths:
        file_passed, file_failed, file_skipped = read_results(path)
        passed += file_passed
        failed += file_failed
        skipped += file_skipped
    print()
    by_reason = {}
    for name, reason in skipped:
        by_reason.setdefault(reason, []).append(name)
    for reason, names in sorted(by_reason.items()):
        print(f"SKIPPED {len(names)}: {reason}")
        for name in sorted(names):
            print(f"    {name}")
    for name in failed:
        print(f"FAILED: {name}")
    ending = f", {len(skipped)} skipped" if skipped else ""
    print(f"{passed} passed, {len(failed)} failed{ending}")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
