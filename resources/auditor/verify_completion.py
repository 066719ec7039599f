#!/usr/bin/env python3
"""Checks a completion file of Carrel, without Carrel.

    python verify_completion.py FILE.completion [--publisher KEY]... [--enrolment FILE]... [--json]

KEY is a publisher's public key that you got from the publisher: 64 hex digits, or a .pub, .publisher.json or
.root.dsse file (a root: its newest version, with the fingerprint that the publisher told you).
An enrolment is a publisher's signed word that it controls a device (grade A) or knows whose it is (grade B).
Needs Python 3.9 or later and `cryptography` (on Windows also `tzdata`), and no network. Exit code 0: the file is
genuine. 1: it is not, or cannot be judged; one sentence says what is wrong. 2: the call was wrong.

The chapters, in the order of this program, and the sections of docs/evidence-format.md whose rules they quote.
1 to 6 are the check; the others serve them.
  Form             every text can be written in one way only                                              section 1
  1 Seal           the file is one sealed object, sealed by the device whose key it names                 section 6
  2 Course         as its publisher signed it, and so are earlier versions, by the same publisher         section 3
  3 Chains         each device's events form a chain up to the last head that it signed                   section 2
  4 Binding        all were recorded for this course, or an earlier version of it, and this learner       section 3
  5 Replay         each event could have been recorded after those before it                              section 3
      Playing      what was seen of a session, whether there was time for it, and what it asked           section 3
      Carrying     what of an earlier version counts in this one                                          section 2
      Quiz         which questions an attempt asks, which answers fit them, and what they earn            section 3
      Credit       how much may be claimed, and the number of the certificate                             sections 4, 5
  6 Particulars    they are those of the learner to whom the certificates were issued                     section 6
  Trust            publishers, roots and enrolments: whose word you told it to believe                    section 6
  Shapes           tables of everything that is read                                                      sections 1, 6
  Report, Call     what was found, for people and programs

What it does not check: the PDF of a certificate and particulars that are sealed (`carrel verify` does), and whether a
publisher made a good course. Of a course it refuses only what its own sums would rest on; Carrel refuses more. It
follows no roots inside the evidence.
What no file can prove: that the owner of the device was honest, who sat there, and that its clock was right. A genuine
file proves credit only if the publisher's key is one that you know from elsewhere: so give it with --publisher.
"""

# ruff: noqa: B905, UP017, RUF007, RET502, E701, E704, PYI024 - it runs on Python 3.9; a short rule stands in one line
# One empty line between functions and tables in columns: so that more is seen at once.
# fmt: off
import argparse
import base64
import hashlib
import json
import lzma
import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

MOST_BYTES = 64 << 20  # of the file, of what it unpacks to, and of the memory for unpacking
MOST_JOINED, MOST_JOINS = 100, 200  # other devices' records, and joinings of one to another: more than anybody has
MOST_EARLIER = 100  # versions of the course
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
    course, *earlier = open_courses(written, publishers)  # 2
    demand(len(strands) <= 1 + MOST_JOINED, "impossible", "More records are joined than anybody has.")
    for strand in strands:
        strand.check_chain()  # 3
    # 4. Each can be joined up to any event that a head covers.
    branches = {(s.opening["stream"], n, s.links[n]): s for s in strands for n in range(s.signed + 1)}
    check_binding(strands, course, earlier, branches)
    for strand in [*strands[1:], strands[0]]:  # 5. Each is replayed for itself, in its own version; the own one last.
        own = Replay(strand.course, strand, branches)
    name = check_particulars(learner, own)  # 6
    return report(name, [course, *earlier], own, strands, publishers, enrolments)

# ---- Form: so that no two readers can see two things in one text -----------------------------------------------------

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
    keepers = " and ".join(key.decode()[:16] + "..." for key in re.findall(rb'"keeper":"([0-9a-f]{64})"', data[:65536]))
    sealed_whole = f"A kiosk sealed it to {keepers}: `carrel verify` opens it by such a key."
    demand(data[:12] != b'{"sealed":1,', fault, sealed_whole)
    demand(data[:1] == b"{" and len(data) <= MOST_BYTES, fault, "It is another kind of file.")
    sealed = open_envelope(data, "The file")
    try:
        unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MOST_BYTES)
        unpacked = unpacker.decompress(sealed["bytes"], MOST_BYTES)
    except lzma.LZMAError:
        raise NotGenuine(fault, "Its contents are damaged.") from None
    demand(unpacker.eof and not unpacker.unused_data, fault, "Its contents are too large, or cut off.")
    shapes = {1: CONTENTS, 2: JOINED, 3: UPDATED, 4: UPDATED, 5: UPDATED, 6: SEALED}
    contents = read(unpacked, shapes, "What it holds", fault, version="format")
    written = [contents, *contents.get("joined", [])]
    least = max((SINCE.get(kind_in(text), 1) for one in written for text in one["events"]), default=1)
    demand(contents["format"] >= least, fault, "It holds events that its format does not know.")
    demand(is_clear_or_sealed(contents["learner"]), fault, "Its particulars are neither in clear nor sealed.")
    strands = [Strand(one) for one in written]
    check_signature(sealed, "completion+json+xz", strands[0].key, "The file")
    return contents["learner"], [contents["course"], *contents.get("earlier", [])], strands

TAKING_BACK = ("credit-withdrawn", "certificate-revoked")
HANDING_IN = ("reporting-decided", "receipt-accepted")
SINCE = {**dict.fromkeys(["presence-confirmed", "checkpoint-answered", "machine-checked"], 4),
         **dict.fromkeys(TAKING_BACK, 5),
         **dict.fromkeys(HANDING_IN, 6)}  # the format of the file that brought a kind of events

def is_clear_or_sealed(learner):
    """Beside what is sealed, of which the provider alone can say what it is, nothing but the id is told."""
    sealed, told = learner.get("sealed", ""), [value for name, value in learner.items() if name not in ("id", "sealed")]
    return not sealed or (not any(told) and len(base64.b64decode(sealed)) >= 48)  # a key, and at least a tag

def kind_in(event):
    """The kind of an event that was not read yet, from where it stands in both versions."""
    return "".join(event.split('"')[1 if event[:1] == "[" else 7:-1][:1])

def open_envelope(text, name):
    """A DSSE envelope: some bytes, of what kind they are, and signatures over both."""
    envelope = read(text, {None: ENVELOPE}, name)
    return {**envelope, "bytes": base64.b64decode(envelope["payload"])}

def check_signature(envelope, kind, key, name):
    """The kind is signed with the bytes, so that nothing signed for one purpose passes for another."""
    kind, data = f"application/vnd.carrel.{kind}", envelope["bytes"]
    demand(envelope["payloadType"] == kind, "altered", f"{name} was signed as something else.")
    signature = next((one["sig"] for one in envelope["signatures"] if one["keyid"] == key_id(key)), None)
    demand(signature is not None, "wrong-key", f"{name} was signed with another key.")
    try:
        demand(is_base64(signature), "altered", f"{name} has a damaged signature.")
        signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(data), data)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(base64.b64decode(signature), signed)
    except (InvalidSignature, ValueError):
        raise NotGenuine("altered", f"{name} was changed after it was signed.") from None

def digest(data): return hashlib.sha256(data).hexdigest()
def key_id(key): return digest(bytes.fromhex(key))  # by which signatures and openings call it

# ---- 2. The course ---------------------------------------------------------------------------------------------------

def open_courses(written, publishers):
    """The course, then earlier versions of it: by the same publisher, since anybody can write the id of a course."""
    demand(len(written) <= 1 + MOST_EARLIER, "impossible", "More earlier versions are in it than anybody made.")
    course = open_course(written[0], "The course in it")
    earlier = [open_course(one, "An earlier version of the course in it") for one in written[1:]]
    for one in earlier:
        lower = one.id == course.id and one.version < course.version
        publisher = publisher_of(one.key, publishers)
        same = one.key == course.key or (publisher and publisher is publisher_of(course.key, publishers))
        demand(lower and same, "transplanted", "What is in it as an earlier version is none, or by another publisher.")
    return [course, *earlier]

def open_course(written, name):
    data = written["manifest"].encode()
    manifest = read(data, MANIFESTS, name, version="format")
    key = manifest["publisher_key"]
    sealed = {**written, "payloadType": "application/vnd.carrel.manifest+json", "bytes": data}
    check_signature(sealed, "manifest+json", key, name)
    try:
        course = Course(manifest, key, digest(data))
        demand(course.is_sound(), "impossible", f"{name} contradicts itself.")
        return course
    except BROKEN as error:
        raise NotGenuine("impossible", f"{name} cannot be reckoned with ({error!r}).") from None

class Course:
    """What a publisher signed; of its `facts`, those that the check needs, and those by which versions are compared."""

    def __init__(self, manifest, key, its_hash):
        facts, self.key, self.hash = manifest["course"], key, its_hash
        if facts["quiz"] and manifest["format"] == 1: facts["quiz"] = in_second_format(facts["quiz"])
        if manifest["format"] < 3:  # before, nothing was asked while a session played
            facts["watch"].update(PLAIN_WATCH)
            for one in facts["sessions"]: one["checkpoints"] = []
        self.facts, self.id, self.version, self.quiz = facts, facts["id"], facts["version"], facts["quiz"]
        self.watch, self.credit, days = facts["watch"], facts["credit"], facts["availability"]
        self.zone = ZoneInfo(days["time_zone"])
        self.opens, self.last_day = date.fromisoformat(days["opens"]), date.fromisoformat(days["last_day"])
        self.sessions, self.offers = by_id(facts["sessions"]), by_id(self.credit["offers"])
        self.asks = {name: by_id(one["checkpoints"]) for name, one in self.sessions.items()}
        items = by_id(facts["evaluation"]["items"]).values()
        self.form = {(item["id"], row): item for item in items for row in rows_of(item)}  # places to be filled in
        self.recordings = {}  # the sessions with the same recording, in order
        for name, one in self.sessions.items():
            self.recordings.setdefault(recording(one), {})[name] = one
        disclosing = {one["person"] for one in facts["disclosures"]}
        told_before = pick(facts, TOLD), [one for one in facts["people"] if one["id"] in disclosing]
        self.compared = {"disclosures-acknowledged": told_before, "quiz-submitted": pick(facts["quiz"], JUDGED),
                         "evaluation-submitted": facts["evaluation"]["items"]}

    def is_sound(self):
        """Whether nothing in it would mislead the sums below."""
        required, fastest = self.watch["required_percent"], self.watch["counted_rate_percent"]
        presence = self.watch["presence"] or {"least_minutes": 1, "most_minutes": 1, "patience_seconds": 60}
        return all([
            self.sessions and all(session["duration_ms"] > 0 for session in self.sessions.values()),
            0 <= required <= 100 and 25 <= fastest <= 400,
            1 <= presence["least_minutes"] <= presence["most_minutes"] <= 600,
            15 <= presence["patience_seconds"] <= 900,
            all(bool(one["codes"]) != bool(one["choices"]) for asks in self.asks.values() for one in asks.values()),
            all(0 < amount_of(offer[what]) <= 1000 for offer in self.offers.values() for what in ("maximum", "step")),
            not self.quiz or is_sound_quiz(self.quiz),
        ])

def by_id(things, name="id"):
    found = {thing[name]: thing for thing in things}
    if len(found) < len(things): raise ValueError("two have one name")
    return found

def rows_of(item): return list(by_id(item["rows"])) if item["kind"] == "rating" else [""]

def in_second_format(quiz):
    """A quiz of the first format is as plain as the fields say that it lacks."""
    return {**quiz, "draws": [], "questions": [
        {**one, **PLAIN, "choices": [{**choice, **PLAIN_CHOICE} for choice in one["choices"]]}
        for one in quiz["questions"]]}

def pick(value, wanted):
    """What is wanted of a value: {these fields}; [this of each]; its number (Decimal); all of it (None)."""
    if wanted is None or value is None: return value
    if isinstance(wanted, dict): return {name: pick(value[name], inner) for name, inner in wanted.items()}
    if isinstance(wanted, list): return [pick(one, wanted[0]) for one in value]
    return wanted(value)

def amount_of(text):
    """An amount of credit or points as an exact number, if it is neither too large nor too fine to reckon with."""
    amount = Decimal(text)
    if not amount.is_finite() or amount.as_tuple().exponent < -6 or amount.adjusted() > 6:
        raise ValueError("no amount")
    return Fraction(amount)

# ---- 3. The chains ---------------------------------------------------------------------------------------------------

class Strand:
    """What one device recorded: its key, the events, and heads, each a state of the record that it signed."""

    def __init__(self, written):
        self.key, self.texts = written["device"], written["events"]
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
        demand(self.opening["device"] == key_id(self.key), "wrong-key", "A record was made on another device.")
        same = all(head["stream"] == self.opening["stream"] for head in heads)
        demand(same, "transplanted", "A signed head belongs to another record.")

def read_event(place, text):
    """An event is a list of eight (version 2), or the eight with their names (version 1)."""
    version = 0 if text.startswith("[") else "v"
    event = read(text, EVENTS, f"Event {place}", version=version)
    return dict(zip(EVENT, event)) if version == 0 else event

# ---- 4. The binding --------------------------------------------------------------------------------------------------

def check_binding(strands, course, earlier, branches):
    own, courses = strands[0], {one.hash: one for one in [*earlier, course]}
    demand(own.signed >= 0, "cut", "No signed head pins the record down.")
    demand(own.signed == len(own.events) - 1, "transplanted", "Events stand after the last signed head.")
    for strand in strands:
        opening, strand.course = strand.opening, courses.get(strand.opening["course_hash"])
        there = strand.course is course or (strand.course and strand is not own)
        demand(there, "transplanted", "It was recorded for another course, or another version of it.")
        same = all(opening[what] == own.opening[what] for what in ("learner", "purpose"))
        demand(same, "transplanted", "Part of it was recorded for another learner or purpose.")
    joins = [(strand, one["fact"]) for strand in strands for one in strand.events if one["kind"] == "stream-joined"]
    demand(len(joins) <= MOST_JOINS, "impossible", "Records are joined more often than anybody does.")
    for strand, fact in joins:  # what is not there at all is found in the replay
        other = branches.get((fact["stream"], fact["seq"], fact["hash"]), strand)
        earlier = other.opening["course_version"] < strand.opening["course_version"]
        forward = other.course is strand.course or earlier
        demand(forward, "transplanted", "An earlier version takes over what was recorded in a later one.")

# ---- 5. The replay: could each event be recorded after those before it? ----------------------------------------------

AT_ANY_TIME = {"stream-opened", "stream-joined", "completion-exported", "checked-up", "machine-checked", "clock-jumped",
               "suspended", "clock-corrected", *HANDING_IN}

PLAYING = {"watch-started", "watched", "presence-confirmed", "checkpoint-answered"}

class Replay:
    """Goes through a strand: demands of each event that it was possible then (`permit`), and adds it up (`count`)."""

    def __init__(self, course, strand, branches):
        self.course, self.branches, self.opening = course, branches, strand.opening
        self.counted = set(strand.links)  # own events count already when they come back by way of another device
        self.acknowledged, self.completed = False, None  # completed: when the evaluation was sent
        # By the time since a computer was started (`boot`): nobody can change it, so playing is held against it.
        self.first, self.last, self.engaged, self.played, self.corrections = {}, {}, Counter(), Counter(), {}
        self.seen = {name: Seen(session) for name, session in course.sessions.items()}
        self.earning = {name: Seen(session) for name, session in course.sessions.items()}  # while it was open
        self.answered = {name: set() for name in course.sessions}  # the checkpoints, rightly
        self.alone = 0  # how long was played on this device since somebody said that they were there
        self.tries, self.claims, self.repeated, self.certificates = [], [], [], []
        self.reporting, self.decided = None, None  # whether the provider may report it, and since when
        self.receipts, self.submitted = set(), set()  # the numbers that the provider counts, by its last word
        self.taken_back, self.unnamed = [], set()  # claims as they stood; numbers whose names need not be told
        for event in strand.events:
            name = f"Event {event['seq']} ({event['kind']}) could not have been recorded"
            try:
                self.permit(event, event["kind"], event["fact"])
                if event["kind"] == "reporting-decided": self.decided = None  # said here and now, whatever clocks say
                self.count(event, event["kind"], event["fact"], strand.opening["stream"], course)
                if event["kind"] == "watched": self.alone += event["fact"]["engaged_ms"]
                if event["kind"] == "presence-confirmed": self.alone = 0
            except NotGenuine as found:
                raise NotGenuine(found.fault, f"{name}: {found}") from None
            except BROKEN as error:
                fault = "claim-above-evidence" if event["kind"] == "credit-claimed" else "impossible"
                raise NotGenuine(fault, f"{name}: nobody can reckon with it ({error!r}).") from None

    def permit(self, event, kind, fact):
        """The steps stand in one order and none is jumped: each kind of event goes down as far as its own."""
        course, quiz, passed = self.course, self.course.quiz, any(one["passed"] for one in self.tries)
        possible((kind == "stream-opened") == (event["seq"] == 0), "a record begins with its opening, once.")
        if kind == "stream-opened":
            there = {"course": course.id, "course_version": course.version, "policy": course.watch["version"]}
            same = all(fact[what] == there[what] for what in there)
            possible(same, "it was made for another course, or under other rules.")
        if kind == "clock-corrected":
            possible(0 <= event["wall"] + fact["by_ms"] <= LAST_WALL, "no calendar has that day.")
        if kind in AT_ANY_TIME: return
        today = self.day(self.moment(event))
        possible(today >= course.opens, "the course was not open yet.")
        if kind == "disclosures-acknowledged": return
        possible(self.acknowledged, "what comes before the content was not acknowledged.")
        if kind in PLAYING: return self.permit_playing(event, kind, fact)
        possible(today <= course.last_day or self.in_time(), "the last day had passed.")
        watched = all(seen.is_watched(course.watch["required_percent"]) for seen in self.seen.values())
        possible(watched, "not enough was watched.")
        answered = all(self.answered[name] == set(asks) for name, asks in course.asks.items())
        possible(answered, "what a session asks was not answered.")
        if kind in ("answer-given", "quiz-submitted"):
            possible(quiz and not passed, "there is no quiz, or it is passed.")
            possible(quiz["attempts"] is None or len(self.tries) < quiz["attempts"], "no attempt is left.")
            answers = fact.get("answers", [fact.get("answer")])  # all, or the one that was kept meanwhile
            asked = questions_for(quiz, self.opening["stream"], len(self.tries))
            return permit_answers(answers, asked, whole=kind == "quiz-submitted")
        possible(not quiz or passed, "the quiz was not passed.")
        if kind in ("response-given", "evaluation-submitted"):
            possible(self.completed is None, "the evaluation was sent already.")
            responses = fact.get("responses", [fact.get("response")])
            return permit_responses(responses, course.form, whole=kind == "evaluation-submitted")
        possible(self.in_time(), "no evaluation was sent by the last day.")
        if kind == "credit-claimed": return self.permit_claim(fact, course.offers.values())
        return self.permit_certificate(kind, fact)

    def permit_playing(self, event, kind, fact):
        session, watch = self.course.sessions.get(fact["session"]), self.course.watch
        possible(session, "there is no such session.")
        if kind == "checkpoint-answered": return self.permit_answer(fact)
        begins, end = fact.get("position_ms", fact.get("start_ms")), session["duration_ms"] + 1000
        possible(0 <= begins <= end, "it begins outside the recording.")
        if kind == "presence-confirmed": return possible(watch["presence"], "the course asks for no such sign.")
        ahead = begins > max(self.seen[fact["session"]].ends, default=0) + 1000
        possible(watch["seeking"] == "free" or not ahead, "it skips what was not played yet.")
        if kind == "watch-started":
            return possible(fact["content"] == session["content"], "there is no such recording.")
        length, engaged, rate = fact["end_ms"] - fact["start_ms"], fact["engaged_ms"], fact["rate_percent"]
        possible(begins < fact["end_ms"] <= end, "it lies outside the recording.")
        possible(0 < rate <= self.fastest(), "it was played faster than counts.")
        possible(engaged > 0 and length <= engaged * rate // 100 + 500, "it is longer than its time.")
        possible(event["boot"] in self.first, "nothing says when playing began.")
        possible(self.has_time(event["boot"], fact, event["mono"]), "more was played than time had passed.")
        checks = watch["presence"]
        longest = checks and checks["most_minutes"] * 60_000 + checks["patience_seconds"] * 1000 + 2000
        return possible(not checks or self.alone + engaged <= longest, "nobody said that they were there.")

    def permit_answer(self, fact):
        """Any answer at a checkpoint, right or wrong, until one is right."""
        asked, answer = self.course.asks[fact["session"]].get(fact["checkpoint"]), fact["answer"]
        possible(asked, "that is not asked there.")
        possible(fact["checkpoint"] not in self.answered[fact["session"]], "it was answered rightly before.")
        fit = answer in by_id(asked["choices"]) if asked["choices"] else len(answer) <= 200 and bare(answer)
        possible(fit, "it is none of the choices, empty, or far too long.")

    def has_time(self, boot, fact, mono):
        """Whether all that was played in a boot, this included, takes no longer than it ran until then."""
        passed, length = mono - self.first[boot], fact["end_ms"] - fact["start_ms"]
        engaged, played = fact["engaged_ms"] + self.engaged[boot], length + self.played[boot]
        return engaged <= passed + 2000 and played <= passed * (self.fastest() + 1) // 100 + 2000

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

    def permit_certificate(self, kind, fact):
        """Only of a claim that stands, by its number, and once. Only what was issued can be revoked."""
        issued = any(one["number"] == fact["number"] for one in self.certificates)
        known = self.claims if kind == "certificate-issued" else [*self.claims, *self.repeated]
        stands = any(pick(one, NUMBERED) == pick(fact, NUMBERED) for one in known)
        possible(stands, "there is no such claim, or its certificate has another number.")
        if kind in TAKING_BACK: return possible(issued or kind == "credit-withdrawn", "there is no such certificate.")
        possible(not issued, "the certificate was issued already.")
        granted, record = self.course.facts["grant"], "record-of-participation"
        right = self.course.offers[fact["offer"]]["document"] if granted else record
        return possible(fact["document"] == right, "another document belongs to that claim.")

    def count(self, event, kind, fact, stream, course):
        """Adds up one event, of this strand or of one that it joined, perhaps in an earlier version of the `course`."""
        boot, moment = event["boot"], self.moment(event)
        self.first[boot] = min(self.first.get(boot, event["mono"]), event["mono"])
        self.last[boot] = max(self.last.get(boot, event["mono"]), event["mono"])
        if course is not self.course:
            fact = carried(kind, fact, course, self.course)
            if fact is None or not self.counts_here(kind, fact, moment, boot): return
        if kind == "disclosures-acknowledged": self.acknowledged = True
        elif kind == "watched":
            self.engaged[boot] += fact["engaged_ms"]
            self.played[boot] += fact["end_ms"] - fact["start_ms"]
            self.seen[fact["session"]].add(fact)
            if self.is_open(moment): self.earning[fact["session"]].add(fact)
        elif kind == "checkpoint-answered":
            right = is_right(self.course.asks[fact["session"]][fact["checkpoint"]], fact["answer"])
            self.answered[fact["session"]] |= {fact["checkpoint"]} if right else set()
        elif kind == "quiz-submitted": self.tries.append(score(self.course.quiz, fact["answers"]))
        elif kind == "evaluation-submitted": self.completed = min(self.completed or moment, moment)
        elif "offer" in fact: self.count_credit(kind, fact, stream, moment)
        elif kind == "clock-corrected": self.corrections[boot] = event["wall"] + fact["by_ms"] - event["mono"]
        elif kind in HANDING_IN: self.hand_in(kind, fact, moment)
        elif kind == "stream-joined": self.join(fact["stream"], fact["seq"], fact["hash"])

    def hand_in(self, kind, fact, moment):
        """Of decisions on two devices the later stands. A receipt that came twice says nothing new."""
        if kind == "reporting-decided" and (self.decided is None or self.decided <= moment):
            self.reporting, self.decided = fact["permitted"], moment
        if kind == "receipt-accepted" and fact["receipt"] not in self.receipts:
            self.receipts.add(fact["receipt"])
            self.submitted = (self.submitted | set(fact["credited"])) - set(fact["taken_back"])

    def count_credit(self, kind, fact, stream, moment):
        if kind == "certificate-issued": self.certificates.append(fact)
        elif kind == "credit-claimed": self.place({**fact, "stream": stream, "moment": moment.isoformat()})
        else: self.take_back(kind, fact, moment)

    def take_back(self, kind, fact, moment):
        """A claim goes, and another of that offer counts in its place; or it stays, and gets another number."""
        told = {"reason": fact["reason"], "withdrawn": kind == "credit-withdrawn", "taken_back": moment.isoformat()}
        known, self.claims, self.repeated = [*self.claims, *self.repeated], [], []
        gone = [one for one in known if one["number"] == fact["number"]]  # none, where another device was first
        self.taken_back += [{**one, **told} for one in gone[:1]]
        self.unnamed.add(fact["number"])
        for one in known:
            if one not in gone or not told["withdrawn"]: self.place(one)

    def place(self, claim):
        """Adds a claim with its number. What was claimed on two devices counts once."""
        edition = sum(pick(one, SLOT) == pick(claim, SLOT) for one in self.taken_back)
        claim["number"] = certificate_number(claim["stream"], claim["offer"], edition)
        repeated = any(one["offer"] == claim["offer"] for one in self.claims)
        (self.repeated if repeated else self.claims).append(claim)

    def counts_here(self, kind, fact, moment, boot):
        """Whether what an earlier version permitted keeps the days and the speed of this one."""
        if kind == "evaluation-submitted": return self.is_open(moment)
        if kind != "watched": return True
        return fact["rate_percent"] <= self.fastest() and self.has_time(boot, fact, self.last[boot])

    def join(self, stream, seq, link):
        """Counts what the branch holds that did not count yet, by whatever way it came."""
        branch = self.branches.get((stream, seq, link))
        demand(branch, "cut", "what it takes over from another device is not in the file, or not signed.")
        fresh = [n for n in range(seq + 1) if branch.links[n] not in self.counted]
        self.counted.update(branch.links[n] for n in fresh)
        for event in (branch.events[n] for n in fresh):
            self.count(event, event["kind"], event["fact"], stream, branch.course)

    def moment(self, event):
        """When it was: by the computer's clock, or by the learner's word where that was given in the same boot."""
        wall = event["wall"]
        if event["boot"] in self.corrections:
            wall = min(max(self.corrections[event["boot"]] + event["mono"], 0), LAST_WALL)
        return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=wall)

    def day(self, moment): return moment.astimezone(self.course.zone).date()
    def is_open(self, moment): return self.course.opens <= self.day(moment) <= self.course.last_day
    def in_time(self): return self.completed is not None and self.is_open(self.completed)
    def supported(self, offer): return supported(offer, self.course.credit["basis"], self.earning.values())

    def fastest(self):
        return 400 if self.opening["purpose"] == "rehearsal" else self.course.watch["counted_rate_percent"]

def permit_responses(responses, form, whole):
    """Whether what was ticked and written fits the evaluation; `form`: the item that stands at each place."""
    places = [(one["item"], one["row"]) for one in responses]
    for place, response in zip(places, responses):
        possible(place in form, "there is no such question.")
        item, kind, picked = form[place], form[place]["kind"], response["options"]
        fit = set(picked) <= set(by_id(item["options"])) and len(set(picked)) == len(picked)
        fit = fit and (len(picked) < 2 or kind == "choices") and (not response["text"] or kind == "text")
        possible(fit, "an answer does not fit its question.")
    filled = {place for place, one in zip(places, responses) if one["options"] or one["text"].strip()}
    needed = {place for place, item in form.items() if item["required"]}
    full = needed <= filled and len(set(places)) == len(places)
    possible(full or not whole, "a question is left open, or answered twice.")

# ---- 5. Playing ------------------------------------------------------------------------------------------------------

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

def is_right(asked, answer):
    """Whether an answer at a checkpoint is right; of a code only letters and digits count, and not their size."""
    if asked["choices"]: return answer == asked["answer"]
    return bare(answer) in {bare(code) for code in asked["codes"]} - {""}

def bare(code): return "".join(one for one in unicodedata.normalize("NFKC", code).casefold() if one.isalnum())

# ---- 5. Carrying: what of the events that were recorded in one version of the course holds in a later one ------------

def carried(kind, fact, old, new):
    """The fact of a strand in the old version as it counts in the new one, or None."""
    if kind in ("watched", "checkpoint-answered"):
        there = new.recordings.get(recording(old.sessions[fact["session"]]), {})
        name = fact["session"] if fact["session"] in there else next(iter(there), None)
        if not name or (kind != "watched" and not asks_the_same(fact, old, new.asks[name])): return None
        return {**fact, "session": name}
    if "offer" in fact: return fact if fact["offer"] in new.offers else None
    return fact if is_the_same(kind, old, new) else None

def asks_the_same(fact, old, new):
    """Whether a checkpoint asks the same, with the same to choose from; the later version says what is right."""
    asked, name = all_of("prompt", "choices"), fact["checkpoint"]
    return name in new and pick(old.asks[fact["session"]].get(name), asked) == pick(new[name], asked)

def recording(session): return session["content"], session["duration_ms"]

@lru_cache(maxsize=MOST_EARLIER**2)  # many events ask it of two courses, each of which may be large
def is_the_same(kind, old, new): return old.compared.get(kind) == new.compared.get(kind)

def all_of(*names): return dict.fromkeys(names)

NUMBERED, SLOT, REVOKED = all_of("offer", "number"), all_of("stream", "offer"), all_of("number", "reason", "taken_back")

# What is acknowledged before the start, beside the people who disclose (see `pick`).
TOLD = {**all_of("disclosure_statement", "disclosure_standard", "relationships_mitigated", "off_label", "disclosures"),
        **all_of("funding"), "provider": all_of("name", "accreditation"),
        "credit": {**all_of("how_earned", "claim_rule", "date_rule"),
                   "offers": [{**all_of("id", "designation"), "maximum": Decimal}]},
        "quiz": all_of("passing_percent", "attempts"),
        "watch": all_of("required_percent", "counted_rate_percent", "seeking", "presence", "hidden_counts",
                        "muted_counts", "away_counts")}
# What is asked in the quiz and how it is judged; what is only shown afterwards may be another.
JUDGED = {**all_of("passing_percent", "draws"), "questions": [{
    **all_of("id", "kind", "text", "pictures", "bank", "scoring", "most_choices", "reuse"),
    **dict.fromkeys(("points", "least"), Decimal),
    "choices": [{**all_of("id", "text", "correct", "picture"), "worth": Decimal}],
    "blanks": [{**all_of("id", "right", "text", "choices"), "worth": Decimal}],
    "accepted": [{**dict.fromkeys(("low", "high", "worth"), Decimal), **all_of("wording", "case_matters")}]}]}

# ---- 5. The quiz -----------------------------------------------------------------------------------------------------

TICKED, FILLED, TYPED = {"single", "multiple", "true-false"}, {"inline-choice", "matching"}, {"numeric", "short-text"}
KINDS = {*TICKED, *FILLED, *TYPED, "ordering"}

def is_sound_quiz(quiz):
    """Whether what it draws is there, and each question can be scored."""
    banks, questions = Counter(question["bank"] for question in quiz["questions"]), by_id(quiz["questions"]).values()
    drawn = all(1 <= draw["count"] <= banks[draw["bank"]] for draw in by_id(quiz["draws"], "bank").values())
    passing = 0 <= quiz["passing_percent"] <= 100 and (quiz["attempts"] is None or quiz["attempts"] >= 1)
    return drawn and passing and questions and all(map(is_sound_question, questions))

def is_sound_question(question):
    """Whether some answer to it is right, and each part has a worth to reckon with."""
    least, points = amount_of(question["least"]), amount_of(question["points"])
    parts = [*by_id(question["choices"]).values(), *by_id(question["blanks"]).values(), *question["accepted"]]
    worths = all(abs(amount_of(part["worth"])) <= 1000 for part in parts)
    several = {**question, "reuse": True}  # whether each blank finds another choice is for its publisher to know
    right = any(one and answer_fits(several, one) and judge(question, one)[1] for one in right_answers(question))
    free = question["kind"] in TICKED and question["scoring"] == "partial"  # its worths alone say what is right
    return (right or free) and worths and -1000 <= least <= points and 0 < points <= 1000

def right_answers(question):
    kind, accepted = question["kind"], question["accepted"]
    if kind == "numeric": return [[one["low"]] for one in accepted]
    if kind == "short-text": return [[one["wording"].replace("*", some)] for one in accepted for some in ("", "x")]
    if kind in FILLED: return [[blank["right"][0] for blank in question["blanks"]]]
    return [[choice["id"] for choice in question["choices"] if choice["correct"] or kind == "ordering"]]

def questions_for(quiz, stream, attempt):
    """By their ids. Of a bank those are drawn whose hash is smallest: another set for each record and attempt."""
    def rank(question):
        return digest("\n".join(["draw", stream, str(attempt), question["id"]]).encode(errors="surrogatepass"))
    asked = [question for question in quiz["questions"] if not question["bank"]]
    for draw in quiz["draws"]:
        bank = [question for question in quiz["questions"] if question["bank"] == draw["bank"]]
        asked += sorted(bank, key=rank)[:draw["count"]]
    return by_id(asked)

def permit_answers(answers, asked, whole):
    for answer in answers:
        possible(answer["question"] in asked, "there is no such question, or it is not asked in this attempt.")
        fit = not answer["choices"] or answer_fits(asked[answer["question"]], answer["choices"])
        possible(fit, "an answer does not fit its question.")
    part = [one for one in answers if asked[one["question"]]["kind"] in FILLED and "" in one["choices"]]
    answered = {one["question"] for one in answers if one["choices"] and one not in part}
    full = answered == set(asked) and len(answers) == len(asked)
    possible(full or not whole, "a question is left open, or answered twice.")

def answer_fits(question, given):
    """`given`: what was ticked; one choice for each blank, or an empty text; items in order; or what was typed."""
    kind, known = question["kind"], [choice["id"] for choice in question["choices"]]
    if kind in TYPED:
        typed = len(given) == 1 and len(given[0]) <= 200 and given[0].strip() != ""
        return typed and (kind == "short-text" or number_in(given[0]) is not None)
    if kind in FILLED:
        offered, used = [blank["choices"] or known for blank in question["blanks"]], [one for one in given if one]
        once = question["reuse"] or len(set(used)) == len(used)
        return once and len(given) == len(offered) and all(not one or one in of for one, of in zip(given, offered))
    if len(set(given)) < len(given) or not set(given) <= set(known): return False
    if kind == "ordering": return len(given) == len(known)
    return len(given) == 1 or (kind == "multiple" and not 0 < question["most_choices"] < len(given))

def score(quiz, answers):
    """Of the questions that were asked: how many earned all their points, and whether the points suffice."""
    questions = by_id(quiz["questions"])
    asked = [(questions[answer["question"]], answer["choices"]) for answer in answers]
    earned = [points_of(question, given) for question, given in asked]
    full = [amount_of(question["points"]) for question, _ in asked]
    correct, share = sum(one == most for one, most in zip(earned, full)), sum(earned) * 100 / sum(full)
    passed = share >= quiz["passing_percent"]
    return {"correct": correct, "of": len(full), "percent": max(0, share // 1), "passed": passed}

def points_of(question, given):
    """Exact: all or nothing. Partial: what the parts are worth together, kept between the least and all points."""
    earning, right = judge(question, given)
    most, worth = amount_of(question["points"]), sum(amount_of(one["worth"]) for one in earning)
    if question["scoring"] == "exact": return most if right else 0
    return min(most, max(amount_of(question["least"]), worth))

def judge(question, given):
    """The parts of the question that earn their worth by this answer, and whether it is right as a whole."""
    kind, choices, blanks = question["kind"], question["choices"], question["blanks"]
    if kind in TYPED:  # the first that fits decides
        earning = [one for one in question["accepted"] if accepts(kind, one, given[0])][:1]
        return earning, earning != []
    if kind in FILLED:
        earning = [blank for blank, put in zip(blanks, given) if put in blank["right"]]
        return earning, len(earning) == len(blanks)
    if kind == "ordering":  # their right order is that in which the course lists them
        earning = [choice for choice, put in zip(choices, given) if choice["id"] == put]
        return earning, len(earning) == len(choices)
    earning = [choice for choice in choices if choice["id"] in given]
    return earning, earning == [choice for choice in choices if choice["correct"]]

def accepts(kind, accepted, typed):
    if kind == "numeric": return Decimal(accepted["low"]) <= number_in(typed) <= Decimal(accepted["high"])
    return fits_wording(typed, accepted["wording"], accepted["case_matters"])

def fits_wording(text, wording, case_matters):
    """Whether the text is the wording, in which a star stands for any letters."""
    text, wording = compared(text, case_matters), compared(wording, case_matters)
    first, *others = wording.split("*")
    if not others: return text == first
    *middle, last = others
    if len(text) < len(first + last) or not text.startswith(first) or not text.endswith(last): return False
    start, end = len(first), len(text) - len(last)
    for piece in middle:  # each at its first place: that leaves the others the most room
        start = text.find(piece, start, end) + len(piece)
        if start < len(piece): return False
    return True

def compared(text, case_matters):
    """With letters composed (NFC), single spaces, and small letters where their size does not matter."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text if case_matters else unicodedata.normalize("NFC", text.casefold())

def number_in(text):
    """The number that was typed, with a point or a comma before its decimals; None if it is none, or beyond use."""
    text = text.strip().replace("\u2212", "-")
    if not re.fullmatch("[+-]?([0-9]+([.,][0-9]+)?|[.,][0-9]+)([eE][+-]?[0-9]{1,2})?", text): return None
    return bounded(Decimal(text.replace(",", ".")))

def bounded(number): return number if number.as_tuple().exponent >= -30 and number.adjusted() <= 30 else None

# ---- 5. Credit -------------------------------------------------------------------------------------------------------

def supported(offer, basis, earning):
    """The most that may be claimed: the share of the course that was taken part in, in steps."""
    content = sum(seen.duration if seen.is_watched(100) else seen.length() for seen in earning)
    engaged = sum(min(seen.engaged, seen.duration) for seen in earning)
    part = {"content": content, "engaged": engaged, "smaller": min(content, engaged)}
    share = Fraction(part[basis], sum(seen.duration for seen in earning))
    maximum, step = amount_of(offer["maximum"]), amount_of(offer["step"])
    if share >= 1: return maximum
    if offer["whole_only"]: return 0
    half_up = Fraction(1, 2) if offer["rounding"] == "nearest" else 0
    return min(int(maximum * share / step + half_up), int(maximum / step)) * step

def certificate_number(stream, offer, edition):
    """`edition`: how often that claim, or one of that offer before it, was taken back."""
    slot = f"{stream}/{offer}/{edition}" if edition else f"{stream}/{offer}"
    taken = hashlib.sha256(slot.encode()).digest()[:12]
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32] for byte in taken)
    return f"CRL-{letters[:4]}-{letters[4:8]}-{letters[8:]}"

# ---- 6. The particulars ----------------------------------------------------------------------------------------------

def check_particulars(learner, own):
    """The name, or None where the particulars are sealed: then who can read them asks for the names."""
    demand(learner["id"] == own.opening["learner"], "transplanted", "It does not name the learner who recorded it.")
    if learner.get("sealed"):
        reader = (own.course.facts.get("reporting") or {"reading_key": ""})["reading_key"]
        return demand(reader, "transplanted", "Its particulars are sealed, and its course names nobody to read them.")
    now = ", ".join(part for part in (learner["name"].strip(), learner["degrees"].strip()) if part)
    told = dict(learner["printed_as"])  # it may have changed since
    for certificate in own.certificates:
        if certificate["number"] in own.unnamed - told.keys(): continue
        name = told.get(certificate["number"], now)
        same = digest(f"{certificate['salt']}\n{name}".encode()) == certificate["name"]
        demand(same, "transplanted", "It does not give the name that is on the certificate.")
    return now

# ---- Trust: whose word you told it to believe ------------------------------------------------------------------------

# `root`: the id of its root and the number of its version, if it is known by one; only a root can revoke.
Publisher = namedtuple("Publisher", "name keys specimen revoked root", defaults=(False, (), None))

def publisher_of(key, publishers):
    """Whose key it is, or was. A root's word comes first: a plain file does not bring a revoked key back."""
    rooted = [one for one in publishers if one.root and key in one.keys]
    revoked = [one for one in publishers if key in one.revoked]
    return next(iter([*rooted, *revoked, *(one for one in publishers if key in one.keys)]), None)

def gives_credit(course, publishers):
    publisher = publisher_of(course.key, publishers)
    return publisher is not None and not publisher.specimen and course.key not in publisher.revoked

def read_publishers(texts):
    """Of several versions of one root the newest; they are not held against each other."""
    found = [read_publisher(text) for text in texts]
    newest = {one.root[0]: one for one in sorted((one for one in found if one.root), key=lambda one: one.root[1])}
    return [one for one in found if not one.root or one is newest[one.root[0]]]

def read_publisher(text):
    """64 hex digits, a .root.dsse, .publisher.json or .pub file."""
    if text.endswith(".root.dsse"): return read_root(Path(text).read_bytes())
    if text.endswith(".json"):
        written = json.loads(Path(text).read_text(encoding="utf-8"))
        return Publisher(str(written["name"]), [a_key(key) for key in written["keys"]], bool(written.get("specimen")))
    if is_key(text.lower()): return Publisher(text, [a_key(text)])
    key = load_pem_public_key(Path(text).read_bytes()).public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Publisher(text, [key.hex()])

def a_key(text): return bytes.fromhex(text).hex()

def read_root(data):
    """The publisher that a root names: enough of its own keys signed it, and of those that it says were before."""
    sealed = open_envelope(data, "The root")
    root = read(sealed["bytes"], {1: ROOT}, "The root", version="format")
    before, signers = root["before"] or NONE_BEFORE, {signature["keyid"] for signature in sealed["signatures"]}
    signed = {key for key in [*root["root_keys"], *before["root_keys"]] if key_id(key) in signers}
    for key in signed: check_signature(sealed, "root+json", key, "The root")
    enough = all(of["threshold"] <= len(signed & set(of["root_keys"])) for of in (root, before))
    enough = enough and root["threshold"] >= 1 and len(signed) == len(sealed["signatures"])  # and nobody else
    demand(enough, "usage", "The root does not hold: too few keys signed it, or others.")
    keys, revoked = root["course_keys"], [one["key"] for one in root["revoked"]]
    roles = Counter([*root["root_keys"], *keys, *revoked])
    demand(max(roles.values()) == 1, "usage", "The root does not hold: a key stands in it twice, or in two roles.")
    return Publisher(root["name"], keys, root["specimen"], revoked, (root["publisher"], root["version"]))

def read_enrolment(file, publishers):
    sealed = open_envelope(Path(file).read_bytes(), "The enrolment")
    known = {key_id(key): key for publisher in publishers for key in publisher.keys}
    key = next((known[one["keyid"]] for one in sealed["signatures"] if one["keyid"] in known), None)
    demand(key, "usage", "The enrolment is not signed by a publisher that was given.")
    check_signature(sealed, "enrolment+json", key, "The enrolment")
    written = json.loads(sealed["bytes"])
    demand(written.get("format", 1) == 1 and written["grade"] in ("A", "B", "C"), "usage", "It is no such enrolment.")
    return {"signer": key, "key": a_key(written["device"]), "grade": written["grade"]}

# ---- Shapes: the form of everything that is read (see `fits`; the words are those of the two format documents) -------

def or_null(shape): return lambda value: value is None or fits(value, shape)
def is_key(value): return type(value) is str and len(value) == 64 and set(value) <= set("0123456789abcdef")
def is_base64(value): return base64.b64encode(base64.b64decode(value, validate=True)).decode() == value
def is_decimal(value): return type(value) is str and str(Decimal(value)) == value
def is_day(value): return date.fromisoformat(value).isoformat() == value

PROFESSIONS = {"physician", "resident-fellow", "medical-student", "nurse", "pharmacist", "physician-assistant",
               "psychologist", "social-worker", "other"}
REASONS = {"wrong-profession", "wrong-amount", "wrong-name", "other"}
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
UPDATED = {**JOINED, "earlier": [CONTENTS["course"]]}
SEALED = {**UPDATED, "learner": {**LEARNER, "given_name": str, "family_name": str, "sealed": is_base64}}
FACTS = {
    "stream-opened": {"stream": str, "device": str, "learner": str, "course": str, "course_version": int,
                      "course_hash": str, "policy": int, "attempt": int,
                      "purpose": {"credit", "specimen", "rehearsal"}},
    "disclosures-acknowledged": {},
    "watch-started": {"session": str, "content": str, "position_ms": int},
    "watched": {"session": str, "start_ms": int, "end_ms": int, "engaged_ms": int, "rate_percent": int},
    "presence-confirmed": {"session": str, "position_ms": int},
    "checkpoint-answered": {"session": str, "checkpoint": str, "answer": str},
    "answer-given": {"answer": ANSWER}, "quiz-submitted": {"answers": [ANSWER]},
    "response-given": {"response": RESPONSE}, "evaluation-submitted": {"responses": [RESPONSE]},
    "credit-claimed": {"offer": str, "amount": is_decimal, "profession": PROFESSIONS},
    "certificate-issued": {"number": str, "offer": str, "document": DOCUMENTS, "facts": str, "salt": str, "name": str,
                           "signer": str},
    **{kind: {"offer": str, "number": str, "reason": REASONS} for kind in TAKING_BACK},
    "reporting-decided": {"permitted": bool},
    "receipt-accepted": {"completion": str, "receipt": str, "credited": [str], "taken_back": [str]},
    "completion-exported": {"digest": str}, "checked-up": {"verdicts": [(str, int)]},
    "machine-checked": {"verdicts": [(str, int)], "report": str},
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
QUESTION_1 = {**ANY, "kind": TICKED, "choices": [{**TEXT, "correct": bool, "feedback": str}]}
PLAIN = {"blanks": [], "accepted": [], "points": "1", "least": "0", "scoring": "exact", "most_choices": 0,
         "reuse": True, "bank": "", "pictures": []}
PLAIN_CHOICE = {"worth": "0", "picture": None}
CHOICE = {**TEXT, "correct": bool, "feedback": str, "worth": is_decimal, "fixed": bool, "picture": or_null(dict)}
BLANK = {"id": str, "right": [str], "text": str, "choices": [str], "worth": is_decimal}
ACCEPTED = {"low": or_null(is_decimal), "high": or_null(is_decimal), "wording": str, "case_matters": bool,
            "worth": is_decimal, "feedback": str}
QUESTION_2 = {**ANY, "kind": KINDS, "choices": [CHOICE], "blanks": [BLANK],
              "accepted": [ACCEPTED], "points": is_decimal, "least": is_decimal, "scoring": {"exact", "partial"},
              "most_choices": int, "reuse": bool, "bank": str}
QUIZ_1 = {"...": None, "passing_percent": int, "questions": [QUESTION_1], "attempts": or_null(int)}
QUIZ_2 = {**QUIZ_1, "questions": [QUESTION_2], "draws": [{"bank": str, "count": int}]}
SESSION = {**ANY, "title": str, "content": str, "duration_ms": int}
CHECKPOINT = {"id": str, "at_ms": int, "prompt": str, "codes": [str], "choices": [TEXT], "answer": str}
WATCH_1 = {"version": int, "required_percent": int, "counted_rate_percent": int}
PRESENCE = {"least_minutes": int, "most_minutes": int, "patience_seconds": int}
WATCH_3 = {**WATCH_1, "seeking": {"free", "seen-only"}, "hidden_counts": bool, "muted_counts": bool,
           "away_counts": bool, "presence": or_null(PRESENCE)}
PLAIN_WATCH = {"seeking": "free", "hidden_counts": True, "muted_counts": True, "away_counts": False, "presence": None}
COURSE = {**ANY, "version": int, "title": str,
          "availability": {"...": None, "opens": is_day, "last_day": is_day, "time_zone": str},
          "sessions": [SESSION],
          "evaluation": {"...": None, "items": [ITEM]},
          "credit": {"...": None, "offers": [OFFER], "basis": {"content", "engaged", "smaller"}},
          "quiz": or_null(QUIZ_1),
          "watch": WATCH_1, "grant": or_null(dict)}
MANIFEST_1 = {"...": None, "format": int, "publisher_key": is_key, "course": COURSE}
MANIFEST_2 = {**MANIFEST_1, "course": {**COURSE, "quiz": or_null(QUIZ_2)}}
MANIFEST_3 = {**MANIFEST_2, "course": {**MANIFEST_2["course"], "watch": WATCH_3,
                                       "sessions": [{**SESSION, "checkpoints": [CHECKPOINT]}]}}
MANIFEST_4 = {**MANIFEST_3, "course": {**MANIFEST_3["course"], "requirements_source": str}}
GRANT = {"...": None, "issuers": {"any", "enrolled"}}
MANIFEST_5 = {**MANIFEST_4, "course": {**MANIFEST_4["course"], "grant": or_null(GRANT), "certificate": or_null(dict)}}
REPORTING = {"reading_key": str, "last_day": or_null(is_day), "identifiers": [(str, str)], "store": str}
CREDIT_6 = {**COURSE["credit"], "offers": [{**OFFER, "reporting": [(str, str)]}]}
MANIFEST_6 = {**MANIFEST_5, "course": {**MANIFEST_5["course"], "credit": CREDIT_6, "reporting": or_null(REPORTING)}}
MANIFESTS = dict(enumerate([MANIFEST_1, MANIFEST_2, MANIFEST_3, MANIFEST_4, MANIFEST_5, MANIFEST_6], start=1))
ROOT = {"format": int, "publisher": str, "name": str, "version": int, "threshold": int, "root_keys": [is_key],
        "course_keys": [is_key], "revoked": [{"key": is_key, "on": is_day, "reason": str}],
        "expires": or_null(is_day), "specimen": bool,
        "before": or_null({"hash": is_key, "threshold": int, "root_keys": [is_key]})}
NONE_BEFORE = {"threshold": 0, "root_keys": []}

# ---- Report ----------------------------------------------------------------------------------------------------------

def report(learner, courses, own, strands, publishers, enrolments):
    course, *earlier = courses
    publisher, purpose = publisher_of(course.key, publishers), own.opening["purpose"]
    issued = {one["number"] for one in own.certificates}
    devices = [device_report(strand, publisher.keys if publisher else [], enrolments) for strand in strands]
    return {
        "genuine": True,
        "proves_credit": purpose == "credit" and all(gives_credit(one, publishers) for one in courses),
        "purpose": purpose, "learner": learner,
        "particulars": "in clear" if learner is not None else "sealed: only the provider can read them",
        "course": {**{what: course.facts[what] for what in ("id", "version", "title")}, "hash": course.hash},
        "publisher": {"name": publisher and publisher.name, "key": course.key, "key_id": key_id(course.key)},
        "watch": course.watch, "sessions": [seen.report() for seen in own.seen.values()],
        "quiz": own.tries, "completed": own.completed and own.completed.isoformat(),
        "claims": own.claims, "repeated_claims": own.repeated, "certificates": own.certificates,
        "withdrawn_claims": [one for one in own.taken_back if one["withdrawn"]],
        "revoked_certificates": [pick(one, REVOKED) for one in own.taken_back if one["number"] in issued],
        "reporting": own.reporting, "submitted": sorted(own.submitted),
        "devices": devices, "grade": max(device["grade"] for device in devices),  # the least of all
        "earlier": [{"version": one.version, "hash": one.hash} for one in earlier],
    }

def device_report(strand, trusted, enrolments):
    """The grade is the best that the course's own publisher, if it is known, gave this device; C is nobody's word."""
    grades = [one["grade"] for one in enrolments if one["signer"] in trusted and one["key"] == strand.key]
    told = {"device": key_id(strand.key), "stream": strand.opening["stream"], "events": len(strand.events)}
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
    why = "you gave no key of its publisher, or only a specimen's, or the key was revoked, or an earlier version's"
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

# ---- Call ------------------------------------------------------------------------------------------------------------

def main():
    parser = argparse.ArgumentParser(description="Checks a completion file of Carrel, without Carrel.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--publisher", action="append", default=[], metavar="KEY", help="hex, .pub or other file")
    parser.add_argument("--enrolment", action="append", default=[], metavar="FILE", help="a device's .enrolment.json")
    parser.add_argument("--json", action="store_true", help="tell it to a program")
    given = parser.parse_args()
    try:
        publishers = read_publishers(given.publisher)
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
