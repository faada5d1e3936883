"""The tables of docs/performance.md, each measured by a function of its own."""
import shutil

from measured import median

MAPPING = """source: "shop" fact: "sale" identity { column: "Id" }
map { field: "seller" column: "Partner" }
map { field: "on" column: "Date" date_format: "ISO" }
map { field: "amount" product { left: "Quantity" right: "UnitPrice" } }
map { field: "product" column: "Product" }
map { field: "quantity" column: "Quantity" }
map { field: "customer" column: "Customer" }
map { field: "document" column: "Document" }
"""


def table(title, head, lines):
    """A Markdown table under a heading."""
    text = [f"### {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" + "---:|" * (len(head) - 1)]
    text += ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join(text) + "\n"


def rate(value):
    """12345.6 -> 12,346"""
    return f"{value:,.0f}"


def seconds(value):
    """With as many places as matter."""
    return f"{value * 1000:,.1f} ms" if value < 1 else f"{value:,.2f} s"


def recording(run):
    """The full path beside its floors, and one fact at a time."""
    found = run.benchmark("record_batches", 300_000)
    names = {"round_robin": "1,000 sellers in turn, ordered ids", "random_sellers": "1,000 sellers at random, ordered ids",
             "random_ids": "1,000 sellers at random, random ids"}
    lines = []
    for key, label in names.items():
        counters = next(value for name, value in found.items() if f"/{key}/" in f"{name}/")
        for clock, suffix in (("wall", ""), ("CPU", "_cpu")):
            full, tables, bare = (counters[name + suffix] for name in ("full", "tables", "bare"))
            lines.append([label, clock, rate(full), rate(tables), rate(bare), f"{full / tables:.2f}"])
    text = table("Recording sales, 1,000 facts a commit, entries per second",
                 ["workload", "time", "full path", "tables", "bare", "full / tables"], lines)
    one = next(iter(run.benchmark("record_one_durable").values()))
    return text + "\n" + table(
        "One durable fact a commit, median", ["", "full path", "tables", "bare", "full / bare"],
        [["microseconds"] + [rate(one[name]) for name in ("full_us", "tables_us", "bare_us")]
         + [f"{one['full_us'] / one['bare_us']:.2f}"]])


def growth(run):
    """Entries per second over 100,000 entries before each mark."""
    last = run.entries(5_000_000)
    found = run.benchmark("grow", 5_000_000, repeat=1)
    marks = [mark for mark in (100_000, 1_000_000, last) if mark <= last]
    marks = sorted(set(marks))
    lines = []
    for key, label in (("ordered_ids", "ordered ids"), ("random_ids", "random ids")):
        counters = next(value for name, value in found.items() if f"/{key}/" in f"{name}/")
        for clock, suffix in (("wall", ""), ("CPU", "_cpu")):
            rates = [counters[f"at_{mark}{suffix}"] for mark in marks]
            lines.append([label, clock] + [rate(each) for each in rates] + [f"{rates[-1] / rates[0]:.2f}"])
    return table("A growing book, entries per second over the last 100,000",
                 ["", "time"] + [f"at {mark:,}" for mark in marks] + ["last / first"], lines)


def reading(run):
    """Verify, questions, opening, disk, the month end: inside one process."""
    entries = run.entries(1_000_000)
    found = run.benchmark("open_book|balance_of|statement|register_of|verify_book|disk", 1_000_000, repeat=1)
    month = next(iter(run.benchmark("close_and_settle", 1_000_000).values()))
    verify = found["verify_book/process_time/real_time"]
    verified = verify["items_per_second"] * verify["real_time"] / 1000
    lines = [[label, f"{found[name]['real_time']:.2f} ms", f"{found[name]['cpu_time']:.2f} ms"] for name, label in (
        ("open_book", "open the book and look up an id"), ("balance_of_party", "balances of a partner"),
        ("balance_of_book", "balances of everybody"), ("statement", "statement of a partner"),
        ("register_of_month", "register of a month"))]
    lines.append(["verify, everything rebuilt", f"{rate(verify['items_per_second'])} entries/s",
                  f"{rate(verified / verify['cpu_time'] * 1000)} entries/s"])
    lines.append(["close and settle a month of 10,000 partners",
                  f"{seconds(month['close_s'] + month['settle_s'])} ({seconds(month['close_s'])} and "
                  f"{seconds(month['settle_s'])})", seconds(month["cpu_s"])])
    lines.append(["disk of one sale, indexes included", f"{found['disk']['bytes_per_sale']:.0f} bytes", ""])
    lines.append(["disk of a new book", f"{found['disk']['empty_bytes'] / 1024:.0f} KiB", ""])
    return table(f"A book of {entries:,} sales, inside the process", ["", "wall", "CPU"], lines)


def write_sales(path, count, partners=1000):
    """A CSV file of sales, the same on every machine; about 80 bytes a row."""
    with open(path, "w", encoding="ascii") as out:
        out.write("Id,Document,Product,Quantity,UnitPrice,Date,Customer,Partner\n")
        dice = 1
        for number in range(count):
            dice = (dice * 6364136223846793005 + 1442695040888963407) % 2**64
            out.write(f"sale-{number:09},{500000 + number // 8},SKU-{(dice >> 20) % 5000:04},{1 + (dice >> 33) % 9},"
                      f"{(dice >> 36) % 80}.{(dice >> 43) % 100:02},2025-{1 + (dice >> 50) % 3:02}-"
                      f"{1 + (dice >> 52) % 28:02},{10000 + (dice >> 57)},PARTNER-{(dice >> 24) % partners:05}\n")


def imported_book(run, name, count):
    """A book with that many sales from a CSV file, and what the import took."""
    book, sales, mapping = (run.scratch / f"{name}.{end}" for end in ("quits", "csv", "mapping"))
    mapping.write_text(MAPPING)
    run.quits("bench", "--entries", "0", "--keep", book)
    write_sales(sales, count)
    took = run.quits("--book", book, "import", sales, "--mapping", mapping)
    sales.unlink()
    return book, took


def program(run):
    """The program as people start it: whole processes."""
    count = run.entries(1_000_000)
    run.say("import")
    lines = []
    for share in (10, 1):
        book, took = imported_book(run, f"import-{share}", count // share)
        lines.append([f"`import` of {count // share:,} CSV rows", f"{rate(count / share / took.wall)} rows/s",
                      f"{rate(count / share / took.cpu)} rows/s", f"{took.memory:.0f} MiB"])
    run.say("questions")
    for label, words in (("`balance PARTNER`", ["balance", "PARTNER-00007"]), ("`balance`", ["balance"]),
                         ("`statement PARTNER --period P`", ["statement", "PARTNER-00007", "--period", "2025-01"]),
                         ("`explain ENTRY`", ["explain", "5000"]), ("`register --period P`", ["register", "--period", "2025-01"]),
                         ("`party show PARTNER`: opening and little else", ["party", "show", "PARTNER-00007"])):
        took = run.several(5 * run.repeat, lambda: run.quits("--book", book, *words))
        lines.append([label, seconds(median(took, "wall")), seconds(median(took, "cpu")), f"{median(took, 'memory'):.0f} MiB"])
    took = run.several(run.repeat, lambda: run.quits("--book", book, "verify"))
    lines.append(["`verify`", seconds(median(took, "wall")), seconds(median(took, "cpu")), f"{median(took, 'memory'):.0f} MiB"])
    return table(f"The program on a book of {count:,} imported sales, whole processes",
                 ["command", "wall", "CPU", "memory at the peak"], lines)


def foreign(run):
    """Programs that keep the same book as text."""
    count = run.entries(100_000)
    run.say("other programs")
    book, _ = imported_book(run, "foreign", count)
    journal, beans = run.scratch / "book.journal", run.scratch / "book.beancount"
    lines = []

    def measure(label, times, *words):
        took = run.several(times, lambda: run.program(*words))
        lines.append([label, seconds(median(took, "wall")), seconds(median(took, "cpu")), f"{median(took, 'memory'):.0f} MiB"])

    quits = [run.folder / "cli" / "quits", "--book", book]
    measure("`quits balance`", run.repeat, *quits, "balance")
    measure("`quits verify`", run.repeat, *quits, "verify")
    run.quits("--book", book, "export", "OPERATOR", "--output", journal)
    run.quits("--book", book, "export", "OPERATOR", "--format", "beancount", "--output", beans)
    for tool, words in (("hledger", ["-f", journal, "balance"]), ("ledger", ["-f", journal, "balance"]),
                        ("bean-check", ["--no-cache", beans])):
        if shutil.which(tool):
            label = tool if tool == "bean-check" else f"{tool} balance"
            measure(f"`{label}`", run.repeat, tool, *words)
        else:
            lines.append([f"`{tool}`", "not installed", "", ""])
    return table(f"Other programs on our export of {count:,} sales", ["command", "wall", "CPU", "memory at the peak"], lines)


PARTS = {"recording": recording, "growth": growth, "reading": reading, "program": program, "foreign": foreign}
