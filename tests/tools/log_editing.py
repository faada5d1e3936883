"""An exported log as somebody would forge it: records as lists of fields, and the hashes that hide a change."""
import hashlib

FACT, CLOSED = 16, 23
CLOSED_ROOT = 3


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def zigzag(value):
    return value << 1 if value >= 0 else (-value << 1) - 1


def unpack(data):
    """[[number, value]]: an integer, or the bytes of a text or message. Records hold nothing else."""
    fields, at = [], 0
    while at < len(data):
        tag, at = read_varint(data, at)
        if tag & 7 == 0:
            value, at = read_varint(data, at)
        else:
            assert tag & 7 == 2
            length, at = read_varint(data, at)
            value = data[at:at + length]
            at += length
        fields.append([tag >> 3, value])
    return fields


def pack(fields):
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        else:
            out += varint(number << 3 | 2) + varint(len(value)) + value
    return out


def changed(data, path, change):
    """The record with one value replaced. path: field numbers from the outside; of a repeated field the first is taken."""
    fields = unpack(data)
    for field in fields:
        if field[0] == path[0]:
            field[1] = changed(field[1], path[1:], change) if len(path) > 1 else change(field[1])
            return pack(fields)
    assert len(path) == 1, f"there is no field {path[0]}"
    return pack(fields + [[path[0], change(0)]])


def holds(data, path):
    values = [value for number, value in unpack(data) if number == path[0]]
    return bool(values) and (len(path) == 1 or holds(values[0], path[1:]))


def read_log(path):
    with open(path, "rb") as file:
        data = file.read()
    records, at = [], 0
    while at < len(data):
        length, at = read_varint(data, at)
        records.append(data[at:at + length])
        at += length
    return records


def write_log(path, records):
    with open(path, "wb") as file:
        file.write(b"".join(varint(len(record)) + record for record in records))


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_of(leaves):
    """The definition of RFC 6962, word for word."""
    if not leaves:
        return sha()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha(b"\1", root_of(leaves[:k]), root_of(leaves[k:]))


def hashed_anew(records):
    """The same log with the roots that its closes record made right: what a careful forger hands out."""
    made = []
    for record in records:
        if holds(record, (FACT, CLOSED)):
            root = root_of([sha(b"\0", earlier) for earlier in made]).hex().encode()
            record = changed(record, (FACT, CLOSED, CLOSED_ROOT), lambda _, root=root: root)
        made.append(record)
    return made
