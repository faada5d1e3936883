"""Which files of the pure floors may touch the database, and why each of them must.

A file stands here by floor and stem (`log` means log.h and log.cpp). Everything else in these floors is
rules: values in, verdict out.
"""

DOORS = {
    "ledger": {
        "log": "reads and appends the records",
        "book": "is the one door: owns the transaction around a batch",
        "table": "is how every projection keeps its rows",
        "balances": "keeps balances per account and period",
        "ids": "looks up what an id has recorded",
        "lines": "keeps the statement lines",
        "periods": "keeps which periods are closed",
        "schema": "lists the migrations of this floor",
        "verify": "reads every table to compare it with the log",
    },
    "program": {
        "register": "brings this floor's projections together",
        "parties": "keeps the parties as a projection",
        "agreements": "keeps agreements and their versions as a projection",
        "schema": "lists the migrations of this floor",
        "volumes": "keeps what a commission plan has counted and paid",
        "sales": "keeps what of a sale is not refunded yet",
    },
    "settlement": {
        "register": "keeps invoices, obligations and runs",
        "schema": "lists the migrations of this floor",
        "invoices": "keeps documents and their numbers",
        "obligations": "keeps open amounts",
        "run": "collects obligations and posts what was approved",
        "statement": "reads one party's lines of one period",
    },
}
