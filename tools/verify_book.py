#!/usr/bin/env python3
"""A second opinion on a book: reads an exported log, checks it, and adds up everybody's balances.

    quits log export --out acme.log
    tools/verify_book.py acme.log > balances.csv
    tools/verify_book.py acme.log --root 6e340b9c...                 the root that was written down elsewhere
    tools/verify_book.py acme.log --checkpoint may.note --key acme.example+4da0d3b4+AXk...

The balances go to standard output as CSV, one row per party and account, from the party's side; what was checked and
what is wrong goes to standard error. Exit codes: 0 everything holds, 1 something does not, 2 it was called wrongly.

It stands on docs/journal-format.md alone and shares no code with quits: Python 3.9 or later and, for checkpoints, the
command `openssl` (3.0 or later). A finding names the entry and stops nothing but what cannot be read any more.
"""
import argparse
import base64
import binascii
import csv
import datetime
import hashlib
import subprocess
import sys
import tempfile

# Numbers of the fields of quits.v1.Record and of what is in it (proto/quits/v1/record.proto, fact.proto).
SEQUENCE, SOURCE, ID, ACTOR, RECORDED, EFFECTIVE_DAY, PERIOD, RELATES_TO, ITEM, POSTING, FACT = (
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16)
ITEM_LINE, ITEM_PREVIOUS, ITEM_OPENS, ITEM_TRACE = 1, 2, 3, 7
LINE_PERIOD = 4
TRACE_MATURES_DAY = 19
POSTING_OWNER, POSTING_COUNTERPARTY, POSTING_KIND, POSTING_CURRENCY, POSTING_AMOUNT = 1, 2, 3, 4, 5
PARTY_REGISTERED, PERIOD_CLOSED = 11, 23
PARTY_KEY = 1
CLOSED_PERIOD, CLOSED_SIZE, CLOSED_ROOT = 1, 2, 3
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

# What an account is called from its owner's side and from the other one.
INCOME = {11: "training", 12: "commission", 13: "program fee", 14: "service", 15: "certification", 16: "marketing",
          17: "other"}
TAX = {31: "S", 32: "Z", 33: "E", 34: "AE", 35: "O"}
KINDS = {1: ("earned, not invoiced", "owed, not invoiced"), 2: ("receivable", "payable"),
         3: ("money received", "money paid"), 4: ("written off", "forgiven"),
         5: ("exchange difference", "exchange difference"), 6: ("rounding difference", "rounding difference"),
         7: ("invoiced elsewhere", "invoiced elsewhere")}
KINDS.update({kind: ("income, " + name, "expense, " + name) for kind, name in INCOME.items()})
KINDS.update({kind: ("output tax " + name, "input tax " + name) for kind, name in TAX.items()})

# ISO 4217, list one: codes and numbers; two places unless said otherwise.
CURRENCIES = """
AED784 AFN971 ALL008 AMD051 AOA973 ARS032 AUD036 AWG533 AZN944 BAM977 BBD052 BDT050 BGN975 BHD048 BIF108 BMD060 BND096
BOB068 BOV984 BRL986 BSD044 BTN064 BWP072 BYN933 BZD084 CAD124 CDF976 CHE947 CHF756 CHW948 CLF990 CLP152 CNY156 COP170
COU970 CRC188 CUP192 CVE132 CZK203 DJF262 DKK208 DOP214 DZD012 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 GEL981
GHS936 GIP292 GMD270 GNF324 GTQ320 GYD328 HKD344 HNL340 HTG332 HUF348 IDR360 ILS376 INR356 IQD368 IRR364 ISK352 JMD388
JOD400 JPY392 KES404 KGS417 KHR116 KMF174 KPW408 KRW410 KWD414 KYD136 KZT398 LAK418 LBP422 LKR144 LRD430 LSL426 LYD434
MAD504 MDL498 MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462 MWK454 MXN484 MXV979 MYR458 MZN943 NAD516 NGN566
NIO558 NOK578 NPR524 NZD554 OMR512 PAB590 PEN604 PGK598 PHP608 PKR586 PLN985 PYG600 QAR634 RON946 RSD941 RUB643 RWF646
SAR682 SBD090 SCR690 SDG938 SEK752 SGD702 SHP654 SLE925 SOS706 SRD968 SSP728 STN930 SVC222 SYP760 SZL748 THB764 TJS972
TMT934 TND788 TOP776 TRY949 TTD780 TWD901 TZS834 UAH980 UGX800 USD840 USN997 UYI940 UYU858 UYW927 UZS860 VED926 VES928
VND704 VUV548 WST882 XAD396 XAF950 XCD951 XCG532 XOF952 XPF953 YER886 ZAR710 ZMW967 ZWG924""".split()
CODES = {int(entry[3:]): entry[:3] for entry in CURRENCIES}
PLACES = dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0)
PLACES.update(dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3))
PLACES.update(dict.fromkeys("CLF UYW".split(), 4))

RECORD_BYTES_MAX, FINDINGS_SHOWN = 1 << 30, 20


class Damaged(Exception):
    """Bytes that are not what they should be; from here on nothing can be read."""


# Protobuf's wire format: https://protobuf.dev/programming-guides/encoding/

def varint_at(data, at):
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise Damaged("a number does not end")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, at
        shift += 7


def fields(data):
    """(number, value) of each field: an integer, or bytes."""
    at = 0
    while at < len(data):
        tag, at = varint_at(data, at)
        number, wire = tag >> 3, tag & 7
        if number == 0:
            raise Damaged("a field has the number 0")
        if wire == VARINT:
            value, at = varint_at(data, at)
        else:
            if wire == BYTES:
                length, at = varint_at(data, at)
            elif wire in (FIXED64, FIXED32):
                length = 8 if wire == FIXED64 else 4
            else:
                raise Damaged(f"field {number} has the wire type {wire}")
            value = data[at:at + length]
            if len(value) != length:
                raise Damaged(f"field {number} does not end")
            at += length
        yield number, value


def message(data, **wanted):
    """The named fields of a message: message(data, owner=1) -> {"owner": 7}. Of a repeated field, a list of all."""
    if not isinstance(data, bytes):
        raise Damaged("a number stands where a message belongs")
    names = {number: name for name, number in wanted.items()}
    values = {}
    for number, value in fields(data):
        if number in names:
            values.setdefault(names[number], []).append(value)
    return values


def number_of(values, name, default=0):
    value = values.get(name, [default])[-1]
    if not isinstance(value, int) and value is not default:
        raise Damaged(f"{name} is no number")
    return value


def bytes_of(values, name):
    value = values.get(name, [b""])[-1]
    if not isinstance(value, bytes):
        raise Damaged(f"{name} is no message or text")
    return value


def text_of(values, name):
    try:
        return bytes_of(values, name).decode("utf-8")
    except UnicodeDecodeError:
        raise Damaged(f"{name} is no UTF-8") from None


def zigzag(value):
    return (value >> 1) ^ -(value & 1)


def signed(value):
    return value - (1 << 64) if value >= 1 << 63 else value


def period_of_day(day):
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
    return date.year * 12 + date.month - 1


def period_text(period):
    return f"{period // 12:04}-{period % 12 + 1:02}"


# The tree of RFC 6962, section 2.1.

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Tree:
    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, record):
        node, rest = sha(b"\0", record), self.size
        while rest & 1:
            node, rest = sha(b"\1", self.peaks.pop(), node), rest >> 1
        self.peaks.append(node)
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = sha(b"\1", peak, root)
        return root


def records_of(file):
    """The records of an exported log: each behind its length as a varint."""
    offset = 0
    while True:
        length = shift = 0
        start = offset
        while True:
            byte = file.read(1)
            if not byte:
                if offset == start:
                    return
                raise Damaged(f"the file ends at byte {offset}, within the length of a record")
            offset += 1
            length |= (byte[0] & 0x7F) << shift
            shift += 7
            if byte[0] < 0x80:
                break
            if shift > 28:
                raise Damaged(f"at byte {start} stands no length of a record")
        if length > RECORD_BYTES_MAX:
            raise Damaged(f"at byte {start} stands no length of a record")
        record = file.read(length)
        offset += len(record)
        if len(record) != length:
            raise Damaged(f"the file ends at byte {offset}, within the record that begins at byte {start}")
        yield record


class Book:
    """What the log gives, and what is wrong with it."""

    def __init__(self, tell):
        self.tell = tell  # (entry, text)
        self.tree = Tree()
        self.ids = {}
        self.parties = {}   # number -> key
        self.balances = {}  # (owner, counterparty, kind, currency) -> minor units
        self.lines = {}     # number -> (period, newest entry, the one that it follows)
        self.recorded = self.closed = None  # closed: the newest closed period
        self.vouched = self.entry = 0       # vouched: entries under the newest recorded root

    def add(self, data):
        record = message(data, sequence=SEQUENCE, source=SOURCE, id=ID, actor=ACTOR, recorded=RECORDED, day=EFFECTIVE_DAY,
                         period=PERIOD, relates_to=RELATES_TO, item=ITEM, posting=POSTING, fact=FACT)
        self.entry += 1
        sequence = number_of(record, "sequence")
        if sequence != self.entry:
            self.say(f"stands where entry {self.entry} belongs", sequence)
            self.entry = sequence  # what follows is judged by its own numbers
        self.check_head(record)
        items = [message(item, line=ITEM_LINE, previous=ITEM_PREVIOUS, opens=ITEM_OPENS, trace=ITEM_TRACE)
                 for item in record.get("item", [])]
        kind, content = next(((n, v) for n, v in fields(bytes_of(record, "fact")) if n >= 10), (0, b""))
        if kind == 0:
            self.say("holds no fact")
        self.check_period(record, items)
        if kind == PARTY_REGISTERED:
            self.parties[sequence] = text_of(message(content, key=PARTY_KEY), "key")
        self.post(record)
        self.chain(record, items)
        if kind == PERIOD_CLOSED:
            self.close(record, content)
        self.tree.append(data)

    def say(self, text, entry=None):
        self.tell(self.entry if entry is None else entry, text)

    def check_head(self, record):
        name = (text_of(record, "source"), text_of(record, "id"))
        if "" in name:
            self.say("has no id")
        elif name in self.ids:
            self.say(f"has the id {name[0]}:{name[1]} of entry {self.ids[name]}")
        self.ids.setdefault(name, self.entry)
        if not text_of(record, "actor"):
            self.say("names nobody who recorded it")
        recorded = signed(number_of(record, "recorded"))
        if self.recorded is not None and recorded < self.recorded:
            self.say("was recorded before the entry in front of it")
        self.recorded = recorded
        if number_of(record, "relates_to") >= self.entry:
            self.say(f"relates to entry {number_of(record, 'relates_to')}, which is not before it")

    def check_period(self, record, items):
        """Posted in the period of its date (or of the day on which it is due), or in the oldest one that is open."""
        own = period_of_day(zigzag(number_of(record, "day")))
        for item in items:
            matures = message(bytes_of(item, "trace"), day=TRACE_MATURES_DAY)
            if "day" in matures:
                own = max(own, period_of_day(zigzag(number_of(matures, "day"))))
        due = self.closed + 1 if self.closed is not None and own <= self.closed else own
        period = number_of(record, "period")
        if self.closed is not None and period <= self.closed:
            self.say(f"is posted in {period_text(period)}, which was closed")
        elif period != due:
            self.say(f"is posted in {period_text(period)} instead of {period_text(due)}")

    def post(self, record):
        sums = {}
        for data in record.get("posting", []):
            posting = message(data, owner=POSTING_OWNER, counterparty=POSTING_COUNTERPARTY, kind=POSTING_KIND,
                              currency=POSTING_CURRENCY, amount=POSTING_AMOUNT)
            owner, other = number_of(posting, "owner"), number_of(posting, "counterparty")
            kind, currency = number_of(posting, "kind"), number_of(posting, "currency")
            amount = zigzag(number_of(posting, "amount"))
            if owner == other:
                self.say("posts on an account of a party with itself")
            for party in (owner, other):
                if party not in self.parties:
                    self.say(f"posts on an account of party {party}, which was not registered")
            if kind not in KINDS:
                self.say(f"posts on an account of the unknown kind {kind}")
            if currency not in CODES:
                self.say(f"posts in the unknown currency {currency}")
            sums[owner, currency] = sums.get((owner, currency), 0) + amount
            sums[other, currency] = sums.get((other, currency), 0) - amount
            account = (owner, other, kind, currency)
            self.balances[account] = self.balances.get(account, 0) + amount
        for (party, currency), rest in sums.items():
            if rest != 0:
                self.say(f"leaves {self.name(party)} {amount_text(rest, currency)} out of balance")

    def chain(self, record, items):
        """Each entry stands in its statement lines, with all of its items, behind the entry that the line had before."""
        for item in items:
            line, previous = number_of(item, "line"), number_of(item, "previous")
            period, last, before = self.lines.get(line, (None, 0, 0))
            if last == self.entry:  # a second item of the entry in the same line
                if "opens" in item or previous != before:
                    self.say(f"stands in statement line {line} a second time, and not behind entry {before}")
                continue
            if "opens" in item:
                period = number_of(message(bytes_of(item, "opens"), period=LINE_PERIOD), "period")
                if line != len(self.lines) + 1:
                    self.say(f"opens statement line {line}, but {len(self.lines) + 1} is next")
                if previous != 0:
                    self.say(f"opens statement line {line} behind entry {previous}")
            elif line not in self.lines:
                self.say(f"adds to statement line {line}, which was not opened")
                continue
            elif previous != last:
                self.say(f"stands in statement line {line} behind entry {previous}, not behind {last}")
            if period != number_of(record, "period"):
                self.say(f"adds to statement line {line} of {period_text(period)}")
            self.lines[line] = (period, self.entry, last)

    def close(self, record, content):
        closed = message(content, period=CLOSED_PERIOD, size=CLOSED_SIZE, root=CLOSED_ROOT)
        period = number_of(record, "period")
        if text_of(closed, "period") != period_text(period):
            self.say(f"closes {text_of(closed, 'period')} but is posted in {period_text(period)}")
        if self.closed is not None and period != self.closed + 1:
            self.say(f"closes {period_text(period)} after {period_text(self.closed)}")
        self.closed = period if self.closed is None else max(self.closed, period)
        size, root = number_of(closed, "size"), text_of(closed, "root")
        if size != self.tree.size:
            self.say(f"records a root over {size} entries, but {self.tree.size} are before it")
        elif root != self.tree.root().hex():
            first = self.vouched + 1
            self.say(f"records another root: one of the entries {first} to {self.entry} was changed")
        else:
            self.vouched = size

    def name(self, party):
        return self.parties.get(party, f"party {party}")


def amount_text(minor, currency):
    code = CODES.get(currency, str(currency))
    places = PLACES.get(code, 2)
    digits = str(abs(minor)).rjust(places + 1, "0")
    whole = digits[:len(digits) - places]
    return ("-" if minor < 0 else "") + whole + ("." + digits[len(digits) - places:] if places else "")


def print_balances(book, out):
    rows = []
    for (owner, other, kind, currency), minor in book.balances.items():
        names = KINDS.get(kind, (f"kind {kind}",) * 2)
        for party, counterparty, name, amount in ((owner, other, names[0], minor), (other, owner, names[1], -minor)):
            text = amount_text(abs(amount), currency)
            debit, credit = ("", text) if amount < 0 else (text, "")
            rows.append((book.name(party), name, book.name(counterparty), CODES.get(currency, str(currency)), debit, credit))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("party", "account", "with", "currency", "debit", "credit"))
    writer.writerows(sorted(rows))


# Checkpoints: signed notes of C2SP (https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint).

ED25519, COSIGNATURE = 1, 4
ED25519_HEAD = bytes.fromhex("302a300506032b6570032100")  # of a public key in DER, RFC 8410


class Key:
    def __init__(self, text):
        try:
            self.name, digest, encoded = text.strip().split("+", 2)
            data = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            raise Damaged("the key is not name+hash+key") from None
        self.kind, self.public = data[0] if data else 0, data[1:]
        self.id = sha(self.name.encode(), b"\n", data)[:4]
        if self.id.hex() != digest or self.kind not in (ED25519, COSIGNATURE) or len(self.public) != 32:
            raise Damaged("the key is damaged, or of a kind that is not known here")

    def has_signed(self, text, signature):
        if self.kind == COSIGNATURE:
            time = int.from_bytes(signature[:8], "big")
            text, signature = b"cosignature/v1\ntime %d\n" % time + text, signature[8:]
        pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(ED25519_HEAD + self.public) + b"-----END PUBLIC KEY-----\n"
        with tempfile.TemporaryDirectory() as folder:
            for name, data in (("key", pem), ("text", text), ("signature", signature)):
                with open(f"{folder}/{name}", "wb") as file:
                    file.write(data)
            return subprocess.run(
                ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", f"{folder}/key", "-rawin", "-in", f"{folder}/text",
                 "-sigfile", f"{folder}/signature"], capture_output=True, check=False).returncode == 0


def checkpoint_of(note, key):
    """(size, root) of a note that the key has signed."""
    text, separator, signatures = note.rpartition(b"\n\n")
    if not separator:
        raise Damaged("it is no signed note: there is no empty line")
    text += b"\n"
    for line in signatures.decode("utf-8", "replace").splitlines():
        mark, name, encoded = (line.split(" ") + ["", ""])[:3]
        signature = base64.b64decode(encoded) if mark == "\u2014" and name == key.name else b""
        if signature[:4] == key.id and key.has_signed(text, signature[4:]):
            break
    else:
        raise Damaged(f"{key.name} has not signed it")
    lines = text.decode("utf-8", "replace").split("\n")
    try:
        return int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        raise Damaged("it names no size and root") from None


def read_checkpoints(files, key, tell):
    """Those that the key has signed: size -> [(file, root)]."""
    checkpoints = {}
    for name in files:
        with open(name, "rb") as file:
            note = file.read()
        try:
            size, root = checkpoint_of(note, key)
            checkpoints.setdefault(size, []).append((name, root))
        except (Damaged, binascii.Error) as why:
            tell(0, f"checkpoint {name}: {why}")
    return checkpoints


class Findings:
    count = 0

    def tell(self, entry, text):
        self.count += 1
        if self.count <= FINDINGS_SHOWN:
            print(f"WRONG  entry {entry} {text}" if entry else f"WRONG  {text}", file=sys.stderr)


def check_log(name, book, checkpoints, tell):
    def compare_checkpoints():
        for file, root in checkpoints.pop(book.tree.size, []):
            if root != book.tree.root():
                tell(0, f"checkpoint {file}: the root over {book.tree.size} entries is {book.tree.root().hex()}, "
                        f"it says {root.hex()}")
            else:
                print(f"holds  checkpoint {file} over {book.tree.size} entries", file=sys.stderr)

    compare_checkpoints()
    try:
        with open(name, "rb") as file:
            for record in records_of(file):
                book.add(record)
                compare_checkpoints()
    except (Damaged, OverflowError) as why:  # OverflowError: a day that no calendar has
        tell(0, f"cannot be read behind entry {book.tree.size}: {why}")
    if book.tree.size == 0:
        tell(0, f"{name} holds no record: nothing was checked")
    for size, files in checkpoints.items():
        tell(0, f"checkpoint {files[0][0]} is over {size} entries, the log has {book.tree.size}")


def main(arguments):
    head, _, rest = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(description=head, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", help="made by `quits log export`")
    parser.add_argument("--root", help="what the root must be, in hexadecimal")
    parser.add_argument("--checkpoint", action="append", default=[], help="a signed note about the log; may be repeated")
    parser.add_argument("--key", help="the verifier key of the checkpoints: name+hash+key")
    options = parser.parse_args(arguments)
    if bool(options.checkpoint) != bool(options.key):
        parser.error("--checkpoint and --key belong together")
    findings = Findings()
    book = Book(findings.tell)
    try:
        checkpoints = read_checkpoints(options.checkpoint, Key(options.key), findings.tell) if options.key else {}
        check_log(options.log, book, checkpoints, findings.tell)
    except (OSError, Damaged) as why:
        parser.error(str(why))
    if options.root is not None and options.root.lower() != book.tree.root().hex():
        findings.tell(0, f"the root is not {options.root.lower()}")
    print_balances(book, sys.stdout)
    print(f"entries  {book.tree.size}\nroot     {book.tree.root().hex()}", file=sys.stderr)
    print(f"vouched  {book.vouched} entries by a root that the log recorded", file=sys.stderr)
    print(f"{findings.count} findings" if findings.count else "everything holds", file=sys.stderr)
    return 1 if findings.count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
