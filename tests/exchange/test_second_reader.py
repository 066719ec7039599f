"""A second reader, written from docs/evidence-format.md alone: it shares no code with Carrel and agrees with it."""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from player.domain.event import TakenBackFor
from player.domain.history import History
from player.domain.template import CertificateTemplate
from player.exchange.completion import write_completion
from tests.builders import COURSE, PHYSICIAN
from tests.strands import devices
from tests.worlds import DEVICE, world

DOC = Path(__file__).resolve().parents[2] / "docs" / "evidence-format.md"
HERE = world()
ISSUED = HERE.earn()
FILE = write_completion(HERE.evidence(heads=(0, 63)), learner=PHYSICIAN, signer=DEVICE)
FIELDS = ["format", "program", "device", "course", "events", "heads", "learner", "joined"]
V, SEQ, KIND, WALL, ZONE, MONO, BOOT, FACT = range(8)


def one_form(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def opened(text: str, kind: str, key: bytes) -> bytes:
    """The payload of an envelope that `key` signed as `kind`."""
    envelope = json.loads(text)
    assert list(envelope) == ["payload", "payloadType", "signatures"] and one_form(envelope) == text
    payload, found = base64.b64decode(envelope["payload"]), envelope["payloadType"]
    assert found == kind
    signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
    signature = next(s for s in envelope["signatures"] if s["keyid"] == hashlib.sha256(key).hexdigest())
    Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(signature["sig"]), signed)
    return payload


def read(data: bytes) -> dict[str, Any]:
    """The contents of a completion file, with seal, chain and heads checked."""
    packed = base64.b64decode(json.loads(data)["payload"])
    contents = json.loads(lzma.decompress(packed, format=lzma.FORMAT_XZ))
    key = bytes.fromhex(contents["device"])
    assert opened(data.decode(), "application/vnd.carrel.completion+json+xz", key) == packed
    assert list(contents) == FIELDS[: None if contents["format"] == 2 else -1]
    for strand in (contents, *contents.get("joined", [])):
        opening = held_together(strand)
        assert opening["course_hash"] == hashlib.sha256(contents["course"]["manifest"].encode()).hexdigest()
        assert opening["learner"] == contents["learner"]["id"]
    return contents


def held_together(strand: dict[str, Any]) -> dict[str, Any]:
    """The opening of a strand whose chain, heads and key fit each other."""
    key, links = bytes.fromhex(strand["device"]), [bytes(32)]
    for place, body in enumerate(strand["events"]):
        event = json.loads(body)
        assert len(event) == 8 and event[V] == 2 and event[SEQ] == place and one_form(event) == body
        links.append(hashlib.sha256(links[-1] + body.encode()).digest())
    opening = json.loads(strand["events"][0])[FACT]
    for text in strand["heads"]:
        head = json.loads(opened(text, "application/vnd.carrel.head+json", key))
        assert links[head["seq"] + 1].hex() == head["hash"] and head["stream"] == opening["stream"]
    assert opening["device"] == hashlib.sha256(key).hexdigest()
    return opening


def covered(events: list[str], session: str) -> int:
    """Length of the union, counted in another way than Carrel does: by sweeping over its ends."""
    facts = [json.loads(event) for event in events]
    spans = [e[FACT] for e in facts if e[KIND] == "watched" and e[FACT]["session"] == session]
    ends = sorted([(s["start_ms"], 1) for s in spans] + [(s["end_ms"], -1) for s in spans])
    length = depth = since = 0
    for at, step in ends:
        length += at - since if depth else 0
        depth, since = depth + step, at
    return length


def test_a_second_reader_sees_what_carrel_sees() -> None:
    contents = read(FILE)
    history: History = HERE.journey.history
    for session in HERE.course.sessions:
        assert covered(contents["events"], session.id) == history.of_session(session.id).coverage.length_ms
    claims = [json.loads(e)[FACT] for e in contents["events"] if '"credit-claimed"' in e]
    assert claims == [{"offer": "ama", "amount": "1.5", "profession": "physician"}]
    assert contents["learner"]["name"] == PHYSICIAN.name


def test_a_second_reader_follows_a_joining_to_the_strand_beside_it() -> None:
    one, two = devices(2)
    one.journey.acknowledge_disclosures()
    one.world.watch(COURSE.sessions[0])
    two.join(one)
    contents = read(write_completion(two.evidence(), learner=PHYSICIAN, signer=two.key))
    assert (contents["format"], read(FILE)["format"]) == (2, 1)
    (fact,) = (json.loads(e)[FACT] for e in contents["events"] if '"stream-joined"' in e)
    (strand,) = contents["joined"]
    link = bytes(32)
    for body in strand["events"][: fact["seq"] + 1]:
        link = hashlib.sha256(link + body.encode()).digest()
    assert (link.hex(), json.loads(strand["events"][0])[FACT]["stream"]) == (fact["hash"], fact["stream"])
    assert covered(strand["events"], "first") == COURSE.sessions[0].duration_ms


def test_a_second_reader_finds_an_altered_file() -> None:
    envelope = json.loads(FILE)
    contents = json.loads(lzma.decompress(base64.b64decode(envelope["payload"])))
    contents["events"][5] = contents["events"][5].replace("60000", "60001", 1)
    envelope["payload"] = base64.b64encode(lzma.compress(one_form(contents).encode())).decode()
    with pytest.raises(InvalidSignature):
        read(one_form(envelope).encode())


def test_a_second_reader_finds_the_certificates_number_and_name() -> None:
    digest = hashlib.sha256(f"{HERE.stream.id}/ama".encode()).digest()
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32] for byte in digest[:12])
    assert f"CRL-{letters[:4]}-{letters[4:8]}-{letters[8:]}" == ISSUED.number
    line = f"{PHYSICIAN.name}, {PHYSICIAN.degrees}"
    assert hashlib.sha256(f"{ISSUED.salt}\n{line}".encode()).hexdigest() == ISSUED.name


def test_a_second_reader_finds_the_hash_of_what_is_printed() -> None:
    facts = HERE.facts()

    def runs(found: Any) -> list[dict[str, Any]]:
        return [{"italic": run.italic, "text": run.text} for run in found]

    printed = {
        "accreditation_statement": facts.accreditation_statement,
        "amount": "1.5",
        "credit": "AMA PRA Category 1 Credits™",
        "date": "June 3, 2024",
        "date_label": "Completion date",
        "designation_statement": runs(facts.designation_statement),
        "document": "cme-certificate",
        "heading": "Certificate of Continuing Medical Education",
        "issued": "2024-06-03 13:30:00+00:00",
        "language": "en",
        "learning_format": "Enduring material",
        "name": "Ana María Núñez, MD",
        "number": ISSUED.number,
        "place": "",
        "provider": "Example Medical College",
        "provider_address": "1 Main Street, Springfield",
        "sentence": runs(facts.sentence),
        "signatory": "Ada Example, MD",
        "signatory_title": "Dean",
        "signature": {"alt": "Ada Example", "path": "signature.png"},
        "specimen": False,
        "title": "Sleep after Shift Work",
        "unit": "credit",
    }
    assert hashlib.sha256(one_form(printed).encode()).hexdigest() == ISSUED.facts


def letters_of(slot: str) -> str:
    digest = hashlib.sha256(slot.encode()).digest()
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32] for byte in digest[:12])
    return f"CRL-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def test_a_second_reader_tells_what_stands_by_the_rules_on_taking_back() -> None:
    here = world()
    here.earn()
    for reason in (TakenBackFor.WRONG_NAME, TakenBackFor.OTHER):
        here.journey.revoke_certificate(here.certificate().number, reason=reason)
        here.journey.issue_certificate(here.certificate())
    here.journey.withdraw_claim(here.certificate().number, reason=TakenBackFor.WRONG_AMOUNT)
    here.claim(amount="1")
    contents = read_updated(write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE))
    assert contents["format"] == 5
    slot, edition, claim, issued = f"{here.stream.id}/ama", 0, None, list[str]()
    for event in map(json.loads, contents["events"]):
        number = letters_of(f"{slot}/{edition}" if edition else slot)
        match event[KIND]:
            case "credit-claimed":
                claim = event[FACT]["amount"]
            case "certificate-issued":
                assert event[FACT]["number"] == number and claim is not None
                issued.append(number)
            case "certificate-revoked" | "credit-withdrawn" as kind:
                assert event[FACT]["number"] == number and claim is not None
                edition, claim = edition + 1, claim if kind == "certificate-revoked" else None
            case _:
                pass
    assert (claim, edition, len(issued)) == ("1", 3, 3)
    assert [one.number for one in here.journey.history.claims] == [letters_of(f"{slot}/3")]
    assert letters_of(f"{slot}/3") not in issued


def read_updated(data: bytes) -> dict[str, Any]:
    contents = json.loads(lzma.decompress(base64.b64decode(json.loads(data)["payload"])))
    assert list(contents) == [*FIELDS, "earlier"]
    held_together(contents)
    return contents


def test_a_second_reader_finds_the_hash_of_what_is_printed_in_the_place_of_another() -> None:
    here = world(replace(COURSE, certificate=CertificateTemplate(note="Keep it for six years.")))
    old = here.earn().number
    here.clock.advance(60_000)
    here.journey.revoke_certificate(old, reason=TakenBackFor.WRONG_NAME)
    facts = here.facts()
    told = json.loads(json.dumps(asdict(facts), default=str))
    assert told["issued"] == "2024-06-03 13:31:00+00:00"
    assert told["replaces"] == [old] and told["sessions"] == ["Part one", "Part two"] and told["also"] == []
    assert (told["paper"], told["template"]["note"]) == ("letter", "Keep it for six years.")
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == facts.digest


def test_a_second_reader_takes_the_token_apart() -> None:
    text = HERE.token(ISSUED)
    prefix, number, facts, head, key, signature = text.split(".")
    raw = [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in (facts, head, key, signature)]
    assert (prefix, number, raw[0].hex()) == ("CARREL1", ISSUED.number, ISSUED.facts)
    Ed25519PublicKey.from_public_bytes(raw[2]).verify(raw[3], text.rpartition(".")[0].encode())
    link = bytes(32)
    for body in read(FILE)["events"]:
        link = hashlib.sha256(link + body.encode()).digest()
    assert raw[1] == link


def test_the_example_of_the_document_is_right() -> None:
    text = DOC.read_text(encoding="utf-8")
    example = next(line for line in text.splitlines() if line.startswith("[2,3,"))
    assert one_form(json.loads(example)) == example
    assert hashlib.sha256(bytes(32) + example.encode()).hexdigest() in text


def test_the_document_names_every_kind_of_event_and_its_fields_in_order() -> None:
    from dataclasses import fields

    from player.domain.event import KINDS

    rows = [line for line in DOC.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    for kind, fact in KINDS.items():
        row = next(line for line in rows if line.startswith(f"| `{kind}` |"))
        places = [row.find(f"`{field.name}`") for field in fields(fact)]
        assert -1 not in places and places == sorted(places), kind
