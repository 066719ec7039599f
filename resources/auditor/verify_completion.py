#!/usr/bin/env python3
"""Checks a completion file of Carrel, without Carrel.

    python verify_completion.py FILE.completion [--publisher KEY]... [--enrolment FILE]... [--json]

KEY is a publisher's public key that you got from the publisher: 64 hex digits, a .pub or a .publisher.json file.
An enrolment is a publisher's signed word that it controls a device (grade A) or knows whose it is (grade B).
Needs Python 3.9 or later and `cryptography` (on Windows also `tzdata`), and no network. Exit code 0: the file is
genuine. 1: it is not, or cannot be judged; one sentence says what is wrong. 2: the call was wrong.

What it checks, in the order of this program (every rule is written in docs/evidence-format.md; what follows chapter 6
here are tables, and the telling of what was found):
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

# ruff: noqa: B905, UP017, RUF007, RET502, E701, E704 - it runs on Python 3.9; a short rule stands in one line
# One empty line between functions and tables in columns: so that more is seen at once.
# fmt: off
import argparse
import base64
import hashlib
import json
import lzma
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

MOST_BYTES = 64 << 20  # of the file, of what it unpacks to, and of the memory for unpacking
MOST_JOINED, MOST_JOINS = 100, 200  # other devices' records, and joinings of one to another: more than anybody has
LAST_WALL = 253_402_214_400_000  # milliseconds since 1970: the end of the year 9999
# What Python raises where a file holds something that nobody can reckon with:
BROKEN = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, MemoryError, OSError)

class NotGenuine(Exception):
    """`fault` is one of the words in docs/evidence-format.md, section 3, or newer-format or not-a-completion-file."""

    def __init__(self, fault, reason):
        super().__init__(reason)
        self.fault = fault

def demand(condition, fault, reason):
    if not condition: raise NotGenuine(fault, reason)

def possible(condition, reason):
    demand(condition, "impossible", reason)

def verify(data, publishers, enrolments):
    """The whole check, step by step. Gives what the file proves, as plain values; raises NotGenuine."""
    learner, written, strands = open_file(data)  # 1
    course = open_course(written)  # 2
    demand(len(strands) <= 1 + MOST_JOINED, "impossible", "More records are joined than anybody has.")
    for strand in strands:
        strand.check_chain()  # 3
    check_binding(strands, course)  # 4
    # 5. Each strand is replayed for itself, the own one last. Each can be joined up to any event that a head covers.
    branches = {(s.opening["stream"], n, s.links[n]): s for s in strands for n in range(s.signed + 1)}
    for strand in [*strands[1:], strands[0]]:
        own = Replay(course, strand, branches)
    name = check_particulars(learner, own)  # 6
    return report(name, course, own, strands, publishers, enrolments)

# ---- Form: every text can be written in one way only, so that no two readers see two things in it --------------------

def read(text, shapes, name, fault="altered", version=None):
    """The value in a JSON text. `version`: where in it the number of its format stands; `shapes`: by that number."""
    try:
        text = text if isinstance(text, str) else text.decode()
        value = json.loads(text)
        number = None if version is None else value[version]
        newer = type(number) is int and number > max(shapes)
        demand(not newer, "newer-format", f"{name} was made for a newer program.")
        one_form = json.dumps(value, ensure_ascii=False, separators=(",", ":")) == text  # no spaces, no field twice
        right = one_form and fits(value, shapes[number])
    except BROKEN:
        right = False
    demand(right, fault, f"{name} is damaged, or not written in the one way allowed.")
    return value

def fits(value, shape):
    """A shape: type; [of all]; (of each); {one of these words}; range; test; {fields: in order, "...": others too}."""
    if isinstance(shape, type): return type(value) is shape
    if isinstance(shape, list): return type(value) is list and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, tuple):
        return type(value) is list and len(value) == len(shape) and all(map(fits, value, shape))
    if isinstance(shape, set): return type(value) is str and value in shape
    if isinstance(shape, range): return type(value) is int and value in shape
    if not isinstance(shape, dict): return shape(value)
    there = [name for name in value if name in shape or "..." not in shape] if type(value) is dict else None
    names = [name for name in shape if name != "..."]
    return there == names and all(fits(value[name], shape[name]) for name in names)

# ---- 1. The seal -----------------------------------------------------------------------------------------------------

def open_file(data):
    """The learner's particulars, the course, and the strands: the device's own record, then those that it joined."""
    fault = "not-a-completion-file"
    demand(data[:1] == b"{" and len(data) <= MOST_BYTES, fault, "It is another kind of file.")
    sealed = open_envelope(data, "The file")
    try:
        unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MOST_BYTES)
        unpacked = unpacker.decompress(sealed["bytes"], MOST_BYTES)
    except lzma.LZMAError:
        raise NotGenuine(fault, "Its contents are damaged.") from None
    demand(unpacker.eof and not unpacker.unused_data, fault, "Its contents are too large, or cut off.")
    contents = read(unpacked, {1: CONTENTS, 2: JOINED}, "What it holds", fault, version="format")
    strands = [Strand(written) for written in [contents, *contents.get("joined", [])]]
    check_signature(sealed, "completion+json+xz", strands[0].key, "The file")
    return contents["learner"], contents["course"], strands

def open_envelope(text, name):
    """A DSSE envelope: some bytes, of what kind they are, and signatures over both."""
    envelope = read(text, {None: ENVELOPE}, name)
    return {**envelope, "bytes": base64.b64decode(envelope["payload"])}

def check_signature(envelope, kind, key, name):
    """The kind is signed with the bytes, so that nothing signed for one purpose passes for another."""
    kind, data = f"application/vnd.carrel.{kind}", envelope["bytes"]
    demand(envelope["payloadType"] == kind, "altered", f"{name} was signed as something else.")
    signature = next((one["sig"] for one in envelope["signatures"] if one["keyid"] == digest(key)), None)
    demand(signature is not None, "wrong-key", f"{name} was signed with another key.")
    try:
        demand(is_base64(signature), "altered", f"{name} has a damaged signature.")
        signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(data), data)
        Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(signature), signed)
    except (InvalidSignature, ValueError):
        raise NotGenuine("altered", f"{name} was changed after it was signed.") from None

def digest(data):  # of a key: the name by which signatures and openings call it
    return hashlib.sha256(data).hexdigest()

# ---- 2. The course ---------------------------------------------------------------------------------------------------

def open_course(written):
    """The course as the publisher signed it; sessions and offers by their ids, and what is filled in as forms."""
    name, data = "The course in it", written["manifest"].encode()
    manifest = read(data, {1: MANIFEST}, name, version="format")
    course, key = manifest["course"], bytes.fromhex(manifest["publisher_key"])
    sealed = {**written, "payloadType": "application/vnd.carrel.manifest+json", "bytes": data}
    check_signature(sealed, "manifest+json", key, name)
    sessions, offers, items = course["sessions"], course["credit"]["offers"], course["evaluation"]["items"]
    days, watch, quiz = course["availability"], course["watch"], course["quiz"]
    questions = quiz["questions"] if quiz else []
    try:
        rules = [
            all(len({thing["id"] for thing in of}) == len(of) for of in (sessions, offers, items, questions)),
            sessions and all(session["duration_ms"] > 0 for session in sessions),
            0 <= watch["required_percent"] <= 100 and 25 <= watch["counted_rate_percent"] <= 400,
            all(0 < amount_of(offer[most]) <= 1000 for offer in offers for most in ("maximum", "step")),
            not quiz or (questions and all(map(right_choices, questions)) and 0 <= quiz["passing_percent"] <= 100),
        ]
        demand(all(rules), "impossible", f"{name} contradicts itself.")
        return {
            **course, "hash": digest(data), "key": key, "zone": ZoneInfo(days["time_zone"]),
            "opens": date.fromisoformat(days["opens"]), "last_day": date.fromisoformat(days["last_day"]),
            "sessions": {one["id"]: one for one in sessions}, "offers": {one["id"]: one for one in offers},
            "quiz_form": {(one["id"], ""): (one["choices"], one["kind"], True) for one in questions},
            "evaluation_form": {(one["id"], row): (one["options"], one["kind"], one["required"])
                                for one in items for row in rows_of(one)},
        }
    except BROKEN as error:
        raise NotGenuine("impossible", f"{name} cannot be reckoned with ({error!r}).") from None

def rows_of(item): return [row["id"] for row in item["rows"]] if item["kind"] == "rating" else [""]
def right_choices(question): return {choice["id"] for choice in question["choices"] if choice["correct"]}

def amount_of(text):
    """An amount of credit as an exact number, if it is one, and neither too large nor too fine to reckon with."""
    amount = Decimal(text)
    if not amount.is_finite() or amount.as_tuple().exponent < -6 or amount.adjusted() > 6:
        raise ValueError("no amount of credit")
    return Fraction(amount)

# ---- 3. The chains ---------------------------------------------------------------------------------------------------

class Strand:
    """What one device recorded: its key, the events, and heads, each a state of the record that it signed."""

    def __init__(self, written):
        self.key, self.texts = bytes.fromhex(written["device"]), written["events"]
        self.heads = [open_envelope(head, "A signed head") for head in written["heads"]]

    def check_chain(self):
        """The link after an event is the hash of the link before it and of the event: it hangs on all before."""
        self.events = [read_event(place, text) for place, text in enumerate(self.texts)]
        for place, event in enumerate(self.events):
            demand(event["seq"] == place, "reordered", f"Event {event['seq']} stands in the place of event {place}.")
        self.links, link = [], bytes(32)
        for text in self.texts:
            link = hashlib.sha256(link + text.encode()).digest()
            self.links.append(link.hex())
        for head in self.heads:
            check_signature(head, "head+json", self.key, "A signed head")
        heads = [read(head["bytes"], {None: HEAD}, "A signed head") for head in self.heads]
        for head in heads:
            last = head["seq"]
            demand(last < len(self.links), "cut", f"Events up to number {last} were cut off.")
            same = last >= 0 and self.links[last] == head["hash"]
            demand(same, "altered", f"An event up to number {last} was changed or moved.")
        opened = self.events and self.events[0]["kind"] == "stream-opened"
        demand(opened, "cut", "A record does not begin with its opening.")
        self.opening, self.signed = self.events[0]["fact"], max((head["seq"] for head in heads), default=-1)
        demand(self.opening["device"] == digest(self.key), "wrong-key", "A record was made on another device.")
        same = all(head["stream"] == self.opening["stream"] for head in heads)
        demand(same, "transplanted", "A signed head belongs to another record.")

def read_event(place, text):
    """An event is a list of eight (version 2), or the eight with their names (version 1)."""
    version = 0 if text.startswith("[") else "v"
    event = read(text, EVENTS, f"Event {place}", version=version)
    return dict(zip(EVENT, event)) if version == 0 else event

# ---- 4. The binding --------------------------------------------------------------------------------------------------

def check_binding(strands, course):
    own = strands[0]
    demand(own.signed >= 0, "cut", "No signed head pins the record down.")
    demand(own.signed == len(own.events) - 1, "transplanted", "Events stand after the last signed head.")
    for opening in (strand.opening for strand in strands):
        demand(opening["course_hash"] == course["hash"], "transplanted", "It was recorded for another course.")
        same = all(opening[what] == own.opening[what] for what in ("learner", "purpose"))
        demand(same, "transplanted", "Part of it was recorded for another learner or purpose.")
    joins = sum(event["kind"] == "stream-joined" for strand in strands for event in strand.events)
    demand(joins <= MOST_JOINS, "impossible", "Records are joined more often than anybody does.")

# ---- 5. The replay: could each event be recorded after those before it? ----------------------------------------------

AT_ANY_TIME = {"stream-opened", "stream-joined", "completion-exported", "checked-up", "clock-jumped", "suspended",
               "clock-corrected"}

class Replay:
    """Goes through a strand: demands of each event that it was possible then (`permit`), and adds it up (`count`)."""

    def __init__(self, course, strand, branches):
        self.course, self.branches, self.opening = course, branches, strand.opening
        self.counted = set(strand.links)  # own events count already when they come back by way of another device
        self.acknowledged, self.completed = False, None  # completed: when the evaluation was sent
        self.seen = {name: Seen(session) for name, session in course["sessions"].items()}
        self.earning = {name: Seen(session) for name, session in course["sessions"].items()}  # while it was open
        # By the time since a computer was started (`boot`): nobody can change it, so playing is held against it.
        self.first, self.engaged, self.played, self.corrections = {}, Counter(), Counter(), {}
        self.tries, self.claims, self.repeated, self.certificates = [], [], [], []
        for event in strand.events:
            name = f"Event {event['seq']} ({event['kind']}) could not have been recorded"
            try:
                self.permit(event, event["kind"], event["fact"])
                self.count(event, event["kind"], event["fact"], strand.opening["stream"])
            except NotGenuine as found:
                raise NotGenuine(found.fault, f"{name}: {found}") from None
            except BROKEN as error:
                fault = "claim-above-evidence" if event["kind"] == "credit-claimed" else "impossible"
                raise NotGenuine(fault, f"{name}: nobody can reckon with it ({error!r}).") from None

    def permit(self, event, kind, fact):
        """The steps stand in one order and none is jumped: each kind of event goes down as far as its own."""
        course, quiz, passed = self.course, self.course["quiz"], any(one["passed"] for one in self.tries)
        possible((kind == "stream-opened") == (event["seq"] == 0), "a record begins with its opening, once.")
        if kind == "stream-opened":
            there = {"course": course["id"], "course_version": course["version"], "policy": course["watch"]["version"]}
            same = all(fact[what] == there[what] for what in there)
            possible(same, "it was made for another course, or under other rules.")
        if kind == "clock-corrected":
            possible(0 <= event["wall"] + fact["by_ms"] <= LAST_WALL, "no calendar has that day.")
        if kind in AT_ANY_TIME: return
        today = self.day(self.moment(event))
        possible(today >= course["opens"], "the course was not open yet.")
        if kind == "disclosures-acknowledged": return
        possible(self.acknowledged, "what comes before the content was not acknowledged.")
        if kind in ("watch-started", "watched"): return self.permit_playing(event, kind, fact)
        possible(today <= course["last_day"] or self.in_time(), "the last day had passed.")
        watched = all(seen.is_watched(course["watch"]["required_percent"]) for seen in self.seen.values())
        possible(watched, "not enough was watched.")
        if kind in ("answer-given", "quiz-submitted"):
            possible(quiz and not passed, "there is no quiz, or it is passed.")
            possible(quiz["attempts"] is None or len(self.tries) < quiz["attempts"], "no attempt is left.")
            answers = fact.get("answers", [fact.get("answer")])  # all, or the one that was kept meanwhile
            given = [((answer["question"], ""), answer["choices"], "") for answer in answers]
            return permit_filling(given, course["quiz_form"], whole=kind == "quiz-submitted")
        possible(not quiz or passed, "the quiz was not passed.")
        if kind in ("response-given", "evaluation-submitted"):
            possible(self.completed is None, "the evaluation was sent already.")
            responses = fact.get("responses", [fact.get("response")])
            given = [((one["item"], one["row"]), one["options"], one["text"]) for one in responses]
            return permit_filling(given, course["evaluation_form"], whole=kind == "evaluation-submitted")
        possible(self.in_time(), "no evaluation was sent by the last day.")
        if kind == "credit-claimed": return self.permit_claim(fact, course["offers"].values())
        return self.permit_certificate(fact)

    def permit_playing(self, event, kind, fact):
        session = self.course["sessions"].get(fact["session"])
        possible(session, "there is no such session.")
        end = session["duration_ms"] + 1000
        if kind == "watch-started":
            possible(fact["content"] == session["content"], "there is no such recording.")
            return possible(0 <= fact["position_ms"] <= end, "it begins outside the recording.")
        fastest = 400 if self.opening["purpose"] == "rehearsal" else self.course["watch"]["counted_rate_percent"]
        length, engaged, rate = fact["end_ms"] - fact["start_ms"], fact["engaged_ms"], fact["rate_percent"]
        possible(0 <= fact["start_ms"] < fact["end_ms"] <= end, "it lies outside the recording.")
        possible(0 < rate <= fastest, "it was played faster than counts.")
        possible(engaged > 0 and length <= engaged * rate // 100 + 500, "it is longer than its time.")
        possible(event["boot"] in self.first, "nothing says when playing began.")
        passed = event["mono"] - self.first[event["boot"]]
        engaged, played = engaged + self.engaged[event["boot"]], length + self.played[event["boot"]]
        slow_enough = engaged <= passed + 2000 and played <= passed * (fastest + 1) // 100 + 2000
        return possible(slow_enough, "more was played than time had passed.")

    def permit_claim(self, fact, offers):
        """Whether that much of that offer may be claimed. Where nothing at all was earned, no step was open."""
        profession, above = fact["profession"], "claim-above-evidence"
        possible(any(self.supported(offer) for offer in offers), "nothing was earned.")
        named = [offer for offer in offers if profession in offer["professions"]]
        open_to = named or [offer for offer in offers if not offer["professions"]]
        offer = next((offer for offer in open_to if offer["id"] == fact["offer"]), None)
        demand(offer, above, "that credit is not offered to that profession.")
        possible(all(one["offer"] != fact["offer"] for one in self.claims), "it was claimed already.")
        demand(all(one["profession"] == profession for one in self.claims), above, "another profession claimed before.")
        amount, most = amount_of(fact["amount"]), self.supported(offer)
        demand(0 < amount <= most, above, f"{fact['amount']} is more than the {float(most):g} that is supported.")
        in_steps = not offer["whole_only"] and amount % amount_of(offer["step"]) == 0
        demand(in_steps or amount == amount_of(offer["maximum"]), above, "it is not claimed in such amounts.")

    def permit_certificate(self, fact):
        claim = next((one for one in self.claims if one["offer"] == fact["offer"]), None)
        possible(claim, "there is no such claim.")
        possible(all(one["offer"] != fact["offer"] for one in self.certificates), "the certificate was issued already.")
        offer, record = self.course["offers"][fact["offer"]], "record-of-participation"
        right = (claim["number"], offer["document"] if self.course["grant"] else record)
        possible((fact["number"], fact["document"]) == right, "another number or document belongs to that claim.")

    def supported(self, offer):
        """The most that may be claimed: the share of the course that was taken part in, in steps."""
        earning = self.earning.values()
        content = sum(seen.duration if seen.is_watched(100) else seen.length() for seen in earning)
        engaged = sum(min(seen.engaged, seen.duration) for seen in earning)
        part = {"content": content, "engaged": engaged, "smaller": min(content, engaged)}
        share = Fraction(part[self.course["credit"]["basis"]], sum(seen.duration for seen in earning))
        maximum, step = amount_of(offer["maximum"]), amount_of(offer["step"])
        if share >= 1 or offer["whole_only"]:
            return maximum if share >= 1 else 0
        half_up = Fraction(1, 2) if offer["rounding"] == "nearest" else 0
        return min(int(maximum * share / step + half_up), int(maximum / step)) * step

    def count(self, event, kind, fact, stream):
        """Adds up one event, of this strand or of one that it joined."""
        boot, moment = event["boot"], self.moment(event)
        self.first[boot] = min(self.first.get(boot, event["mono"]), event["mono"])
        if kind == "disclosures-acknowledged": self.acknowledged = True
        elif kind == "watched":
            self.engaged[boot] += fact["engaged_ms"]
            self.played[boot] += fact["end_ms"] - fact["start_ms"]
            self.seen[fact["session"]].add(fact)
            if self.is_open(moment): self.earning[fact["session"]].add(fact)
        elif kind == "quiz-submitted":
            given, quiz = {one["question"]: set(one["choices"]) for one in fact["answers"]}, self.course["quiz"]
            correct = [given[question["id"]] == right_choices(question) for question in quiz["questions"]]
            passed = sum(correct) * 100 >= quiz["passing_percent"] * len(correct)
            self.tries.append({"correct": sum(correct), "of": len(correct), "passed": passed})
        elif kind == "evaluation-submitted": self.completed = min(self.completed or moment, moment)
        elif kind == "credit-claimed":
            repeated = any(one["offer"] == fact["offer"] for one in self.claims)  # on two devices: it counts once
            number = certificate_number(stream, fact["offer"])
            claim = {**fact, "stream": stream, "number": number, "moment": moment.isoformat()}
            (self.repeated if repeated else self.claims).append(claim)
        elif kind == "certificate-issued": self.certificates.append(fact)
        elif kind == "clock-corrected": self.corrections[boot] = event["wall"] + fact["by_ms"] - event["mono"]
        elif kind == "stream-joined": self.join(fact["stream"], fact["seq"], fact["hash"])

    def join(self, stream, seq, link):
        """Counts what the branch holds that did not count yet, by whatever way it came."""
        branch = self.branches.get((stream, seq, link))
        demand(branch, "cut", "what it takes over from another device is not in the file, or not signed.")
        fresh = [n for n in range(seq + 1) if branch.links[n] not in self.counted]
        self.counted.update(branch.links[n] for n in fresh)
        for event in (branch.events[n] for n in fresh):
            self.count(event, event["kind"], event["fact"], stream)

    def moment(self, event):
        """When it was: by the computer's clock, or by the learner's word where that was given in the same boot."""
        wall = event["wall"]
        if event["boot"] in self.corrections:
            wall = min(max(self.corrections[event["boot"]] + event["mono"], 0), LAST_WALL)
        return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=wall)

    def day(self, moment): return moment.astimezone(self.course["zone"]).date()
    def is_open(self, moment): return self.course["opens"] <= self.day(moment) <= self.course["last_day"]
    def in_time(self): return self.completed is not None and self.is_open(self.completed)

class Seen:
    """What was played of a session: the stretches, none touching another, and the time that it took."""

    def __init__(self, session):
        self.session, self.duration = session, session["duration_ms"]
        self.starts, self.ends, self.engaged = [], [], 0

    def add(self, fact):
        start, end = fact["start_ms"], fact["end_ms"]
        first, behind = bisect_left(self.ends, start), bisect_right(self.starts, end)
        if first < behind:  # it touches those between: they become one
            start, end = min(start, self.starts[first]), max(end, self.ends[behind - 1])
        self.starts[first:behind], self.ends[first:behind] = [start], [end]
        self.engaged += fact["engaged_ms"]

    def length(self):
        """Of all stretches; the second that a player may run over the end does not count."""
        return sum(max(min(end, self.duration) - start, 0) for start, end in zip(self.starts, self.ends))

    def is_watched(self, percent):
        """At 100 %, 1 % may be missing, at least 3 s, but no more than a quarter."""
        missing = min(max(3000, self.duration // 100), self.duration // 4)
        needed = self.duration - missing if percent == 100 else self.duration * percent // 100
        return self.length() >= max(needed, 1)

    def report(self):
        told = {name: self.session[name] for name in ("id", "title", "duration_ms")}
        intervals = [list(interval) for interval in zip(self.starts, self.ends)]
        return {**told, "covered_ms": self.length(), "engaged_ms": self.engaged, "intervals": intervals}

def permit_filling(given, form, whole):
    """Whether what was ticked and written fits the form: {place: (choices, kind, whether it must be filled)}."""
    for place, picked, text in given:
        possible(place in form, "there is no such question.")
        choices, kind, _ = form[place]
        fit = set(picked) <= {choice["id"] for choice in choices} and len(set(picked)) == len(picked)
        fit = fit and (len(picked) < 2 or kind in ("multiple", "choices")) and (not text or kind == "text")
        possible(fit, "an answer does not fit its question.")
    filled = {place for place, picked, text in given if picked or text.strip()}
    needed = {place for place, (_, _, required) in form.items() if required}
    full = needed <= filled and len({place for place, _, _ in given}) == len(given)
    possible(full or not whole, "a question is left open, or answered twice.")

def certificate_number(stream, offer):
    taken = hashlib.sha256(f"{stream}/{offer}".encode()).digest()[:12]
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32] for byte in taken)
    return f"CRL-{letters[:4]}-{letters[4:8]}-{letters[8:]}"

# ---- 6. The particulars ----------------------------------------------------------------------------------------------

def check_particulars(learner, own):
    demand(learner["id"] == own.opening["learner"], "transplanted", "It does not name the learner who recorded it.")
    now = ", ".join(part for part in (learner["name"].strip(), learner["degrees"].strip()) if part)
    for certificate in own.certificates:
        name = dict(learner["printed_as"]).get(certificate["number"], now)  # it may have changed since
        same = digest(f"{certificate['salt']}\n{name}".encode()) == certificate["name"]
        demand(same, "transplanted", "It does not give the name that is on the certificate.")
    return now

# ---- The form of everything that is read (see `fits`; the words are those of the two format documents) ---------------

def or_null(shape): return lambda value: value is None or fits(value, shape)
def is_key(value): return type(value) is str and len(value) == 64 and set(value) <= set("0123456789abcdef")
def is_base64(value): return base64.b64encode(base64.b64decode(value, validate=True)).decode() == value
def is_decimal(value): return type(value) is str and str(Decimal(value)) == value

PROFESSIONS = {"physician", "resident-fellow", "medical-student", "nurse", "pharmacist", "physician-assistant",
               "psychologist", "social-worker", "other"}
DOCUMENTS = {"cme-certificate", "certificate-of-participation", "record-of-participation"}
ANSWER = {"question": str, "choices": [str]}
RESPONSE = {"item": str, "row": str, "options": [str], "text": str}
SIGNATURES = [{"keyid": str, "sig": str}]
ENVELOPE = {"payload": is_base64, "payloadType": str, "signatures": SIGNATURES}
HEAD = {"stream": str, "seq": int, "hash": str}
LEARNER = {"id": str, "name": str, "degrees": str, "profession": or_null(PROFESSIONS),
           "licences": [(str, str)], "identifiers": [(str, str)], "printed_as": [(str, str)]}
CONTENTS = {"format": int, "program": str, "device": is_key, "course": {"manifest": str, "signatures": SIGNATURES},
            "events": [str], "heads": [str], "learner": LEARNER}
JOINED = {**CONTENTS, "joined": [{"device": is_key, "events": [str], "heads": [str]}]}
FACTS = {
    "stream-opened": {"stream": str, "device": str, "learner": str, "course": str, "course_version": int,
                      "course_hash": str, "policy": int, "attempt": int,
                      "purpose": {"credit", "specimen", "rehearsal"}},
    "disclosures-acknowledged": {},
    "watch-started": {"session": str, "content": str, "position_ms": int},
    "watched": {"session": str, "start_ms": int, "end_ms": int, "engaged_ms": int, "rate_percent": int},
    "answer-given": {"answer": ANSWER}, "quiz-submitted": {"answers": [ANSWER]},
    "response-given": {"response": RESPONSE}, "evaluation-submitted": {"responses": [RESPONSE]},
    "credit-claimed": {"offer": str, "amount": is_decimal, "profession": PROFESSIONS},
    "certificate-issued": {"number": str, "offer": str, "document": DOCUMENTS, "facts": str, "salt": str, "name": str,
                           "signer": str},
    "completion-exported": {"digest": str}, "checked-up": {"verdicts": [(str, int)]},
    "clock-jumped": {"by_ms": int}, "suspended": {"by_ms": int}, "clock-corrected": {"by_ms": int},
    "stream-joined": {"stream": str, "seq": int, "hash": str},
}
EVENT = {"v": int, "seq": range(2**53 + 1), "kind": set(FACTS), "wall": range(LAST_WALL + 1),
         "zone": range(-1440, 1441), "mono": range(2**53 + 1), "boot": str, "fact": dict}
EVENTS = {1: lambda named: fits(named, EVENT) and fits(named["fact"], FACTS[named["kind"]]),
          2: lambda eight: fits(eight, tuple(EVENT.values())) and fits(eight[7], FACTS[eight[2]])}
ANY = {"...": None, "id": str}  # of the course, only what credit hangs on: package-format.md has the rest
TEXT = {"id": str, "text": str}
ITEM = {"id": str, "kind": {"rating", "choice", "choices", "text"}, "text": str, "required": bool, "rows": [TEXT],
        "options": [TEXT], "about_bias": bool}
OFFER = {**ANY, "maximum": is_decimal, "step": is_decimal, "rounding": {"nearest", "down"}, "whole_only": bool,
         "professions": [PROFESSIONS], "document": DOCUMENTS}
QUESTION = {**ANY, "kind": {"single", "multiple", "true-false"},
            "choices": [{**TEXT, "correct": bool, "feedback": str}]}
COURSE = {**ANY, "version": int, "title": str,
          "availability": {"...": None, "opens": str, "last_day": str, "time_zone": str},
          "sessions": [{**ANY, "title": str, "content": str, "duration_ms": int}],
          "evaluation": {"...": None, "items": [ITEM]},
          "credit": {"...": None, "offers": [OFFER], "basis": {"content", "engaged", "smaller"}},
          "quiz": or_null({"...": None, "passing_percent": int, "questions": [QUESTION], "attempts": or_null(int)}),
          "watch": {"version": int, "required_percent": int, "counted_rate_percent": int}, "grant": or_null(dict)}
MANIFEST = {"...": None, "format": int, "publisher_key": is_key, "course": COURSE}

# ---- What it comes to ------------------------------------------------------------------------------------------------

def report(learner, course, own, strands, publishers, enrolments):
    publisher = next((one for one in publishers if course["key"] in one["keys"]), None)
    known, purpose = publisher or {"name": None, "keys": [], "specimen": True}, own.opening["purpose"]
    devices = [device_report(strand, known["keys"], enrolments) for strand in strands]
    return {
        "genuine": True, "proves_credit": purpose == "credit" and not known["specimen"], "purpose": purpose,
        "learner": learner, "course": {name: course[name] for name in ("id", "version", "title", "hash")},
        "publisher": {"name": known["name"], "key": course["key"].hex(), "key_id": digest(course["key"])},
        "sessions": [seen.report() for seen in own.seen.values()],
        "quiz": own.tries, "completed": own.completed and own.completed.isoformat(),
        "claims": own.claims, "repeated_claims": own.repeated, "certificates": own.certificates,
        "devices": devices, "grade": max(device["grade"] for device in devices),  # the least of all
    }

def device_report(strand, trusted, enrolments):
    """The grade is the best that the course's own publisher, if it is known, gave this device; C is nobody's word."""
    grades = [one["grade"] for one in enrolments if one["signer"] in trusted and one["key"] == strand.key]
    told = {"device": digest(strand.key), "stream": strand.opening["stream"], "events": len(strand.events)}
    return {**told, "grade": min(grades, default="C"), "clock": list(clock_remarks(strand.events))}

def clock_remarks(events):
    """What the clocks went through: shown to people, and never a reason to refuse."""
    for before, event in zip(events, events[1:]):
        remarks = [
            ("restarted", event["boot"] != before["boot"], event["wall"] - before["wall"]),
            ("zone-changed", event["zone"] != before["zone"], (event["zone"] - before["zone"]) * 60_000),
            (event["kind"], "by_ms" in event["fact"], event["fact"].get("by_ms")),
        ]
        yield from ({"event": event["seq"], "happening": what, "by_ms": by_ms} for what, so, by_ms in remarks if so)

def tell(found):
    """The report line by line, for people."""
    if not found["genuine"]: return [f"NOT genuine ({found['fault']}): {found['reason']}"]
    why = "you gave no key of its publisher, or only a specimen's"
    why = why if found["purpose"] == "credit" else f"it is a {found['purpose']}"
    lines = ["Genuine: it is as the device recorded it, and everything in it could have happened."]
    lines += ["It proves credit." if found["proves_credit"] else f"It proves NO credit: {why}."]
    for name, value in list(found.items())[2:]:
        values = value if type(value) is list else [value]
        lines += [f"{name.replace('_', ' ').capitalize()}: {in_words(name, one)}" for one in values]
    lines += ["(A: the publisher controls the device; B: it knows it; C: nobody's word. Names are as they were typed.)"]
    # What a file says may hold signs that move the cursor or turn the writing.
    return ["".join(sign if sign.isprintable() else "?" for sign in line) for line in lines]

def in_words(name, value):
    if type(value) is dict:
        return ", ".join(f"{part.replace('_ms', '')} {in_words(part, one)}" for part, one in value.items())
    if type(value) is list:
        between = "-" if value and type(value[0]) is int else "; "
        return between.join(in_words(name, one) for one in value) or "none"
    if name == "intervals" or name.endswith("_ms"):
        seconds, sign = abs(value) // 1000, "-" if value < 0 else ""
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return {"None": "none", "True": "yes", "False": "no"}.get(str(value), str(value))

# ---- The call --------------------------------------------------------------------------------------------------------

def read_publisher(text):
    """64 hex digits, a .publisher.json file or a .pub file."""
    if text.endswith(".json"):
        written = json.loads(Path(text).read_text(encoding="utf-8"))
        keys = [bytes.fromhex(key) for key in written["keys"]]
        return {"name": str(written["name"]), "keys": keys, "specimen": bool(written.get("specimen"))}
    if is_key(text.lower()): return {"name": text, "keys": [bytes.fromhex(text)], "specimen": False}
    key = load_pem_public_key(Path(text).read_bytes()).public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"name": text, "keys": [key], "specimen": False}

def read_enrolment(file, publishers):
    sealed = open_envelope(Path(file).read_bytes(), "The enrolment")
    signers = [signature["keyid"] for signature in sealed["signatures"]]
    keys = [key for publisher in publishers for key in publisher["keys"] if digest(key) in signers]
    demand(keys, "usage", "The enrolment is not signed by a publisher that was given.")
    check_signature(sealed, "enrolment+json", keys[0], "The enrolment")
    written = json.loads(sealed["bytes"])
    demand(written.get("format", 1) == 1 and written["grade"] in ("A", "B", "C"), "usage", "It is no such enrolment.")
    return {"signer": keys[0], "key": bytes.fromhex(written["device"]), "grade": written["grade"]}

def main():
    parser = argparse.ArgumentParser(description="Checks a completion file of Carrel, without Carrel.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--publisher", action="append", default=[], metavar="KEY", help="hex, .pub or .publisher.json")
    parser.add_argument("--enrolment", action="append", default=[], metavar="FILE", help="a device's .enrolment.json")
    parser.add_argument("--json", action="store_true", help="tell it to a program")
    given = parser.parse_args()
    try:
        publishers = [read_publisher(text) for text in given.publisher]
        enrolments = [read_enrolment(file, publishers) for file in given.enrolment]
        with given.file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (NotGenuine, UnsupportedAlgorithm, *BROKEN) as error:
        parser.error(f"a file or key cannot be read: {error}")
    try:
        found = verify(data, publishers, enrolments)
    except NotGenuine as wrong:
        found = {"genuine": False, "fault": wrong.fault, "reason": str(wrong)}
    stream = sys.stdout if found["genuine"] or given.json else sys.stderr
    stream.reconfigure(errors="replace")  # a terminal may lack letters
    print(json.dumps(found, indent=2) if given.json else "\n".join(tell(found)), file=stream)
    return 0 if found["genuine"] else 1

if __name__ == "__main__":
    sys.exit(main())
