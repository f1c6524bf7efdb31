#!/usr/bin/env python3
"""Checks a Netra passport (a ZIP file) without Netra.

    python3 netra_verify.py FILE [--key VERIFIER_KEY]
    python3 netra_verify.py --batch [--key VERIFIER_KEY] < list-of-paths

Needs Python 3.8 or newer and nothing else: no network, no library, no code of Netra. It reads the
file and says, check by check, whether it is what the installation signed. Exit code 0: everything
holds; 1: something was refused, or the file cannot be read; 2: the command line or the key is wrong.

What it implements, each from its public description: the ZIP local/central/end records (APPNOTE),
CRC-32, SHA-256 (hashlib), Ed25519 verification (RFC 8032), signed notes and checkpoints (C2SP),
Merkle inclusion (RFC 9162, 2.1.3.2), canonical JSON (RFC 8785), the outside of a time stamp (RFC 3161). The format of a passport is written down
beside it, in FORMAT.md.
"""

import argparse
import base64
import binascii
import calendar
import hashlib
import json
import re
import struct
import sys
import zlib


class Refused(Exception):
    """A check does not hold. The text is the reason."""


# --- Ed25519, verification only (RFC 8032, 5.1) ---------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    """The x of the point with this y, or None when there is none."""
    if y >= P:
        return None
    x_squared = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x_squared == 0:
        return None if sign else 0
    x = pow(x_squared, (P + 3) // 8, P)
    if (x * x - x_squared) % P:
        x = x * SQRT_MINUS_ONE % P
    if (x * x - x_squared) % P:
        return None
    return P - x if x & 1 != sign else x


def decode_point(data):
    """A point in extended coordinates (X, Y, Z, T) from its 32 bytes, or None."""
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add_points(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add_points(result, point)
        point = add_points(point, point)
        number >>= 1
    return result


def encode_point(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def signature_holds(public_key, message, signature):
    """True when s·B = R + k·A, with s reduced and everything in its one encoding."""
    if len(signature) != 64 or len(public_key) != 32:
        return False
    point = decode_point(public_key)
    s = int.from_bytes(signature[32:], "little")
    if point is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    minus_point = (P - point[0], point[1], point[2], P - point[3])
    return encode_point(add_points(multiply(s, BASE), multiply(k, minus_point))) == signature[:32]


# --- Base64, keys, signed notes, checkpoints ------------------------------------------------------


def strict_base64(text, what):
    """The bytes of a base64 text, if it is the only text that stands for them."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        raise Refused(what + " is not base64") from None
    if base64.b64encode(data).decode("ascii") != text:
        raise Refused(what + " is not the one base64 of its bytes")
    return data


class VerifierKey:
    """`<name>+<8 hex digits>+<base64 of 0x01 and the public key>`."""

    def __init__(self, text):
        found = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+(\S+)", text)
        if not found:
            raise Refused("the verifier key has another form than name+hash+key")
        self.text, self.name, self.id = text, found.group(1), found.group(2)
        typed = strict_base64(found.group(3), "the verifier key")
        if len(typed) != 33 or typed[0] != 1:
            raise Refused("the verifier key is not one of Ed25519")
        self.public_key = typed[1:]
        if hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4].hex() != self.id:
            raise Refused("the verifier key does not fit its own hash")


def open_note(note, key):
    """The signed text and the number of signature lines; refuses when this key did not sign it."""
    end = note.rfind("\n\n")
    if end < 0 or not note.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]", note):
        raise Refused("the signed note has no text and signature")
    text, lines = note[: end + 1], note[end + 2 : -1].split("\n")
    mine = 0
    for line in lines:
        found = re.fullmatch(r"— ([^ +\n]+) ([A-Za-z0-9+/=]+)", line)
        if not found:
            raise Refused("the signed note has a line that is no signature")
        stamp = strict_base64(found.group(2), "a signature")
        if len(stamp) < 5:
            raise Refused("the signed note has a signature without a key hash")
        if found.group(1) != key.name or stamp[:4].hex() != key.id:
            continue
        if not signature_holds(key.public_key, text.encode(), stamp[4:]):
            raise Refused("the signature of " + key.name + " does not hold")
        mine += 1
    if mine == 0:
        raise Refused("the note is not signed by this key")
    return text, len(lines)


def parse_checkpoint(text):
    """Origin, size, root and time of a checkpoint's four lines."""
    found = re.fullmatch(
        r"([a-z0-9][a-z0-9.-]*)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\nat ([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z\n",
        text,
    )
    if not found:
        raise Refused("the checkpoint does not have its four lines")
    origin, size, root = found.group(1), int(found.group(2)), strict_base64(found.group(3), "the checkpoint's root")
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[3:])
    real = 1 <= month <= 12 and hour < 24 and minute < 60 and second < 60
    # The calendar of Python begins with the year 1; the leap years of year 0 are those of 400.
    if not real or not 1 <= day <= calendar.monthrange(year or 400, month)[1]:
        raise Refused("the checkpoint has a time that is none")
    if len(root) != 32 or size > 2**53 - 1:
        raise Refused("the checkpoint has no root or no size")
    return origin, size, root, text.split("\nat ")[1].rstrip("\n")


# --- Canonical JSON (RFC 8785; a lone surrogate is escaped; at most 64 deep) ----------------------

MOST_DEPTH = 64
MOST_INTEGER = 2**53 - 1


def write_number(number):
    """A double as ECMAScript writes it. Python finds the same shortest digits; only the layout differs."""
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # The value is 0.DIGITS times ten to the power of `point`.
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = ("+" if point > 0 else "-") + str(abs(point - 1))
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + "e" + power


SHORT_ESCAPES = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def write_string(text):
    parts = []
    for character in text:
        code = ord(character)
        if code in SHORT_ESCAPES:
            parts.append(SHORT_ESCAPES[code])
        elif code < 0x20 or 0xD800 <= code <= 0xDFFF:
            parts.append("\\u%04x" % code)
        else:
            parts.append(character)
    return '"' + "".join(parts) + '"'


def canonical(value):
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float):
        return write_number(value)
    if isinstance(value, str):
        return write_string(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    in_order = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(write_string(key) + ":" + canonical(item) for key, item in in_order) + "}"


def depth_of(text):
    """How deep brackets are nested outside strings."""
    depth = most = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', text, re.DOTALL):
        if token.group() in "[{":
            depth += 1
            most = max(most, depth)
        elif token.group() in "]}":
            depth -= 1
    return most


def refuse_constant(name):
    raise ValueError(name)


def read_number(text):
    """Every number is a double, as in JSON's mother tongue; infinity is no number."""
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number


def parse_canonical(data, what):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(what + " is not UTF-8") from None
    if depth_of(text) > MOST_DEPTH:
        raise Refused(what + " is nested too deep")
    try:
        value = json.loads(text, parse_int=read_number, parse_float=read_number, parse_constant=refuse_constant)
    except ValueError:
        raise Refused(what + " is not JSON") from None
    if canonical(value) != text:
        raise Refused(what + " is not canonical JSON")
    return value


# --- The archive ----------------------------------------------------------------------------------

NAME = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")
DATE = 0x0021


def rebuild(entries):
    """The one archive that these entries, in this order, make."""
    local, central, offset = [], [], 0
    for name, data in entries:
        path = name.encode("ascii")
        common = struct.pack("<HHHHHIIIHH", 20, 0x0800, 0, 0, DATE, zlib.crc32(data), len(data), len(data), len(path), 0)
        local += [b"PK\x03\x04", common, path, data]
        central += [b"PK\x01\x02", struct.pack("<H", 20), common, struct.pack("<HHHII", 0, 0, 0, 0, offset), path]
        offset += 30 + len(path) + len(data)
    directory = b"".join(central)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), offset, 0)
    return b"".join(local) + directory + end


def read_archive(data):
    """Takes the entries out, builds the archive anew from them, and compares."""
    if len(data) >= 2**32 - 1:
        raise Refused("the file is too large")
    entries, names, at = [], set(), 0
    while data[at : at + 4] == b"PK\x03\x04" and at + 30 <= len(data):
        (size,) = struct.unpack_from("<I", data, at + 18)
        (name_length,) = struct.unpack_from("<H", data, at + 26)
        start = at + 30 + name_length
        if start + size > len(data):
            raise Refused("an entry goes beyond the end, at byte %d" % at)
        name = data[at + 30 : start].decode("latin-1")
        if len(name) > 200 or not NAME.fullmatch(name) or ".." in name or (entries and name <= entries[-1][0]):
            raise Refused("a name is not allowed, not in order, or comes twice, at byte %d" % (at + 30))
        entries.append((name, data[start : start + size]))
        names.add(name)
        at = start + size
    for name in names:
        folders = name.split("/")[:-1]
        if any("/".join(folders[: count + 1]) in names for count in range(len(folders))):
            raise Refused("a name is also the folder of another")
    if len(entries) > 65534:
        raise Refused("there are too many entries")
    expected = rebuild(entries)
    if expected != data:
        differs = next((i for i, (a, b) in enumerate(zip(expected, data)) if a != b), min(len(expected), len(data)))
        raise Refused("the archive is changed or damaged, from byte %d on" % differs)
    return dict(entries)


# --- Reading the manifest -------------------------------------------------------------------------

HASH = re.compile(r"[0-9a-f]{64}")
CONTENT_HASH = re.compile(r"sha256:[0-9a-f]{64}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z")


class Place:
    """A value of the manifest and the path to it, so that a refusal can say where."""

    def __init__(self, value, path="$"):
        self.value, self.path = value, path

    def refuse(self):
        raise Refused("the manifest is not as the format has it at " + self.path)

    def has(self, key):
        return isinstance(self.value, dict) and key in self.value

    def at(self, key):
        if not self.has(key):
            Place(None, self.path + "." + key).refuse()
        return Place(self.value[key], self.path + "." + key)

    def text(self, form=None):
        if not isinstance(self.value, str) or (form and not form.fullmatch(self.value)):
            self.refuse()
        return self.value

    def integer(self):
        if not isinstance(self.value, float) or not self.value.is_integer() or abs(self.value) > MOST_INTEGER:
            self.refuse()
        return int(self.value)

    def count(self):
        number = self.integer()
        return number if number >= 0 else self.refuse()

    def items(self):
        if not isinstance(self.value, list):
            self.refuse()
        return [Place(item, "%s[%d]" % (self.path, index)) for index, item in enumerate(self.value)]

    def or_null(self, read):
        return None if self.value is None else read(self)


def read_evidence(place):
    return {
        "id": place.at("id").text(),
        "sha256": place.at("sha256").text(HASH),
        "bytes": place.at("bytes").or_null(Place.text),
        "text": place.at("text").or_null(Place.text),
        "words_from": place.at("words_from").count() if place.has("words_from") else None,
        "leaf": place.at("leaf").or_null(Place.count),
    }


def read_masked(place):
    place.at("content_type").text()
    return {
        "sha256": place.at("sha256").text(HASH),
        "size": place.at("size").count(),
        "bytes": place.at("bytes").or_null(Place.text),
        "made_from": place.at("made_from").text(HASH),
    }


def read_file(place):
    origin = place.at("origin").text()
    if origin not in ("upload", "media"):
        place.at("origin").refuse()
    words = place.at("machine_words")
    if words.value is not None:
        words.at("text").text()
        words.at("tool").text()
        # Words that a program read may stand in a passport only as what they are.
        if words.at("is_evidence").value is not False:
            words.at("is_evidence").refuse()
    return {
        "id": place.at("id").text(),
        "origin": origin,
        "sha256": place.at("sha256").text(HASH),
        "size": place.at("size").count(),
        "bytes": place.at("bytes").or_null(Place.text),
        "masked": place.at("masked").or_null(read_masked) if place.has("masked") else None,
        "leaf": place.at("leaf").or_null(Place.count),
    }


def read_stamp(place):
    return place.at("token").text(), place.at("note").text(), place.at("at").text(TIME)


def read_flag(place):
    reading = place.at("classification")
    evidence = [read_evidence(one) for one in place.at("evidence").items()]
    has_one = len(evidence) == 1 and not reading.has("evidence")
    return {
        "number": place.at("number").text(),
        "pack": place.at("pack_hash").text(CONTENT_HASH),
        "contest": place.at("contest_hash").text(CONTENT_HASH),
        "leaf": place.at("leaf").or_null(Place.count),
        "evidence": evidence,
        "files": [read_file(one) for one in place.at("files").items()] if place.has("files") else [],
        "read": evidence[0]["id"] if has_one else reading.at("evidence").text(),
        "score": reading.at("score_tenths").integer(),
        "signals": [(one.at("start").count(), one.at("end").count(), one.at("cut").text()) for one in reading.at("signals").items()],
        "parts": [(one.at("tenths").integer(), [i.count() for i in one.at("signals").items()]) for one in reading.at("contributions").items()],
    }


def read_manifest(value):
    root = Place(value)
    if root.at("v").value != 1.0 or root.value["v"] is True:
        root.at("v").refuse()
    kind = root.at("kind").text()
    flags = [read_flag(flag) for flag in root.at("flags").items()]
    if kind not in ("flag", "case") or not flags or (kind == "flag" and len(flags) != 1):
        root.at("flags").refuse()
    root.at("id").text()
    root.at("people")
    ledger = root.at("ledger")
    return {
        "kind": kind,
        "number": root.at("number").text(),
        "made_at": root.at("made_at").text(TIME),
        "tool": root.at("tool").at("name").text() + " " + root.at("tool").at("version").text(),
        "key": root.at("key").text(),
        "files": [(f.at("path").text(), f.at("bytes").count(), f.at("sha256").text(HASH)) for f in root.at("files").items()],
        "flags": flags,
        "checkpoint": ledger.at("checkpoint").or_null(Place.text),
        "leaves": [(o.at("index").count(), o.at("data").text(), [h.text() for h in o.at("proof").items()]) for o in ledger.at("leaves").items()],
        "unsealed": ledger.at("unsealed").count(),
        "stamp": ledger.at("stamp").or_null(read_stamp) if ledger.has("stamp") else None,
    }


# --- The checks -----------------------------------------------------------------------------------


def check_signature(entries, manifest):
    key = VerifierKey(manifest["key"])
    try:
        note = entries.get("passport.sig", b"").decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("passport.sig is not UTF-8") from None
    text, lines = open_note(note, key)
    if lines != 1:
        raise Refused("passport.sig has more than one signature")
    if text != "netra-passport/1\n" + hashlib.sha256(entries["passport.json"]).hexdigest() + "\n":
        raise Refused("what was signed is another manifest")
    return key


def check_files(entries, manifest):
    present = [name for name in entries if name not in ("passport.json", "passport.sig")]
    if [path for path, _, _ in manifest["files"]] != present:
        raise Refused("the list of files is not what the archive holds")
    for path, size, sha256 in manifest["files"]:
        found = hashlib.sha256(entries[path]).hexdigest()
        if len(entries[path]) != size or found != sha256:
            raise Refused("the content of %s is not what was signed" % path)
        if path.startswith("bytes/") and path != "bytes/" + found:
            raise Refused("the name of %s is not the hash of its content" % path)
    sizes = {path: size for path, size, _ in manifest["files"]}
    for flag in manifest["flags"]:
        for one in flag["evidence"]:
            for path, own in ((one["bytes"], "bytes/" + one["sha256"]), (one["text"], "text/%s.txt" % one["sha256"])):
                if path is not None and (path != own or path not in present):
                    raise Refused("evidence names a file that is not there, or not its own")
        for one in flag["files"]:
            masked = one["masked"]
            for content in (one, masked) if masked else (one,):
                path = content["bytes"]
                if path is not None and (path != "bytes/" + content["sha256"] or sizes.get(path) != content["size"]):
                    raise Refused("a picture or file names content that is not there, or not its own")
            # A picture that is its own original covers nothing.
            if masked and (masked["made_from"] != one["sha256"] or masked["sha256"] == one["sha256"]):
                raise Refused("a masked picture is not made from the original beside it")
    return "%d files are complete; nothing was added or changed" % len(present)


def check_rules(manifest):
    for word in ("pack", "contest"):
        form = re.compile(word + r"(?:-[0-9]+)?\.json")
        present = {"sha256:" + sha256 for path, _, sha256 in manifest["files"] if form.fullmatch(path)}
        if present != {flag[word] for flag in manifest["flags"]}:
            raise Refused("the %s is not the one that the flag was made with" % word)
    return "the rule pack and the contest are those that the flags name"


def utf16_of(entries, path):
    """The text at a path, or None. Offsets count UTF-16 units: two bytes each in this encoding."""
    try:
        return None if path is None else entries.get(path, b"\xff").decode("utf-8").encode("utf-16-le")
    except UnicodeDecodeError:
        return None


def check_signals(entries, manifest):
    count = 0
    for flag in manifest["flags"]:
        units = utf16_of(entries, next((one["text"] for one in flag["evidence"] if one["id"] == flag["read"]), None))
        for start, end, cut in flag["signals"]:
            wanted = cut.encode("utf-16-le", "surrogatepass")
            if units is None or not start < end <= len(units) // 2 or units[2 * start : 2 * end] != wanted:
                raise Refused("flag %s: what a signal shows is not what the text has at that place" % flag["number"])
            count += 1
        for one in flag["evidence"]:
            text = utf16_of(entries, one["text"])
            # From there on a second person typed what a picture or sound says: it is not the author's.
            if one["words_from"] is not None and (text is None or one["words_from"] >= len(text) // 2):
                raise Refused("flag %s: the words that a second person typed do not begin within their text" % flag["number"])
    return "%d signals show what the text says at their places" % count


def check_score(manifest):
    for flag in manifest["flags"]:
        if sum(tenths for tenths, _ in flag["parts"]) != flag["score"] or any(
            index >= len(flag["signals"]) for _, indices in flag["parts"] for index in indices
        ):
            raise Refused("flag %s: the parts of the score do not sum to the score" % flag["number"])
    return "the parts of the score sum to it exactly"


def leaf_in_tree(data, index, size, proof, root):
    """RFC 9162, 2.1.3.2."""
    if index >= size or any(len(one) != 32 for one in proof):
        return False
    node, last, result = index, size - 1, hashlib.sha256(b"\x00" + data).digest()
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            result = hashlib.sha256(b"\x01" + sibling + result).digest()
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = hashlib.sha256(b"\x01" + result + sibling).digest()
        node, last = node >> 1, last >> 1
    return last == 0 and result == root


def read_leaf(data):
    leaf = parse_canonical(data, "a leaf")
    known = isinstance(leaf, dict) and set(leaf) == {"entry", "kind", "salt", "v"}
    if not known or leaf["v"] != 1.0 or leaf["v"] is True or leaf["kind"] not in ("audit", "evidence", "media", "upload"):
        raise Refused("a leaf has an unknown form")
    if not isinstance(leaf["entry"], dict) or not isinstance(leaf["salt"], str) or len(strict_base64(leaf["salt"], "a salt")) != 16:
        raise Refused("a leaf has no entry or no salt")
    return leaf


def named_leaves(manifest):
    return [one["leaf"] for flag in manifest["flags"] for one in [flag] + flag["evidence"] + flag["files"]]


def check_checkpoint(manifest, key):
    """Size, root and time, or None when there is no checkpoint."""
    if manifest["checkpoint"] is None:
        if manifest["leaves"] or any(index is not None for index in named_leaves(manifest)):
            raise Refused("there are leaves of the ledger without a checkpoint")
        return None
    text, _ = open_note(manifest["checkpoint"], key)
    origin, size, root, at = parse_checkpoint(text)
    if origin != key.name:
        raise Refused("the checkpoint is another installation's")
    return size, root, at


def check_leaves(manifest, checkpoint):
    size, root, _ = checkpoint
    leaves, before = {}, -1
    for index, data, proof in manifest["leaves"]:
        if index <= before:
            raise Refused("the leaves are not in order")
        before = index
        raw = strict_base64(data, "leaf %d" % index)
        leaves[index] = read_leaf(raw)
        if not leaf_in_tree(raw, index, size, [strict_base64(one, "a proof") for one in proof], root):
            raise Refused("leaf %d is not in the ledger of the checkpoint" % index)
    for index in named_leaves(manifest):
        if index is not None and index not in leaves:
            raise Refused("the proof of leaf %d is not enclosed" % index)
    for flag in manifest["flags"]:
        for one in flag["evidence"]:
            leaf = leaves.get(one["leaf"])
            if leaf and (leaf["kind"] != "evidence" or leaf["entry"].get("id") != one["id"] or leaf["entry"].get("sha256") != one["sha256"]):
                raise Refused("leaf %d is not about this evidence" % one["leaf"])
        for one in flag["files"]:
            leaf = leaves.get(one["leaf"])
            if leaf and (leaf["kind"] != one["origin"] or leaf["entry"].get("id") != one["id"] or leaf["entry"].get("sha256") != one["sha256"]):
                raise Refused("leaf %d is not about this picture or file" % one["leaf"])
    waiting = max(manifest["unsealed"], sum(index is None for index in named_leaves(manifest)))
    return "%d leaves are in the ledger of the checkpoint%s" % (len(leaves), "; %d not sealed yet" % waiting if waiting else "")


# --- The time stamp (RFC 3161), as far as it can be read without a library ------------------------

INTEGER, OCTETS, OID, SEQUENCE, SET, GENERALIZED_TIME, CONTEXT_0 = 0x02, 0x04, 0x06, 0x30, 0x31, 0x18, 0xA0
SIGNED_DATA, TST_INFO, SHA256 = "2a864886f70d010702", "2a864886f70d0109100104", "608648016503040201"


class Der:
    """Reads DER elements one behind the other, never beyond their container."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def read(self, tag):
        data, at = self.data, self.at
        if at + 2 > len(data) or data[at] != tag:
            raise Refused("the time stamp has another form")
        digits = data[at + 1] - 0x80 if data[at + 1] >= 0x80 else 0
        start = at + 2 + digits
        if data[at + 1] == 0x80 or digits > 4 or start > len(data):
            raise Refused("the time stamp has another form")
        length = int.from_bytes(data[at + 2 : start], "big") if digits else data[at + 1]
        if start + length > len(data):
            raise Refused("the time stamp has another form")
        self.at = start + length
        return data[start : start + length]

    def inside(self, tag):
        return Der(self.read(tag))


def read_time_stamp(data):
    """The stamped SHA-256 in hex and the authority's time, from a TimeStampResp. Who signed it is not looked at."""
    whole = Der(data)
    response = whole.inside(SEQUENCE)
    if whole.at != len(data):
        raise Refused("the time stamp has something behind it")
    if response.inside(SEQUENCE).read(INTEGER).hex() not in ("00", "01"):
        raise Refused("the time stamp was not granted")
    content = response.inside(SEQUENCE)
    if content.read(OID).hex() != SIGNED_DATA:
        raise Refused("the time stamp is not signed data")
    signed = content.inside(CONTEXT_0).inside(SEQUENCE)
    signed.read(INTEGER)
    signed.read(SET)
    enclosed = signed.inside(SEQUENCE)
    if enclosed.read(OID).hex() != TST_INFO:
        raise Refused("the time stamp encloses no time")
    info = enclosed.inside(CONTEXT_0).inside(OCTETS).inside(SEQUENCE)
    info.read(INTEGER)
    info.read(OID)
    imprint = info.inside(SEQUENCE)
    if imprint.inside(SEQUENCE).read(OID).hex() != SHA256:
        raise Refused("the time stamp is about another kind of hash")
    hashed = imprint.read(OCTETS)
    info.read(INTEGER)
    time = info.read(GENERALIZED_TIME)[:64].decode("latin-1")
    found = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?:\.[0-9]+)?Z", time)
    if len(hashed) != 32 or not found:
        raise Refused("the time stamp has no hash or no time")
    return hashed.hex(), "%s-%s-%sT%s:%s:%sZ" % found.groups()


def check_stamp(entries, manifest):
    """The sentence that can be said without the authority's certificate; never that it holds."""
    if manifest["stamp"] is None:
        return "there is no time stamp of an authority outside the office"
    token, note, at = manifest["stamp"]
    hashed, said = read_time_stamp(entries.get(token, b""))
    data = entries.get(note, b"")
    checkpoint = manifest["checkpoint"]
    if checkpoint is None or data != checkpoint.encode("utf-8", "surrogatepass") or hashed != hashlib.sha256(data).hexdigest() or said != at:
        raise Refused("the time stamp is not about this checkpoint")
    return "%s, about this checkpoint; its authority's signature is not checked here: use openssl ts -verify" % at


CHECKS = ("archive", "manifest", "signature", "key", "files", "rules", "signals", "score", "checkpoint", "leaves", "stamp")


def verify(data, expected=None):
    """A list of (check, True | False | None, sentence), and the manifest if there is one that can be read."""
    results = {}

    def attempt(check, work):
        try:
            outcome = work()
        except Refused as reason:
            results[check] = (False, str(reason))
            return None
        results.setdefault(check, (True, outcome if isinstance(outcome, str) else "holds"))
        return outcome

    manifest = None
    entries = attempt("archive", lambda: read_archive(data))
    if entries is not None:

        def manifest_of():
            if "passport.json" not in entries:
                raise Refused("there is no passport.json: this is no passport")
            return read_manifest(parse_canonical(entries["passport.json"], "passport.json"))

        manifest = attempt("manifest", manifest_of)
    if manifest is not None:
        key = attempt("signature", lambda: check_signature(entries, manifest))
        if expected is None:
            results["key"] = (None, "compared with nothing; ask the office for its verifier key by another way")
        else:
            same = manifest["key"] == expected.text
            results["key"] = (same, "the key is the one you gave" if same else "the key is another than the one you gave")
        attempt("files", lambda: check_files(entries, manifest))
        attempt("rules", lambda: check_rules(manifest))
        attempt("signals", lambda: check_signals(entries, manifest))
        attempt("score", lambda: check_score(manifest))
        stamp = attempt("stamp", lambda: check_stamp(entries, manifest))
        if stamp is not None:
            results["stamp"] = (None, stamp)
        if key is not None:
            checkpoint = attempt("checkpoint", lambda: check_checkpoint(manifest, key))
            if checkpoint is not None:
                results["checkpoint"] = (True, "%d leaves, signed %s" % (checkpoint[0], checkpoint[2]))
                attempt("leaves", lambda: check_leaves(manifest, checkpoint))
            elif results["checkpoint"][0]:
                results["checkpoint"] = (None, "there is no checkpoint of the ledger yet")
                results["leaves"] = (None, "nothing is sealed in the ledger yet")
    unmade = (None, "not checked, because an earlier check was refused")
    return [(check,) + results.get(check, unmade) for check in CHECKS], manifest


def print_verdict(path, checks, manifest):
    words = {True: "holds", False: "REFUSED", None: "not made"}
    print(path)
    for check, state, sentence in checks:
        print(("  %-10s %-8s %s" % (check, words[state], "" if sentence == "holds" else sentence)).rstrip())
    if manifest:
        print("  %s %s, made %s by %s" % (manifest["kind"], manifest["number"], manifest["made_at"], manifest["tool"]))
        print("  key %s" % manifest["key"])


def main():
    parser = argparse.ArgumentParser(description="Checks a Netra passport without Netra.")
    parser.add_argument("file", nargs="?", help="the passport, a ZIP file")
    parser.add_argument("--key", help="the office's verifier key: name+hash+key")
    parser.add_argument("--batch", action="store_true", help="read paths from standard input; print one line of JSON for each")
    arguments = parser.parse_args()
    if arguments.batch == bool(arguments.file):
        parser.error("give one FILE, or --batch")
    try:
        expected = VerifierKey(arguments.key.strip()) if arguments.key is not None else None
    except Refused as reason:
        parser.error("%s; copy it whole" % reason)
    all_hold = True
    for path in sys.stdin.read().splitlines() if arguments.batch else [arguments.file]:
        try:
            with open(path, "rb") as file:
                checks, manifest = verify(file.read(), expected)
        except OSError as error:
            print("%s: %s" % (path, error.strerror), file=sys.stderr)
            all_hold = False
            continue
        refused = [check for check, state, _ in checks if state is False]
        all_hold = all_hold and not refused
        if arguments.batch:
            print(json.dumps({"file": path, "ok": not refused, "refused": refused}))
            continue
        print_verdict(path, checks, manifest)
        compared = "" if expected else " It was signed by the key above, which was compared with nothing."
        print("REFUSED: do not rely on this file." if refused else "HOLDS: this is what the installation signed." + compared)
    sys.exit(0 if all_hold else 1)


if __name__ == "__main__":
    main()
