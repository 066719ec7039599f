#!/usr/bin/env python3
"""Checks a completion file of Carrel, without Carrel.

    python verify_completion.py FILE.completion [--publisher KEY]... [--enrolment FILE]... [--json]

KEY is a publisher's public key that you got from the publisher: 64 hex digits, a .pub file (PEM) or a .publisher.json
file. An enrolment (.enrolment.json) is a publisher's signed word that it controls a device (grade A) or knows whose it
is (grade B). Needs Python 3.9 or later and the package `cryptography` (on Windows also `tzdata`), and no network. Exit
code 0: the file is genuine. 1: it is not, or cannot be judged; one sentence says what is wrong. 2: the call was wrong.

What it checks, in the order of this program (every rule is written in docs/evidence-format.md):
  1. the file is one sealed object, and the device whose key it names sealed it;
  2. the course in it is as its publisher signed it;
  3. the events form a chain up to the last signed head; so do those of each other device whose record was joined;
  4. all of them were recorded for this course and this learner;
  5. each event could have been recorded after those before it: steps, days, speed and time, quiz, evaluation, claims;
  6. the particulars are those of the learner to whom the certificates were issued.
What it does not check: the PDF of a certificate (`carrel verify` does), and facts of the course that bear on no credit.
What no file can prove: that the owner of the device was honest, who sat there, and that its clock was right. A genuine
file proves credit only if the publisher's key is one that you know from elsewhere: so give it with --publisher.
"""

# ruff: noqa: B905, UP017, RUF007 - what those ask for is not in Python 3.9
import argparse
import base64
import hashlib
import json
import lzma
import sys
from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

MOST_BYTES = 64 << 20  # of the file, of what it unpacks to, and of the memory for unpacking
MOST_JOINED, MOST_JOINS = 100, 200
TOO_MANY = "More devices' records are joined in it than anybody has."
LAST_WALL = 253_402_214_400_000  # milliseconds since 1970: the end of the year 9999
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
BROKEN = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, OSError)


class NotGenuine(Exception):
    """`fault` is altered, reordered, cut, transplanted, wrong-key, claim-above-evidence, impossible, newer-format or
    not-a-completion-file."""

    def __init__(self, fault, reason):
        super().__init__(reason)
        self.fault = fault


def demand(condition, fault, reason):
    if not condition:
        raise NotGenuine(fault, reason)


# ---- Form: every text can be written in one way only, so that no two readers see two things in it --------------------


def read_json(data, fault, name):
    """The value in a text, and whether it is written in the one form: no spaces, no field twice, signs as they are."""
    try:
        text = data.decode() if isinstance(data, bytes) else data
        value = json.loads(text)
        return value, json.dumps(value, ensure_ascii=False, separators=(",", ":")) == text
    except (ValueError, RecursionError, MemoryError):
        raise NotGenuine(fault, f"{name} is not readable.") from None


def fits(value, shape):
    """Whether a value has this shape: type; {fields in order}; [what all are]; (what each is); {words}; question.

    With "..." among the fields there may be others between them.
    """
    if isinstance(shape, type):
        return type(value) is shape
    if isinstance(shape, dict):
        names = [name for name in shape if name != "..."]
        there = [name for name in value if name in names or "..." not in shape] if type(value) is dict else None
        return there == names and all(fits(value[name], shape[name]) for name in names)
    if isinstance(shape, list):
        return type(value) is list and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, tuple):
        return type(value) is list and len(value) == len(shape) and all(map(fits, value, shape))
    if isinstance(shape, set):
        return type(value) is str and value in shape
    return shape(value)


def number_up_to(most, least=0):
    return lambda value: type(value) is int and least <= value <= most


def or_null(shape):
    return lambda value: value is None or fits(value, shape)


def is_decimal(value):
    return type(value) is str and str(Decimal(value)) == value


# fmt: off
PROFESSIONS = {"physician", "resident-fellow", "medical-student", "nurse", "pharmacist", "physician-assistant",
               "psychologist", "social-worker", "other"}
DOCUMENTS = {"cme-certificate", "certificate-of-participation", "record-of-participation"}
ANSWER = {"question": str, "choices": [str]}
RESPONSE = {"item": str, "row": str, "options": [str], "text": str}
SIGNATURES = [{"keyid": str, "sig": str}]
ENVELOPE = {"payload": str, "payloadType": str, "signatures": SIGNATURES}
HEAD = {"stream": str, "seq": int, "hash": str}
LEARNER = {"id": str, "name": str, "degrees": str, "profession": or_null(PROFESSIONS),
           "licences": [(str, str)], "identifiers": [(str, str)], "printed_as": [(str, str)]}
CONTENTS = {"format": int, "program": str, "device": str, "course": {"manifest": str, "signatures": SIGNATURES},
            "events": [str], "heads": [str], "learner": LEARNER}
FORMATS = {1: CONTENTS, 2: {**CONTENTS, "joined": [{"device": str, "events": [str], "heads": [str]}]}}
EVENT = {"v": int, "seq": number_up_to(2**53), "kind": str, "wall": number_up_to(LAST_WALL),
         "zone": number_up_to(1440, -1440), "mono": number_up_to(2**53), "boot": str, "fact": dict}
FACTS = {
    "stream-opened": {"stream": str, "device": str, "learner": str, "course": str, "course_version": int,
                      "course_hash": str, "policy": int, "attempt": int,
                      "purpose": {"credit", "specimen", "rehearsal"}},
    "disclosures-acknowledged": {},
    "watch-started": {"session": str, "content": str, "position_ms": int},
    "watched": {"session": str, "start_ms": int, "end_ms": int, "engaged_ms": int, "rate_percent": int},
    "answer-given": {"answer": ANSWER},
    "quiz-submitted": {"answers": [ANSWER]},
    "response-given": {"response": RESPONSE},
    "evaluation-submitted": {"responses": [RESPONSE]},
    "credit-claimed": {"offer": str, "amount": is_decimal, "profession": PROFESSIONS},
    "certificate-issued": {"number": str, "offer": str, "document": DOCUMENTS, "facts": str, "salt": str, "name": str,
                           "signer": str},
    "completion-exported": {"digest": str},
    "clock-jumped": {"by_ms": int},
    "suspended": {"by_ms": int},
    "clock-corrected": {"by_ms": int},
    "stream-joined": {"stream": str, "seq": int, "hash": str},
    "checked-up": {"verdicts": [(str, int)]},
}
ALWAYS_ALLOWED = {"stream-opened", "completion-exported", "clock-jumped", "suspended", "clock-corrected",
                  "stream-joined", "checked-up"}
COURSE = {  # what credit hangs on; package-format.md has the rest
    "...": None, "id": str, "version": int, "title": str,
    "availability": {"...": None, "opens": str, "last_day": str, "time_zone": str},
    "sessions": [{"...": None, "id": str, "title": str, "content": str, "duration_ms": int}],
    "evaluation": {"...": None, "items": [{"id": str, "kind": {"rating", "choice", "choices", "text"}, "text": str,
                   "required": bool, "rows": [{"id": str, "text": str}], "options": [{"id": str, "text": str}],
                   "about_bias": bool}]},
    "credit": {"...": None, "offers": [
        {"...": None, "id": str, "maximum": is_decimal, "step": is_decimal, "rounding": {"nearest", "down"},
         "whole_only": bool, "professions": [PROFESSIONS], "document": DOCUMENTS}],
        "basis": {"content", "engaged", "smaller"}},
    "quiz": or_null({"...": None, "passing_percent": int, "questions": [
        {"...": None, "id": str, "kind": {"single", "multiple", "true-false"},
         "choices": [{"id": str, "text": str, "correct": bool, "feedback": str}]}], "attempts": or_null(int)}),
    "watch": {"version": int, "required_percent": int, "counted_rate_percent": int},
    "grant": or_null(dict),
}
# fmt: on


# ---- 1. The seal -----------------------------------------------------------------------------------------------------


def open_file(data):
    """What the file holds, and its strands: the device's own record, and those of others that were joined."""
    demand(data[:1] == b"{" and len(data) <= MOST_BYTES, "not-a-completion-file", "It is another kind of file.")
    sealed = open_envelope(data, "The file")
    try:
        unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MOST_BYTES)
        unpacked = unpacker.decompress(sealed["bytes"], MOST_BYTES)
    except lzma.LZMAError:
        raise NotGenuine("not-a-completion-file", "Its contents are damaged.") from None
    whole = unpacker.eof and not unpacker.unused_data
    demand(whole, "not-a-completion-file", "Its contents are too large, or cut off.")
    contents, same = read_json(unpacked, "not-a-completion-file", "What it holds")
    version = contents.get("format") if type(contents) is dict else None
    demand(type(version) is not int or version <= 2, "newer-format", "It was made for a newer program.")
    right = same and type(version) is int and version in FORMATS and fits(contents, FORMATS[version])
    demand(right, "not-a-completion-file", "What it holds is not what a completion file holds.")
    own = {"device": contents["device"], "events": contents["events"], "heads": contents["heads"]}
    strands = [own, *contents.get("joined", [])]
    for strand in strands:
        strand["key"] = key_of(strand["device"], "not-a-completion-file")
        strand["heads"] = [open_envelope(head.encode(), "A signed head") for head in strand["heads"]]
    check_signature(sealed, "application/vnd.carrel.completion+json+xz", own["key"], "The file")
    return contents, strands


def open_envelope(data, name):
    """A DSSE envelope: some bytes, of what kind they are, and signatures over both."""
    try:
        envelope, same = read_json(data, "altered", name)
        demand(same and fits(envelope, ENVELOPE), "altered", f"{name} is damaged.")
        return {**envelope, "bytes": from_base64(envelope["payload"])}
    except ValueError:
        raise NotGenuine("altered", f"{name} is damaged.") from None


def from_base64(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("written in another way than the one allowed")
    return data


def key_of(text, fault):
    """The 32 bytes of a public key from its 64 hex digits."""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    demand(len(key) == 32 and key.hex() == text, fault, "A key in it is not a key.")
    return key


def digest(data):
    """SHA-256 in hex; of a key it is the name by which signatures and openings call it."""
    return hashlib.sha256(data).hexdigest()


def check_signature(envelope, kind, key, name):
    demand(envelope["payloadType"] == kind, "altered", f"{name} was signed as something else.")
    signature = next((one["sig"] for one in envelope["signatures"] if one["keyid"] == digest(key)), None)
    demand(signature is not None, "wrong-key", f"{name} was signed with another key.")
    signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(envelope["bytes"]), envelope["bytes"])
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(from_base64(signature), signed)
    except (InvalidSignature, ValueError):
        raise NotGenuine("altered", f"{name} was changed after it was signed.") from None


# ---- 2. The course ---------------------------------------------------------------------------------------------------


def open_course(written):
    """The course that the publisher signed, with its days, time zone, hash and publisher's key at hand."""
    manifest, same = read_json(written["manifest"], "altered", "The course in it")
    version = manifest.get("format") if type(manifest) is dict else None
    demand(type(version) is not int or version <= 1, "newer-format", "The course in it was made for a newer program.")
    demand(same and version == 1, "altered", "The course in it is damaged.")
    try:
        demand(fits(manifest["course"], COURSE), "altered", "The course in it is damaged.")
    except BROKEN:
        raise NotGenuine("altered", "The course in it is damaged.") from None
    key, data = key_of(str(manifest.get("publisher_key")), "altered"), written["manifest"].encode()
    kind = "application/vnd.carrel.manifest+json"
    sealed = {"bytes": data, "payloadType": kind, "signatures": written["signatures"]}
    check_signature(sealed, kind, key, "The course in it")
    try:
        course, days = manifest["course"], manifest["course"]["availability"]
        times = {name: date.fromisoformat(days[name]) for name in ("opens", "last_day")}
        demand(is_sound(course), "impossible", "The course in it contradicts itself.")
        return {**course, **times, "zone": ZoneInfo(days["time_zone"]), "hash": digest(data), "key": key}
    except BROKEN as error:
        raise NotGenuine("impossible", f"The course in it cannot be reckoned with ({error!r}).") from None


def is_sound(course):
    """Whether one can reckon with the course: lengths, percentages, amounts, and ids that name one thing each."""
    sessions, offers, quiz, watch = course["sessions"], course["credit"]["offers"], course["quiz"], course["watch"]
    questions = quiz["questions"] if quiz else []
    named_once = (sessions, offers, questions, course["evaluation"]["items"])
    rules = [
        sessions and all(session["duration_ms"] > 0 for session in sessions),
        all(each_once([thing["id"] for thing in things]) for things in named_once),
        0 <= watch["required_percent"] <= 100 and 25 <= watch["counted_rate_percent"] <= 400,
        all(0 < amount_of(offer[name]) <= 1000 for offer in offers for name in ("maximum", "step")),
        quiz is None or (questions and all(map(right_choices, questions)) and 0 <= quiz["passing_percent"] <= 100),
    ]
    return all(rules)


def each_once(things):
    return len(set(things)) == len(things)


def amount_of(text):
    """An amount of credit as an exact number. ValueError when it is none, or too large or fine to reckon with."""
    number = Decimal(text)
    if not number.is_finite() or number.as_tuple().exponent < -6 or number.adjusted() > 6:
        raise ValueError("no amount of credit")
    return Fraction(number)


def right_choices(question):
    return {choice["id"] for choice in question["choices"] if choice["correct"]}


# ---- 3. The chains ---------------------------------------------------------------------------------------------------


def check_chain(strand):
    """Reads the events of one device's record, and demands that signed heads hold them together."""
    strand["read"] = [read_event(text, place) for place, text in enumerate(strand["events"])]
    for place, event in enumerate(strand["read"]):
        demand(event["seq"] == place, "reordered", f"Event {event['seq']} stands in the place of event {place}.")
    strand["links"], link = [], bytes(32)
    for text in strand["events"]:
        link = hashlib.sha256(link + text.encode()).digest()
        strand["links"].append(link.hex())
    heads = [read_head(sealed, strand["key"]) for sealed in strand["heads"]]
    for head in heads:
        demand(head["seq"] < len(strand["links"]), "cut", f"Events up to number {head['seq']} were cut off.")
        same = strand["links"][head["seq"]] == head["hash"]
        demand(same, "altered", f"An event up to number {head['seq']} was changed, moved or exchanged.")
    first = strand["read"][0] if strand["read"] else {"kind": "nothing"}
    demand(first["kind"] == "stream-opened", "cut", "A record does not begin with its opening.")
    strand["opening"], strand["signed"] = first["fact"], max((head["seq"] for head in heads), default=-1)
    same = first["fact"]["device"] == digest(strand["key"])
    demand(same, "wrong-key", "A record was made on another device than the one that signed it.")
    for head in heads:
        demand(head["stream"] == first["fact"]["stream"], "transplanted", "A signed head belongs to another record.")


def read_event(text, place):
    line, same = read_json(text, "altered", f"Event {place}")
    listed = type(line) is list  # format 2; format 1 gives each of the eight its name
    event = dict(zip(EVENT, line)) if listed else line
    version = event.get("v") if type(event) is dict else None
    demand(type(version) is not int or version <= 2, "newer-format", f"Event {place} was made for a newer program.")
    try:
        right = (
            same
            and version == 1 + listed
            and len(line) == len(EVENT)
            and fits(event, EVENT)
            and fits(event["fact"], FACTS[event["kind"]])
        )
    except BROKEN:
        right = False
    demand(right, "altered", f"Event {place} is not readable, or not written in the one way allowed.")
    return event


def read_head(sealed, key):
    check_signature(sealed, "application/vnd.carrel.head+json", key, "A signed head")
    head, same = read_json(sealed["bytes"], "altered", "A signed head")
    demand(same and fits(head, HEAD) and head["seq"] >= 0, "altered", "A signed head is not readable.")
    return head


# ---- 4. The binding --------------------------------------------------------------------------------------------------


def check_binding(strands, course):
    own = strands[0]
    demand(own["signed"] >= 0, "cut", "No signed head pins the record down.")
    demand(own["signed"] == len(own["events"]) - 1, "transplanted", "Events stand after the last signed head.")
    for opening in (strand["opening"] for strand in strands):
        same = opening["course_hash"] == course["hash"]
        demand(same, "transplanted", "It was recorded for another course, or another version of it.")
        same = (opening["learner"], opening["purpose"]) == (own["opening"]["learner"], own["opening"]["purpose"])
        demand(same, "transplanted", "Part of it was recorded for another learner or purpose.")
    joins = sum(event["kind"] == "stream-joined" for strand in strands for event in strand["read"])
    demand(joins <= MOST_JOINS, "impossible", TOO_MANY)


# ---- 5. The replay: could each event be recorded after those before it? ----------------------------------------------


class Seen:
    """What was played of a session: the stretches, none touching another, and the time that it took."""

    def __init__(self):
        self.starts, self.ends, self.engaged = [], [], 0

    def add(self, start, end, engaged):
        first, behind = bisect_left(self.ends, start), bisect_right(self.starts, end)
        if first < behind:
            start, end = min(start, self.starts[first]), max(end, self.ends[behind - 1])
        self.starts[first:behind], self.ends[first:behind] = [start], [end]
        self.engaged += engaged

    def length(self, duration):
        return sum(min(end, duration) - start for start, end in zip(self.starts, self.ends) if start < duration)

    def is_watched(self, duration, percent):
        """At 100 %, 1 % may be missing, at least 3 s, but no more than a quarter."""
        missing = min(max(3000, duration // 100), duration // 4)
        needed = duration - missing if percent == 100 else duration * percent // 100
        return self.length(duration) >= max(needed, 1)


class Record:
    """What a strand adds up to; made by judging each event of it. `branches`: strands by (stream, seq, link)."""

    def __init__(self, course, strand, branches):
        self.course, self.branches, self.opening = course, branches, strand["opening"]
        self.counted = set(strand["links"])
        self.acknowledged, self.completed = False, None
        self.seen = {session["id"]: Seen() for session in course["sessions"]}
        self.earning = {session["id"]: Seen() for session in course["sessions"]}
        self.boots, self.corrections = {}, {}
        self.tries, self.claims, self.repeated, self.certificates = [], [], [], []
        for event in strand["read"]:
            self.judge(event)

    def judge(self, event):
        name = f"Event {event['seq']} ({event['kind']}) could not have been recorded"
        try:
            self.permit(event["kind"], event["fact"], event)
            self.count(event, self.opening["stream"])
        except NotGenuine as found:
            raise NotGenuine(found.fault, f"{name}: {found}") from None
        except BROKEN as error:
            fault = "claim-above-evidence" if event["kind"] == "credit-claimed" else "impossible"
            raise NotGenuine(fault, f"{name}: nobody can reckon with it ({error!r}).") from None

    def permit(self, kind, fact, event):
        possible((kind == "stream-opened") == (event["seq"] == 0), "a record begins with its opening, once.")
        if kind == "stream-opened":
            there = (self.course["id"], self.course["version"], self.course["watch"]["version"])
            same = (fact["course"], fact["course_version"], fact["policy"]) == there
            possible(same, "it was made for another course, or under other rules.")
        if kind not in ALWAYS_ALLOWED:
            self.permit_step(kind, self.day(self.moment(event)))
        if kind == "watch-started":
            session = self.session(fact["session"])
            possible(fact["content"] == session["content"], "there is no such recording.")
            possible(0 <= fact["position_ms"] <= session["duration_ms"] + 1000, "it begins outside the recording.")
        elif kind == "watched":
            self.permit_watched(fact, event)
        elif kind == "answer-given":
            self.permit_answers([fact["answer"]], whole=False)
        elif kind == "quiz-submitted":
            self.permit_answers(fact["answers"], whole=True)
        elif kind == "response-given":
            self.permit_responses([fact["response"]], whole=False)
        elif kind == "evaluation-submitted":
            self.permit_responses(fact["responses"], whole=True)
        elif kind == "credit-claimed":
            self.permit_claim(fact)
        elif kind == "certificate-issued":
            self.permit_certificate(fact)
        elif kind == "clock-corrected":
            possible(0 <= event["wall"] + fact["by_ms"] <= LAST_WALL, "no calendar has that day.")

    def permit_step(self, kind, today):
        """The steps stand in one order, and none is jumped."""
        quiz, passed = self.course["quiz"], any(one["passed"] for one in self.tries)
        possible(today >= self.course["opens"], "the course was not open yet.")
        if kind == "disclosures-acknowledged":
            return
        possible(self.acknowledged, "what comes before the content was not acknowledged.")
        if kind in ("watch-started", "watched"):
            return
        possible(today <= self.course["last_day"] or self.in_time(), "the last day had passed.")
        percent = self.course["watch"]["required_percent"]
        all_watched = all(self.seen[s["id"]].is_watched(s["duration_ms"], percent) for s in self.course["sessions"])
        possible(all_watched, "not enough was watched.")
        if kind in ("answer-given", "quiz-submitted"):
            possible(quiz is not None and not passed, "there is no quiz, or it is passed.")
            possible(quiz["attempts"] is None or len(self.tries) < quiz["attempts"], "no attempt is left.")
            return
        possible(quiz is None or passed, "the quiz was not passed.")
        if kind in ("response-given", "evaluation-submitted"):
            possible(self.completed is None, "the evaluation was sent already.")
        else:
            possible(self.in_time(), "no evaluation was sent by the last day.")

    def permit_watched(self, fact, event):
        rehearsal = self.opening["purpose"] == "rehearsal"
        fastest = 400 if rehearsal else self.course["watch"]["counted_rate_percent"]
        length, engaged = fact["end_ms"] - fact["start_ms"], fact["engaged_ms"]
        inside = 0 <= fact["start_ms"] < fact["end_ms"] <= self.session(fact["session"])["duration_ms"] + 1000
        possible(inside, "it lies outside the recording.")
        possible(0 < fact["rate_percent"] <= fastest, "it was played faster than counts.")
        possible(engaged > 0 and length <= engaged * fact["rate_percent"] // 100 + 500, "it is longer than its time.")
        possible(event["boot"] in self.boots, "nothing says when playing began.")
        boot = self.boots[event["boot"]]
        passed = event["mono"] - boot["first"]
        slow = boot["engaged"] + engaged <= passed + 2000
        slow = slow and boot["played"] + length <= passed * (fastest + 1) // 100 + 2000
        possible(slow, "more was played than time had passed.")

    def permit_answers(self, answers, whole):
        questions = {question["id"]: question for question in self.course["quiz"]["questions"]}
        for answer in answers:
            possible(answer["question"] in questions, "there is no such question.")
            question, ticked = questions[answer["question"]], answer["choices"]
            fit = set(ticked) <= {choice["id"] for choice in question["choices"]} and each_once(ticked)
            fit = fit and (len(ticked) < 2 or question["kind"] == "multiple")
            possible(fit, "an answer does not fit its question.")
        answered = sorted(answer["question"] for answer in answers if answer["choices"])
        full = answered == sorted(questions) and len(answers) == len(questions)
        possible(full or not whole, "it is not one answer to each question.")

    def permit_responses(self, responses, whole):
        items = {item["id"]: item for item in self.course["evaluation"]["items"]}
        for response in responses:
            possible(response["item"] in items, "there is no such item.")
            item, picked = items[response["item"]], response["options"]
            fit = response["row"] in rows_of(item) and each_once(picked)
            fit = fit and set(picked) <= {option["id"] for option in item["options"]}
            fit = fit and (len(picked) < 2 or item["kind"] == "choices")
            fit = fit and (not response["text"] or item["kind"] == "text")
            possible(fit, "a response does not fit its item.")
        needed = {(item["id"], row) for item in items.values() if item["required"] for row in rows_of(item)}
        given = {(r["item"], r["row"]) for r in responses if r["options"] or r["text"].strip()}
        full = needed <= given and each_once([(r["item"], r["row"]) for r in responses])
        possible(full or not whole, "a required item is empty, or one is answered twice.")

    def permit_claim(self, fact):
        """Whether that much of that offer may be claimed. Where nothing at all was earned, no step was open."""
        offers, profession, sort = self.course["credit"]["offers"], fact["profession"], "claim-above-evidence"
        possible(any(self.supported(offer) for offer in offers), "nothing was earned.")
        named = [offer for offer in offers if profession in offer["professions"]]
        open_to = named or [offer for offer in offers if not offer["professions"]]
        offer = next((offer for offer in open_to if offer["id"] == fact["offer"]), None)
        demand(offer, sort, "that credit is not offered to that profession.")
        possible(not any(one["offer"] == fact["offer"] for one in self.claims), "it was claimed already.")
        demand(all(one["profession"] == profession for one in self.claims), sort, "another profession claimed before.")
        amount, most = amount_of(fact["amount"]), self.supported(offer)
        demand(0 < amount <= most, sort, f"{fact['amount']} is more than the {float(most):g} that is supported.")
        in_steps = not offer["whole_only"] and amount % amount_of(offer["step"]) == 0
        in_steps = in_steps or amount == amount_of(offer["maximum"])
        demand(in_steps, sort, "that credit is not claimed in such amounts.")

    def permit_certificate(self, fact):
        claim = next((one for one in self.claims if one["offer"] == fact["offer"]), None)
        possible(claim, "there is no such claim.")
        possible(all(one["offer"] != fact["offer"] for one in self.certificates), "the certificate was issued already.")
        possible(fact["number"] == claim["number"], "its number is not that of the claim.")
        offer = next(offer for offer in self.course["credit"]["offers"] if offer["id"] == fact["offer"])
        document = offer["document"] if self.course["grant"] else "record-of-participation"
        possible(fact["document"] == document, "another document belongs to that claim.")

    def supported(self, offer):
        """The most that may be claimed: the share of the course that was taken part in, in steps."""
        content = engaged = 0
        for session in self.course["sessions"]:
            duration, seen = session["duration_ms"], self.earning[session["id"]]
            content += duration if seen.is_watched(duration, 100) else seen.length(duration)
            engaged += min(seen.engaged, duration)
        parts = {"content": content, "engaged": engaged, "smaller": min(content, engaged)}
        share = Fraction(parts[self.course["credit"]["basis"]], sum(s["duration_ms"] for s in self.course["sessions"]))
        maximum, step = amount_of(offer["maximum"]), amount_of(offer["step"])
        if share >= 1 or offer["whole_only"]:
            return maximum if share >= 1 else 0
        half_up = Fraction(1, 2) if offer["rounding"] == "nearest" else 0
        return min(int(maximum * share / step + half_up), int(maximum / step)) * step

    def count(self, event, stream):
        """Adds up one event, of this strand or of one that it joined."""
        kind, fact, boot = event["kind"], event["fact"], event["boot"]
        at = self.boots.setdefault(boot, {"first": event["mono"], "engaged": 0, "played": 0})
        at["first"] = min(at["first"], event["mono"])
        if kind == "disclosures-acknowledged":
            self.acknowledged = True
        elif kind == "watched":
            at["engaged"] += fact["engaged_ms"]
            at["played"] += fact["end_ms"] - fact["start_ms"]
            stretch = fact["start_ms"], fact["end_ms"], fact["engaged_ms"]
            self.seen[fact["session"]].add(*stretch)
            if self.is_open(self.moment(event)):
                self.earning[fact["session"]].add(*stretch)
        elif kind == "quiz-submitted":
            self.tries.append(self.score(fact["answers"]))
        elif kind == "evaluation-submitted":
            self.completed = min(self.completed or self.moment(event), self.moment(event))
        elif kind == "credit-claimed":
            repeated = any(one["offer"] == fact["offer"] for one in self.claims)
            claim = {**fact, "stream": stream, "number": certificate_number(stream, fact["offer"])}
            (self.repeated if repeated else self.claims).append({**claim, "moment": self.moment(event).isoformat()})
        elif kind == "certificate-issued":
            self.certificates.append(fact)
        elif kind == "clock-corrected":
            self.corrections[boot] = event["wall"] + fact["by_ms"] - event["mono"]
        elif kind == "stream-joined":
            self.join(fact)

    def join(self, fact):
        """Counts what the branch holds that was not counted yet, by whatever way it came; own events count already."""
        branch = self.branches.get((fact["stream"], fact["seq"], fact["hash"]))
        demand(branch, "cut", "what it takes over from another device is not in the file, or not signed.")
        fresh = [n for n in range(fact["seq"] + 1) if branch["links"][n] not in self.counted]
        self.counted.update(branch["links"][n] for n in fresh)
        for n in fresh:
            self.count(branch["read"][n], fact["stream"])

    def score(self, answers):
        quiz, given = self.course["quiz"], {answer["question"]: set(answer["choices"]) for answer in answers}
        correct = sum(given[question["id"]] == right_choices(question) for question in quiz["questions"])
        needed = quiz["passing_percent"] * len(quiz["questions"])
        return {"correct": correct, "of": len(quiz["questions"]), "passed": correct * 100 >= needed}

    def moment(self, event):
        """When it was: by the computer's clock, or by the learner's word where that was given in the same boot."""
        wall = event["wall"]
        if event["boot"] in self.corrections:
            wall = min(max(self.corrections[event["boot"]] + event["mono"], 0), LAST_WALL)
        return EPOCH + timedelta(milliseconds=wall)

    def day(self, moment):
        return moment.astimezone(self.course["zone"]).date()

    def is_open(self, moment):
        return self.course["opens"] <= self.day(moment) <= self.course["last_day"]

    def in_time(self):
        return self.completed is not None and self.is_open(self.completed)

    def session(self, name):
        found = next((session for session in self.course["sessions"] if session["id"] == name), None)
        possible(found, "there is no such session.")
        return found


def possible(condition, reason):
    demand(condition, "impossible", reason)


def rows_of(item):
    return [row["id"] for row in item["rows"]] if item["kind"] == "rating" else [""]


def certificate_number(stream, offer):
    taken = hashlib.sha256(f"{stream}/{offer}".encode()).digest()[:12]
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32] for byte in taken)
    return f"CRL-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


# ---- 6. The particulars ----------------------------------------------------------------------------------------------


def check_particulars(learner, record):
    demand(learner["id"] == record.opening["learner"], "transplanted", "It does not name the learner who recorded it.")
    now = ", ".join(part for part in (learner["name"].strip(), learner["degrees"].strip()) if part)
    for certificate in record.certificates:
        name = dict(learner["printed_as"]).get(certificate["number"], now)
        same = digest(f"{certificate['salt']}\n{name}".encode()) == certificate["name"]
        demand(same, "transplanted", "It does not give the name that is on the certificate.")
    return now


# ---- All of it, and what it comes to ---------------------------------------------------------------------------------


def verify(data, publishers, enrolments):
    """Everything that the file proves, as plain values. Raises NotGenuine."""
    contents, strands = open_file(data)
    course = open_course(contents["course"])
    demand(len(strands) - 1 <= MOST_JOINED, "impossible", TOO_MANY)
    for strand in strands:
        check_chain(strand)
    check_binding(strands, course)
    branches = {(s["opening"]["stream"], n, s["links"][n]): s for s in strands for n in range(s["signed"] + 1)}
    for strand in strands[1:]:
        Record(course, strand, branches)
    record = Record(course, strands[0], branches)
    name = check_particulars(contents["learner"], record)
    publisher = next((one for one in publishers if course["key"] in one["keys"]), None)
    grades = [grade_of(strand["key"], publisher, enrolments) for strand in strands]
    real = record.opening["purpose"] == "credit" and publisher is not None and not publisher["specimen"]
    return {
        "genuine": True,
        "proves_credit": real,
        "purpose": record.opening["purpose"],
        "learner": name,
        "course": {"id": course["id"], "version": course["version"], "title": course["title"], "hash": course["hash"]},
        "publisher": {"key": course["key"].hex(), "name": publisher["name"] if publisher else None},
        "sessions": [session_report(session, record) for session in course["sessions"]],
        "quiz": record.tries,
        "completed": record.completed.isoformat() if record.completed else None,
        "claims": record.claims,
        "repeated_claims": record.repeated,
        "certificates": record.certificates,
        "grade": max(grades),
        "devices": [device_report(strand, grade) for strand, grade in zip(strands, grades)],
    }


def session_report(session, record):
    seen, duration = record.seen[session["id"]], session["duration_ms"]
    report = {"id": session["id"], "title": session["title"], "duration_ms": duration, "engaged_ms": seen.engaged}
    intervals = [list(pair) for pair in zip(seen.starts, seen.ends)]
    return {**report, "covered_ms": seen.length(duration), "intervals": intervals}


def device_report(strand, grade):
    report = {"device": digest(strand["key"]), "stream": strand["opening"]["stream"], "events": len(strand["read"])}
    return {**report, "grade": grade, "clock": list(clock_remarks(strand["read"]))}


def clock_remarks(events):
    """What the clocks went through: shown to people, and never a reason to refuse."""
    for before, event in zip(events, events[1:]):
        told = []
        if event["boot"] != before["boot"]:
            told.append(("restarted", event["wall"] - before["wall"]))
        if event["zone"] != before["zone"]:
            told.append(("zone-changed", (event["zone"] - before["zone"]) * 60_000))
        if event["kind"] in ("clock-jumped", "suspended", "clock-corrected"):
            told.append((event["kind"], event["fact"]["by_ms"]))
        yield from ({"event": event["seq"], "happening": what, "by_ms": by_ms} for what, by_ms in told)


def grade_of(key, publisher, enrolments):
    """The best grade that the course's own publisher, if it is known, gave this device; C is nobody's word."""
    trusted = publisher["keys"] if publisher else []
    return min((one["grade"] for one in enrolments if one["signer"] in trusted and one["key"] == key), default="C")


# ---- The call --------------------------------------------------------------------------------------------------------


def read_publisher(text):
    """64 hex digits, a .pub file or a .publisher.json file."""
    if text.endswith(".json"):
        written = json.loads(Path(text).read_text(encoding="utf-8"))
        keys = [bytes.fromhex(key) for key in written["keys"]]
        return {"name": str(written["name"]), "keys": keys, "specimen": bool(written.get("specimen", False))}
    if Path(text).is_file():
        key = load_pem_public_key(Path(text).read_bytes()).public_bytes(Encoding.Raw, PublicFormat.Raw)
        return {"name": Path(text).name, "keys": [key], "specimen": False}
    return {"name": text, "keys": [key_of(text.lower(), "usage")], "specimen": False}


def read_enrolment(text, publishers):
    sealed = open_envelope(Path(text).read_bytes(), "The enrolment")
    keys = [key for publisher in publishers for key in publisher["keys"]]
    ids = [signature["keyid"] for signature in sealed["signatures"]]
    signer = next((key for key in keys if digest(key) in ids), None)
    demand(signer, "usage", "The enrolment is not signed by a publisher that was given.")
    check_signature(sealed, "application/vnd.carrel.enrolment+json", signer, "The enrolment")
    written = json.loads(sealed["bytes"])
    right = written.get("format", 1) == 1 and written["grade"] in ("A", "B", "C")
    demand(right, "usage", "The enrolment is not readable, or of a newer format.")
    return {"signer": signer, "key": bytes.fromhex(written["device"]), "grade": written["grade"]}


def tell(found):
    """The same for people."""
    publisher = found["publisher"]
    known = f"known: {publisher['name']}" if publisher["name"] else "NOT KNOWN; if you trust it, give it: --publisher"
    yield "Genuine: it is as the device recorded it, and everything in it could have happened."
    if found["proves_credit"]:
        yield "It proves credit."
    elif found["purpose"] != "credit":
        yield f"It proves NO credit: it is a {found['purpose']}."
    else:
        yield "It proves NO credit: its publisher is not one that you gave, or only publishes specimens."
    yield f"Learner: {found['learner']} (as typed by the learner)"
    yield "Course: {title} ({id}, version {version})".format(**found["course"])
    yield f"Publisher's key: {publisher['key']} ({known})"
    yield f"  its id: {digest(bytes.fromhex(publisher['key']))}"
    for one in found["sessions"]:
        times = ", ".join(f"{clock(start)}-{clock(end)}" for start, end in one["intervals"]) or "nothing"
        yield f"Session {one['id']}: {clock(one['covered_ms'])} of {clock(one['duration_ms'])} watched ({times})"
        yield f"  engaged for {clock(one['engaged_ms'])}"
    for number, one in enumerate(found["quiz"], 1):
        yield f"Quiz, try {number}: {one['correct']} of {one['of']}, {'passed' if one['passed'] else 'not passed'}"
    yield f"Evaluation sent: {found['completed'] or 'no'}"
    for one in found["claims"]:
        yield f"Claimed: {one['amount']} of {one['offer']} as {one['profession']} on {one['moment']}"
    for one in found["repeated_claims"]:
        yield f"Claimed again on another device, and not added: {one['amount']} of {one['offer']}"
    for one in found["certificates"]:
        yield f"Certificate {one['number']} ({one['document']}) for {one['offer']}"
    for one in found["devices"]:
        yield f"Device {one['device'][:16]}: {one['events']} events, grade {one['grade']}"
        for remark in one["clock"]:
            yield f"  before event {remark['event']}: {remark['happening']}, {remark['by_ms']:+} ms"
    yield f"Grade: {found['grade']} (A: the publisher controls the device; B: knows it; C: nobody's word)"


def clock(ms):
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}"


def print_plainly(lines, stream):
    """What a file says may hold signs that move the cursor or turn the writing, and a terminal may lack letters."""
    plain = ["".join(sign if sign.isprintable() else "?" for sign in line) for line in lines]
    encoding = stream.encoding or "ascii"
    print("\n".join(plain).encode(encoding, "replace").decode(encoding), file=stream)


def main():
    parser = argparse.ArgumentParser(description="Checks a completion file of Carrel, without Carrel.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--publisher", action="append", default=[], metavar="KEY", help="hex, .pub or .publisher.json")
    parser.add_argument("--enrolment", action="append", default=[], metavar="FILE", help="a device's .enrolment.json")
    parser.add_argument("--json", action="store_true", help="tell it to a program")
    given = parser.parse_args()
    try:
        publishers = [read_publisher(text) for text in given.publisher]
        enrolments = [read_enrolment(text, publishers) for text in given.enrolment]
        with given.file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (NotGenuine, UnsupportedAlgorithm, *BROKEN) as error:
        parser.error(f"a file or key cannot be read: {error}")
    try:
        found = verify(data, publishers, enrolments)
    except NotGenuine as wrong:
        found = {"genuine": False, "fault": wrong.fault, "reason": str(wrong)}
    if given.json:
        print(json.dumps(found, indent=2))
    elif found["genuine"]:
        print_plainly(tell(found), sys.stdout)
    else:
        print_plainly([f"NOT genuine ({found['fault']}): {found['reason']}"], sys.stderr)
    return 0 if found["genuine"] else 1


if __name__ == "__main__":
    sys.exit(main())
