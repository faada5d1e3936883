"""Which files of the pure floors may touch the database, and why each of them must.

A file stands here by floor and stem (`log` means log.h and log.cpp). Everything else in these floors is
rules: values in, verdict out.
"""

DOORS = {
    "ledger": {
        "log": "reads and appends the records",
        "book": "is the one door: owns the transaction around a batch",
        "tree_nodes": "keeps and reads the nodes of the tree",
        "table": "is how every projection keeps its rows",
        "balances": "keeps balances per account and period",
        "checkpoints": "keeps keys, checkpoints and cosignatures",
        "ids": "looks up what an id has recorded",
        "lines": "keeps the statement lines",
        "periods": "keeps which periods are closed",
        "proving": "reads the records and nodes that a proof is made of",
        "stored": "reads values back from a row, refusing what is none",
        "verify": "reads every table to compare it with the log",
    },
    "program": {
        "parties": "keeps the parties",
        "agreements": "keeps agreements and their versions",
        "accumulators": "keeps the volume that plans have counted",
        "limit_use": "keeps what plans have paid within their limits",
        "floors": "keeps what plans have paid within their least amounts",
        "funds": "keeps requests for marketing funds",
        "guarantees": "keeps what draws have outstanding",
        "plan_customers": "keeps since when a customer buys under a plan",
        "level_book": "keeps people, their certificates, levels, and what counts for levels",
        "level_questions": "answers who is certified",
        "activity": "keeps in which periods there were sales",
        "corrections": "keeps what was given back and approved",
        "assignments": "keeps who sells under whom",
        "sale_courses": "keeps what was paid and cancelled of a sale",
        "restated": "keeps what restatements changed of entries",
        "floors": "keeps what plans have paid towards their least amounts",
        "guarantees": "keeps what is outstanding of draws",
        "funds": "keeps requests for marketing funds and what was claimed",
        "rules": "owns this floor's projections",
    },
    "settlement": {
        "calendar": "keeps the calendars and answers what is due when",
        "dispute_story": "reads what was said in one dispute",
        "disputes": "keeps what is disputed and what was said about it",
        "invoices": "keeps documents, what is open of them, and their numbers",
        "settlements": "keeps what each settlement did to each pair",
        "register": "answers finance from the tables",
        "statement": "reads one party's lines of one period",
        "write_offs": "keeps what is given up of documents",
        "list_payments": "keeps what was paid of each document under each payment list",
        "ageing": "answers what is open, from the table or from the log",
        "runs": "keeps where runs stand, who was asked, and what they ask for",
        "participants": "keeps which parties are on hold",
        "rules": "owns this floor's projections",
    },
}
