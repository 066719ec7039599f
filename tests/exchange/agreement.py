"""Carrel and the stand-alone verifier before one file, and files as the owner of a device's key could make them."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import lzma
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from player.domain.course import Course
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.exchange.completion import KIND, CompletionVerdict, verify_completion, write_completion
from player.exchange.problems import NotACompletionFile
from player.proof.chain import Head, head_of, sign_head
from player.proof.envelope import Envelope, seal
from player.proof.keys import PrivateKey
from player.proof.problems import NewerFormat, NotGenuine
from player.proof.trust import Trust
from tests.builders import COURSE, MINUTE, PHYSICIAN, RESPONSES, RIGHT, SHORT_COURSE, WRONG
from tests.lines import fields_of, line_of
from tests.strands import Device, devices
from tests.worlds import DEVICE, TRUST, World, world

PROGRAM = Path(__file__).resolve().parents[2] / "resources" / "auditor" / "verify_completion.py"


Contents = dict[str, Any]


Strand = dict[str, Any]


Change = Callable[[Contents], object]


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_completion", PROGRAM)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ALONE = _loaded()


def known_to_it(trust: Trust) -> list[Any]:
    """The publishers, as the stand-alone verifier knows them."""
    return [
        ALONE.read_root(one.root.envelope.to_json())
        if one.root
        else ALONE.Publisher(one.name, [key.raw.hex() for key in one.keys], one.specimen)
        for one in trust.publishers
    ]


def alone(data: bytes, *, trust: Trust = TRUST) -> dict[str, Any]:
    """What the stand-alone verifier finds: its report, or the fault and the reason."""
    try:
        return ALONE.verify(data, known_to_it(trust), [])
    except ALONE.NotGenuine as wrong:
        assert str(wrong) and "\n" not in str(wrong)
        return {"genuine": False, "fault": wrong.fault, "reason": str(wrong)}


def fault_of(problem: Problem) -> str:
    """The sort of fault that a reader without Carrel's classes names."""
    match problem:
        case NewerFormat():
            return "newer-format"
        case NotACompletionFile():
            return "not-a-completion-file"
        case NotGenuine(fault=fault):
            return fault.value
        case _:
            return "altered"


def product(data: bytes, *, trust: Trust = TRUST) -> CompletionVerdict | str:
    try:
        return verify_completion(data, trust, name="a.completion")
    except Problem as problem:
        assert problem.sentence
        return fault_of(problem)


def agreed(data: bytes, *, trust: Trust = TRUST) -> str:
    """Demands that both say the same of these bytes; gives the fault, or "genuine"."""
    theirs, ours = alone(data, trust=trust), product(data, trust=trust)
    if isinstance(ours, str):
        assert (theirs["genuine"], theirs.get("fault")) == (False, ours), theirs
        return ours
    assert theirs["genuine"], theirs
    assert theirs == {**theirs, **_told(ours)}
    return "genuine"


def _told(found: CompletionVerdict) -> dict[str, Any]:
    """What Carrel found, in the words of the stand-alone verifier."""
    verdict = found.verdict
    history, progress = verdict.history, verdict.progress
    return {
        "proves_credit": not verdict.is_specimen,
        "purpose": verdict.opening.purpose.value,
        "learner": found.learner.printed_name if found.particulars_read else None,
        "reporting": history.reporting,
        "submitted": sorted(history.submitted),
        "sessions": [
            {
                "id": s.id,
                "title": next(one.title for one in verdict.course.sessions if one.id == s.id),
                "duration_ms": s.duration_ms,
                "covered_ms": s.coverage.within(s.duration_ms).length_ms,
                "engaged_ms": s.engaged_ms,
                "intervals": [[i.start_ms, i.end_ms] for i in s.coverage.intervals],
            }
            for s in progress.sessions
        ],
        "quiz": [
            {"correct": len(r.correct), "of": r.total, "percent": r.percent, "passed": r.passed}
            for r in history.quiz_results
        ],
        "completed": history.completed.isoformat() if history.completed else None,
        "claims": [_claim(claim) for claim in history.claims],
        "withdrawn_claims": [_taken_back(one) for one in history.revocations if one.withdrawn],
        "revoked_certificates": [
            {"number": one.number, "reason": one.reason.value, "taken_back": one.moment.isoformat()}
            for one in history.revocations
            if history.issued(one.number) is not None
        ],
        "repeated_claims": [_claim(claim) for claim in history.repeated_claims],
        "certificates": [msgspec.to_builtins(issue.certificate) for issue in history.issues],
        "grade": verdict.grade.value,
        "devices": [
            {
                "device": part.opening.device,
                "stream": part.opening.stream,
                "grade": part.grade.value,
                "events": part.events,
                "clock": [
                    {"event": remark.seq, "happening": remark.happening.value, "by_ms": remark.by_ms}
                    for remark in part.clock
                ],
            }
            for part in verdict.contributions
        ],
    }


def _taken_back(one: Any) -> dict[str, Any]:
    told = {"reason": one.reason.value, "withdrawn": one.withdrawn, "taken_back": one.moment.isoformat()}
    return {**_claim(one.claim), **told}


def _claim(claim: Any) -> dict[str, Any]:
    slot = f"{claim.stream}/{claim.credit.offer}" + (f"/{claim.edition}" if claim.edition else "")
    number = hashlib.sha256(slot.encode()).digest()
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32] for byte in number[:12])
    told = {
        "offer": claim.credit.offer,
        "amount": str(claim.credit.amount),
        "profession": claim.credit.profession.value,
    }
    place = {"stream": claim.stream, "number": f"CRL-{letters[:4]}-{letters[4:8]}-{letters[8:]}"}
    return {**told, **place, "moment": claim.moment.isoformat()}


def written(here: World, *, heads: tuple[int, ...] = ()) -> bytes:
    return write_completion(here.evidence(heads=heads), learner=here.learner, signer=DEVICE)


def handed_in(device: Device) -> bytes:
    return write_completion(device.evidence(), learner=device.world.learner, signer=device.key)


def earned(course: Course = COURSE, offer: str = "ama", profession: Profession = Profession.PHYSICIAN) -> World:
    here = world(course, learner=replace(PHYSICIAN, profession=profession))
    if course is SHORT_COURSE:
        here.journey.acknowledge_disclosures()
        here.watch_all()
        here.journey.submit_evaluation((replace(RESPONSES[2], item="say", options=(), text="Much"),))
        here.claim(offer, "0.5")
    else:
        here.finish()
        here.claim(offer, profession=profession)
    here.journey.issue_certificate(here.certificate(offer))
    return here


def partly(course: Course, amount: str, *, minutes: int = 40) -> World:
    """Somebody who watched part of the first session and all of the second, faster at times."""
    here = world(course)
    here.journey.acknowledge_disclosures()
    here.watch(course.sessions[0], upto_ms=minutes * MINUTE)
    here.watch(course.sessions[1], rate_percent=150)
    here.journey.submit_quiz(WRONG)
    here.journey.submit_quiz(RIGHT)
    here.journey.submit_evaluation(RESPONSES)
    here.claim(amount=amount)
    return here


HALF = replace(COURSE, watch=replace(COURSE.watch, required_percent=50))


def named(name: str) -> World:
    here = world(learner=replace(PHYSICIAN, name=name))
    here.earn()
    return here


def ring() -> tuple[Device, Device, Device]:
    """Three devices, each of which joined what another did after that had joined its own."""
    one, two, three = devices(3)
    one.journey.acknowledge_disclosures()
    one.world.watch(COURSE.sessions[0])
    two.join(one)
    two.world.watch(COURSE.sessions[1], upto_ms=20 * MINUTE)
    one.join(two)
    two.world.watch(COURSE.sessions[1])
    three.join(two)
    three.journey.submit_quiz(WRONG)
    one.join(three)
    one.journey.submit_quiz(RIGHT)
    one.journey.submit_evaluation(RESPONSES)
    three.join(one)
    one.world.claim()
    three.world.claim()
    three.journey.issue_certificate(three.world.certificate())
    one.join(three)
    return one, two, three


def contents_of(data: bytes) -> Contents:
    return json.loads(lzma.decompress(Envelope.from_json(data, name="x").payload))


def sealed(contents: Contents, signer: PrivateKey) -> bytes:
    packed = lzma.compress(msgspec.json.encode(contents), preset=0)
    return seal(packed, KIND, signer).to_json()


def numbered(strand: Strand) -> None:
    """Gives the events the numbers of their places."""
    for place, text in enumerate(strand["events"]):
        strand["events"][place] = line_of({**fields_of(text), "seq": place})


def signed_again(strand: Strand, signer: PrivateKey) -> None:
    """One head after the last event, as the owner of the key would sign it over whatever stands there."""
    bodies = tuple(text.encode() for text in strand["events"])
    stream = fields_of(bodies[0])["fact"]["stream"]
    head = Head(stream=stream, seq=len(bodies) - 1, hash=head_of(bodies).hex())
    strand["heads"] = [sign_head(head, signer).to_json().decode()]


def one_form(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


HERE = earned()


FILE = written(HERE, heads=(0, 60))


COUNT = len(HERE.stream.events)


def place_of(kind: str, contents: Contents | None = None) -> int:
    events = (contents or contents_of(FILE))["events"]
    return next(n for n, text in enumerate(events) if fields_of(text)["kind"] == kind)


def in_fact(kind: str, /, **fields: Any) -> Change:
    """Exchanges fields of the first fact of that kind."""

    def change(contents: Contents) -> None:
        place = place_of(kind, contents)
        event = fields_of(contents["events"][place])
        event["fact"].update(fields)
        contents["events"][place] = line_of(event)

    return change


def in_event(kind: str, /, **fields: Any) -> Change:
    def change(contents: Contents) -> None:
        place = place_of(kind, contents)
        contents["events"][place] = line_of({**fields_of(contents["events"][place]), **fields})

    return change


def without(kind: str) -> Change:
    def change(contents: Contents) -> None:
        contents["events"] = [text for text in contents["events"] if fields_of(text)["kind"] != kind]

    return change


def again(kind: str) -> Change:
    return lambda contents: contents["events"].append(contents["events"][place_of(kind, contents)])


def moved(kind: str, where: int) -> Change:
    def change(contents: Contents) -> None:
        contents["events"].insert(where, contents["events"].pop(place_of(kind, contents)))

    return change


def written_as(old: str, new: str) -> Change:
    """Writes the same in another way, or something else in its place, in every event."""

    def change(contents: Contents) -> None:
        contents["events"] = [text.replace(old, new) for text in contents["events"]]

    return change


def fits_again(change: Change) -> bytes:
    """The file after the change, with numbers, chain, head and seal made to fit by the owner of the key."""
    contents = contents_of(FILE)
    change(contents)
    numbered(contents)
    signed_again(contents, DEVICE)
    return sealed(contents, DEVICE)


def head_only(change: Change) -> bytes:
    """As `fits_again`, but with the events exactly as the change leaves them."""
    contents = contents_of(FILE)
    change(contents)
    bodies = tuple(text.encode() for text in contents["events"])
    head = Head(stream=HERE.stream.id, seq=len(bodies) - 1, hash=head_of(bodies).hex())
    contents["heads"] = [sign_head(head, DEVICE).to_json().decode()]
    return sealed(contents, DEVICE)
