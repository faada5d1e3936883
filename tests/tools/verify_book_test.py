#!/usr/bin/env python3
"""The second verifier says what quits says, and finds what somebody changed. Arguments: the program, the verifier."""
import base64
import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import log_editing
from log_editing import changed, hashed_anew, holds, read_log, write_log, zigzag

QUITS = VERIFIER = ""
STORIES = ("first-quarter", "partner-year")
SEQUENCE, SOURCE, ID, RECORDED, PERIOD, RELATES_TO, ITEM, POSTING, FACT = 1, 2, 3, 5, 7, 8, 9, 10, 16
CLOSED = (FACT, 23)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "QUITS_ACTOR": "test"})


class Example(unittest.TestCase):
    """Each story is played, and its log exported, once."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        for story in STORIES:
            book = cls.path(story + ".quits")
            for command in (("demo", story), ("log", "export", "--out", cls.path(story + ".log"))):
                made = run(QUITS, "--book", book, *command)
                assert made.returncode == 0, made.stdout + made.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    def verify(self, log, *options):
        return run(sys.executable, "-B", VERIFIER, self.path(log), *options)


class SaysTheSame(Example):
    def quits(self, story, *command):
        made = run(QUITS, "--book", self.path(story + ".quits"), *command)
        self.assertEqual(made.returncode, 0, made.stderr)
        return made.stdout

    def balances_of_quits(self, story):
        parties = [row["key"] for row in csv.DictReader(io.StringIO(self.quits(story, "party", "list", "--csv")))]
        self.assertGreater(len(parties), 2)
        rows = []
        for party in parties:
            for row in csv.DictReader(io.StringIO(self.quits(story, "balance", party, "--csv"))):
                if row["account"] != "total":
                    rows.append({"party": party, **row})
        return rows

    def test_every_balance_and_the_root(self):
        for story in STORIES:
            seen = self.verify(story + ".log")
            self.assertEqual(seen.returncode, 0, seen.stderr)
            ours = list(csv.DictReader(io.StringIO(seen.stdout)))
            theirs = self.balances_of_quits(story)
            self.assertGreater(len(theirs), 20)
            self.assertCountEqual([tuple(sorted(row.items())) for row in ours], [tuple(sorted(row.items())) for row in theirs])
            root = [line.split('"')[3] for line in self.quits(story, "verify", "--json").splitlines() if '"root"' in line]
            self.assertIn(f"root     {root[0]}\n", seen.stderr)
            self.assertEqual(self.verify(story + ".log", "--root", root[0]).returncode, 0)


class FindsWhatWasChanged(Example):
    """The careful forger hashes anew, so that each check is seen alone; the careless one is met by the recorded roots."""

    def setUp(self):
        self.records = read_log(self.path("partner-year.log"))
        self.closes = [i for i, record in enumerate(self.records) if holds(record, CLOSED)]
        self.assertGreater(len(self.closes), 5)

    def expect(self, records, text, hide=True):
        write_log(self.path("changed.log"), hashed_anew(records) if hide else records)
        found = self.verify("changed.log")
        self.assertEqual(found.returncode, 1, found.stderr)
        self.assertIn(text, found.stderr)

    def where(self, *path, behind=0):
        return next(i for i, record in enumerate(self.records) if i > behind and holds(record, path))

    def with_change(self, at, path, change):
        records = list(self.records)
        records[at] = changed(records[at], path, change)
        return records

    def test_the_editing_changes_nothing_by_itself(self):
        self.assertEqual(hashed_anew([log_editing.pack(log_editing.unpack(r)) for r in self.records]), self.records)

    def test_any_changed_text(self):
        at = self.where(ID)
        self.expect(self.with_change(at, (ID,), lambda old: old + b"x"), "one of the entries 1 to", hide=False)

    def test_a_changed_amount(self):
        at = self.where(POSTING, behind=self.closes[2])
        self.expect(self.with_change(at, (POSTING, 5), lambda old: old + 2), f"entry {at + 1} leaves")

    def test_a_posting_on_another_party(self):
        at = self.where(POSTING)
        self.expect(self.with_change(at, (POSTING, 2), lambda _: 77), "which was not registered")

    def test_an_entry_that_is_gone(self):
        at = self.closes[1] + 2
        self.expect(self.records[:at] + self.records[at + 1:], f"entry {at + 2} stands where entry {at + 1} belongs")

    def test_an_entry_that_is_there_twice(self):
        at = self.closes[1] + 2
        self.expect(self.records[:at + 1] + self.records[at:], f"entry {at + 1} stands where entry {at + 2} belongs")

    def test_exchanged_entries(self):
        at = self.closes[1] + 2
        records = list(self.records)
        records[at], records[at + 1] = records[at + 1], records[at]
        self.expect(records, f"entry {at + 2} stands where entry {at + 1} belongs")

    def test_an_id_that_was_used(self):
        first, second = self.records[5], len(self.records) - 1
        values = dict((n, v) for n, v in log_editing.unpack(first) if n in (SOURCE, ID))
        records = self.with_change(second, (SOURCE,), lambda _: values[SOURCE])
        records[second] = changed(records[second], (ID,), lambda _: values[ID])
        self.expect(records, "of entry 6")

    def test_a_time_that_goes_back(self):
        at = len(self.records) - 1
        self.expect(self.with_change(at, (RECORDED,), lambda _: 1), f"entry {at + 1} was recorded before")

    def test_a_posting_into_a_closed_period(self):
        at = self.where(POSTING, behind=self.closes[3])
        self.expect(self.with_change(at, (PERIOD,), lambda old: old - 3), "which was closed")

    def test_a_posting_into_a_later_period(self):
        at = self.where(POSTING, behind=self.closes[3])
        self.expect(self.with_change(at, (PERIOD,), lambda old: old + 1), "instead of")

    def test_a_month_that_was_not_closed(self):
        self.expect(self.with_change(self.closes[2], CLOSED + (1,), lambda _: b"2031-01"), "closes 2031-01 but")

    def test_a_recorded_root(self):
        root = lambda old: old[:-1] + (b"0" if old[-1:] != b"0" else b"1")
        self.expect(self.with_change(self.closes[2], CLOSED + (3,), root), "records another root", hide=False)

    def test_a_recorded_size(self):
        self.expect(self.with_change(self.closes[2], CLOSED + (2,), lambda old: old - 1), "records a root over")

    def test_a_chain_that_leaves_an_entry_out(self):
        at = next(i for i, r in enumerate(self.records) if holds(r, (ITEM, 2)))
        self.expect(self.with_change(at, (ITEM, 2), lambda old: old - 1), "stands in statement line")

    def with_second_item(self, change):
        """An entry with one item more in the line of its first one."""
        at = next(i for i, r in enumerate(self.records) if holds(r, (ITEM, 2)))
        fields = log_editing.unpack(self.records[at])
        first = next(i for i, field in enumerate(fields) if field[0] == ITEM)
        fields.insert(first + 1, [ITEM, change(fields[first][1])])
        records = list(self.records)
        records[at] = log_editing.pack(fields)
        return records

    def test_a_second_item_in_one_line_stands_behind_the_same_entry(self):
        write_log(self.path("changed.log"), hashed_anew(self.with_second_item(lambda item: item)))
        sound = self.verify("changed.log")
        self.assertEqual(sound.returncode, 0, sound.stderr)
        self.expect(self.with_second_item(lambda item: changed(item, (2,), lambda old: old - 1)), "a second time")
        opening = next(i for i, r in enumerate(self.records) if holds(r, (ITEM, 3)))
        line = next(value for number, value in log_editing.unpack(self.records[opening]) if number == ITEM)
        opens = next(field for field in log_editing.unpack(line) if field[0] == 3)
        self.expect(self.with_second_item(lambda item: item + log_editing.pack([opens])), "a second time")

    def test_what_relates_to_the_future(self):
        at = len(self.records) - 2
        self.expect(self.with_change(at, (RELATES_TO,), lambda _: at + 2), "which is not before it")

    def test_a_fact_that_is_gone(self):
        self.expect(self.with_change(self.where(ITEM), (FACT,), lambda _: b""), "holds no fact")

    def test_a_file_that_ends_too_early(self):
        with open(self.path("partner-year.log"), "rb") as file:
            data = file.read()
        for length in (1, len(data) // 2, len(data) - 1):
            with open(self.path("torn.log"), "wb") as file:
                file.write(data[:length])
            found = self.verify("torn.log")
            self.assertEqual(found.returncode, 1, found.stderr)
            self.assertIn(f"the file ends at byte {length}", found.stderr)

    def test_what_is_no_log(self):
        for data in (b"\xff" * 40, b"\x05hello", b"SQLite format 3\0" + bytes(500)):
            with open(self.path("other.log"), "wb") as file:
                file.write(data)
            self.assertEqual(self.verify("other.log").returncode, 1)

    def test_a_file_without_a_record(self):
        with open(self.path("empty.log"), "wb"):
            pass
        found = self.verify("empty.log")
        self.assertEqual(found.returncode, 1, found.stderr)
        self.assertIn("holds no record", found.stderr)

    def test_a_root_that_is_empty(self):
        self.assertEqual(self.verify("partner-year.log", "--root", "").returncode, 1)

    def test_a_number_where_a_message_belongs(self):
        for number in (ITEM, POSTING, FACT):
            at = self.where(number)
            fields = [[n, 7 if n == number else v] for n, v in log_editing.unpack(self.records[at])]
            records = list(self.records)
            records[at] = log_editing.pack(fields)
            write_log(self.path("changed.log"), records)
            found = self.verify("changed.log")
            self.assertEqual(found.returncode, 1, found.stderr)
            self.assertIn("cannot be read behind entry", found.stderr)
            self.assertNotIn("Traceback", found.stderr)

    def balanced_change(self):
        """More commission for a partner, in a way that every check of the log itself must accept."""
        at = next(i for i, r in enumerate(self.records) if i > self.closes[3] and holds(r, (ITEM,)) and holds(r, (POSTING,)))
        fields = log_editing.unpack(self.records[at])
        postings = [field for field in fields if field[0] == POSTING]
        for field, more in zip(postings[:2], (100, -100)):
            amount = next(value for number, value in log_editing.unpack(field[1]) if number == 5)
            signed = (amount >> 1) ^ -(amount & 1)
            field[1] = changed(field[1], (5,), lambda _, s=signed, m=more: zigzag(s + m))
        records = list(self.records)
        records[at] = log_editing.pack(fields)
        return hashed_anew(records)

    def test_a_change_that_only_a_root_from_elsewhere_finds(self):
        honest = log_editing.root_of([log_editing.sha(b"\0", record) for record in self.records]).hex()
        write_log(self.path("changed.log"), self.balanced_change())
        self.assertEqual(self.verify("changed.log").returncode, 0, "this is what roots and checkpoints are for")
        self.assertEqual(self.verify("changed.log", "--root", honest).returncode, 1)
        self.assertEqual(self.verify("partner-year.log", "--root", honest).returncode, 0)

    @unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
    def test_a_checkpoint(self):
        size = len(self.records) // 2
        root = log_editing.root_of([log_editing.sha(b"\0", record) for record in self.records[:size]])
        key, note = self.signed(f"acme.example/book\n{size}\n{base64.b64encode(root).decode()}\n")
        self.write("may.note", note)
        options = ("--checkpoint", self.path("may.note"), "--key", key)
        seen = self.verify("partner-year.log", *options)
        self.assertEqual(seen.returncode, 0, seen.stderr)
        self.assertIn(f"over {size} entries", seen.stderr)

        write_log(self.path("changed.log"), self.balanced_change())
        self.assertIn("the root over", self.verify("changed.log", *options).stderr)
        write_log(self.path("short.log"), self.records[:size - 1])
        self.assertIn(f"is over {size} entries", self.verify("short.log", *options).stderr)
        for old, new in ((f"\n{size}\n", f"\n{size + 1}\n"), ("acme.example/book\n", "acme.example/cook\n"), ("\n\n", "\n")):
            self.write("may.note", note.replace(old, new, 1))
            self.assertEqual(self.verify("partner-year.log", *options).returncode, 1, (old, new))

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def signed(self, text):
        """(verifier key, note): made with openssl as the specification of C2SP says."""
        secret, plain, signature = (self.path(name) for name in ("secret", "plain", "signature"))
        self.write("plain", text)
        run("openssl", "genpkey", "-algorithm", "ed25519", "-out", secret)
        subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", secret, "-rawin", "-in", plain, "-out", signature], check=True)
        public = subprocess.run(["openssl", "pkey", "-in", secret, "-pubout", "-outform", "DER"], check=True, capture_output=True)
        data = b"\x01" + public.stdout[-32:]
        digest = log_editing.sha(b"acme.example\n", data)[:4]
        with open(signature, "rb") as file:
            encoded = base64.b64encode(digest + file.read()).decode()
        return f"acme.example+{digest.hex()}+{base64.b64encode(data).decode()}", f"{text}\n\u2014 acme.example {encoded}\n"


if __name__ == "__main__":
    QUITS, VERIFIER = (os.path.abspath(argument) for argument in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1])
