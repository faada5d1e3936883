#!/usr/bin/env python3
"""The rules' own tests: each catches a tree that breaks it and leaves alone a tree that only looks like it."""
import os
import subprocess
import sys
import unittest

import rules
from functions import cpp_functions
from tree import code_only

PRAGMA = "#pragma once\n"
WORK = "/wo" + "rk/"  # in pieces, so that the rule does not find this file

# rule -> (trees with what the finding must say, trees without a finding)
SAMPLES = {
    "includes_point_down": (
        [({"base/money.h": '#include "ledger/book.h"\n'}, "lies above"),
         ({"ledger/log.cpp": '\n  #  include "program/terms.h"\n'}, "lies above"),
         ({"base/money.cpp": '#include "money.h"\n'}, "from the root"),
         ({"cli/main.cpp": '#include "tests/support/scratch.h"\n'}, "does not know its tests")],
        [{"ledger/book.h": '#include "base/money.h"\n#include "ledger/log.h"\n#include <vector>\n'},
         {"base/money.h": '// #include "ledger/book.h"\n'},
         {"tests/base/money_test.cpp": '#include "cli/demo.h"\n'}]),
    "only_doors_touch_storage": (
        [({"program/rating.cpp": '#include "storage/database.h"\n'}, "no door"),
         ({"ledger/posting.h": '#include "storage/open.h"\n'}, "no door")],
        [{"ledger/log.cpp": '#include "storage/database.h"\n'},
         {"program/rating.cpp": '#include "base/money.h"\n'},
         {"cli/open.cpp": '#include "storage/open.h"\n'}]),
    "headers_start_once": (
        [({"base/a.h": "int a();\n"}, "pragma once"), ({"base/a.h": "// #pragma once\n"}, "pragma once")],
        [{"base/a.h": "// Purpose.\n#pragma once\n"}, {"base/a.cpp": "int a();\n"}]),
    "money_has_no_floating_point": (
        [({"base/money.h": "double amount;\n"}, "double"),
         ({"ledger/a.cpp": "auto x = static_cast<float>(1'000);\n"}, "float"),
         ({"program/a.cpp": "char c = '\"'; double d; char e = '\"';\n"}, "double"),
         ({"settlement/sql/a.sql": "CREATE TABLE a(amount REAL);\n"}, "REAL"),
         ({"proto/quits/v1/a.proto": "message A { double b = 1; }\n"}, "double")],
        [{"base/money.h": '// never a double\n/* float */ auto s = "double"; int double_entry;\n'},
         {"base/a.cpp": 'auto s = R"(a " double)";\n'},
         {"ledger/sql/a.sql": "-- no REAL here\nSELECT realm FROM a;\n"},
         {"cli/a.cpp": "double seconds;\n"}]),
    "wall_clock_only_in_clock": (
        [({"ledger/a.cpp": "auto now = std::chrono::system_clock::now();\n"}, "system_clock"),
         ({"cli/a.cpp": "auto now = time(nullptr);\n"}, "time(nullptr)"),
         ({"tests/a.cpp": "std::time_t t; ::time(&t);\n"}, "time(&t)"),
         ({"base/a.cpp": "gettimeofday(&v, nullptr);\n"}, "gettimeofday"),
         ({"base/a.cpp": 'run("INSERT INTO a VALUES (CURRENT_TIMESTAMP)");\n'}, "CURRENT_TIMESTAMP"),
         ({"ledger/sql/a.sql": "SELECT datetime('now');\n"}, "'now'")],
        [{"base/clock.cpp": "auto now = std::chrono::system_clock::now();\n"},
         {"ledger/a.cpp": "record.time(0); Timestamp time() const; // system_clock\nsteady_clock::now();\n"},
         {"ledger/sql/a.sql": "-- CURRENT_TIMESTAMP is banned\nSELECT known FROM a;\n"}]),
    "functions_are_short": (
        [({"base/a.cpp": "namespace q {\nint f() {\n" + "  g();\n" * 70 + "}\n}\n"}, "f has 72 lines"),
         ({"base/a.h": "template <class T>\nclass A {\n public:\n  A() : a_{1}, b_(2) {\n" + "    g();\n" * 70 +
           "  }\n};\n"}, "A has 72 lines"),
         ({"base/a.cpp": "bool operator==(A a, A b) {\n" + "g();\n" * 70 + "}\n"}, "operator== has 72 lines"),
         ({"tests/a.cpp": "TEST(Book, closes) {\n" + "// {\n" * 70 + "}\n"}, "TEST(Book,closes) has 72"),
         ({"tools/a.py": "def f():\n" + "    g()\n" * 70}, "f has 71 lines")],
        [{"base/a.cpp": "int f() {\n" + "  g();\n" * 68 + "}\n"},
         {"base/a.h": "class A {\n" + "  int f() { return 1; }\n" * 100 + "};\n"},
         {"base/a.cpp": "constexpr Row kRows[] = {\n" + "    {call(1), '{'},\n" * 100 + "};\n"},
         {"base/a.cpp": "namespace {\n#define F(x) {\n" + "int f(A a = {}) { return 1; }\n" * 100 + "}\n"}]),
    "files_are_short": (
        [({"docs/a.sql": "\n" * 501}, "501"), ({"tools/build": "\n" * 501}, "501"),
         ({"tests/a.cpp": "\n" * 501}, "501")],
        [{"tests/a.cpp": "\n" * 500}, {"docs/a.md": "\n" * 900}, {"tests/a.csv": "\n" * 900}]),
    "names_say_what_it_is": (
        [({"base/string_util.h": ""}, "util"), ({"ledger/common/a.h": ""}, "common"),
         ({"base/a.h": "class BookManager {};\n"}, "BookManager"),
         ({"base/a.h": "struct Log::Impl;\n"}, "Log::Impl"),
         ({"base/a.cpp": "namespace quits::helpers {}\n"}, "helpers")],
        [{"base/simple.h": "// a manager reads this\nclass Implied {};\nclass Commonwealth {};\n"}]),
    "floors_have_a_readme": (
        [({"base/a.h": ""}, "is missing"), ({"web/README.md": "\n" * 31}, "more than 30")],
        [{"base/a.h": "", "base/README.md": "\n" * 30}, {"base/CMakeLists.txt": ""}]),
    "nothing_names_a_machine": (
        [({"docs/a.md": f"see {WORK}main\n"}, "one machine"),
         ({"tools/a": "curl https://regis" + "try.example.com/x\n"}, "package host"),
         ({"tools/a": "FROM docker" + ".io/debian\n"}, "package host")],
        [{"docs/a.md": "the net" + WORK + "is fine, so is ./home" + "/x and program/register.h\n"}]),
}


class Rules(unittest.TestCase):
    def test_every_rule_has_samples(self):
        self.assertEqual({rule.__name__ for rule in rules.RULES}, set(SAMPLES))

    def test_every_rule_says_why(self):
        for rule in rules.RULES:
            self.assertGreater(len(rule.__doc__), 40, rule.__name__)

    def test_violations_are_caught(self):
        for name, (bad, _) in SAMPLES.items():
            for tree, message in bad:
                with self.subTest(rule=name, tree=tree):
                    findings = list(getattr(rules, name)(tree))
                    self.assertEqual(len(findings), 1, findings)
                    self.assertIn(message, findings[0][2])

    def test_lookalikes_are_left_alone(self):
        for name, (_, good) in SAMPLES.items():
            for tree in good:
                with self.subTest(rule=name, tree=tree):
                    self.assertEqual(list(getattr(rules, name)(tree)), [])


class Scanner(unittest.TestCase):
    def test_literals_are_blank_and_keep_their_place(self):
        text = "a = \"x{\\\"\"; b = '{'; c = 1'000; /* {\n */ d = R\"q({\n)\")q\"; // {\n"
        code = code_only(text)
        self.assertNotIn("{", code)
        self.assertEqual(len(code), len(text))
        self.assertEqual(code.count("\n"), text.count("\n"))

    def test_functions_are_found_by_name(self):
        text = """namespace q {
enum class E : int { a, b };
struct S : Base {
  explicit S(int a) : Base{a}, b_{f(a)} {}
  ~S() override { stop(); }
  bool operator()(int a) const noexcept { return a; }
  int count_{f(1)};
};
template <typename T, std::enable_if_t<(sizeof(T) > 1), int> = 0>
auto S::get(T t) -> decltype(t) {
  auto inner = [&](int x) { return x; };
  for (;;) {
  }
}
const std::vector<int> kTable = make({1, 2});
}
"""
        names = [name for _, name, _ in cpp_functions(text)]
        self.assertEqual(names[:3], ["S", "~S", "operator()"])
        self.assertEqual(names[-1], "S::get")


class HeaderAlone(unittest.TestCase):
    """The build compiles every header alone; here, that such a compilation refuses what leans on others."""

    def compile(self, text):
        compiler = os.environ.get("CXX", "c++").split()
        return subprocess.run(compiler + ["-std=c++20", "-fsyntax-only", "-x", "c++", "-"], input=text,
                              text=True, capture_output=True, check=False).returncode

    def test_a_header_that_leans_on_another_is_refused(self):
        self.assertNotEqual(self.compile("std::string name();\n"), 0)
        self.assertEqual(self.compile("#include <string>\nstd::string name();\n"), 0)


if __name__ == "__main__":
    sys.exit(unittest.main())
