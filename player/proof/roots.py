"""A publisher's root: which keys sign its courses, as several keys say together, and as later versions renew it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from player.domain.phrase import Phrase, Worded, listed
from player.domain.problem import Problem
from player.proof.envelope import Envelope, check_every
from player.proof.files import read_file
from player.proof.keys import KeyId, PublicKey
from player.proof.problems import Fault, NewerFormat, NotReadable, NotSigned

FORMAT = 1
ROOT_KIND = "application/vnd.carrel.root+json"
ROOT_ENDING = ".root.dsse"
MOST_BYTES = 1 << 18
MOST_ROOT_KEYS = 20
"""It bounds how many signatures a stranger's file can have us check."""
MOST_KEYS = 200
_LONGEST_TEXT = 500
_KIND_IN_WORDS = Phrase("a publisher's root")


class RootUnsound(Problem):
    what_template = "{name} is no sound root: {reason}"
    meaning_template = "Nothing was changed, and no credit is affected."
    remedy_template = "Mend that, or ask the publisher for its root again."


class RootDoesNotFollow(Problem):
    what_template = "{name} does not follow the root of {publisher} that is known here (version {known}): {reason}"
    meaning_template = "It was not taken, and {publisher} is known as before; no credit is affected."
    remedy_template = "Ask {publisher} about it; the versions of a root must be added one after the other."


class RootForked(Problem):
    what_template = "{name} is another version {known} of the root of {publisher} than the one that is known here."
    meaning_template = "It was not taken, and {publisher} is known as before; no credit is affected."
    remedy_template = "Tell {publisher}: its root keys signed two different roots, so some may be in wrong hands."


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A key of courses (hex) that is not to be believed any more, since when, and why."""

    key: str
    on: date
    reason: str

    @property
    def key_id(self) -> KeyId:
        return PublicKey.from_hex(self.key).id


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The version that a root renews: the SHA-256 of its payload (hex), and who had to sign for it."""

    hash: str
    threshold: int
    root_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """What a root says. Keys are 32 public bytes in hex; `publisher` is 128 random bits in hex, and never changes.

    `root_keys` sign roots and nothing else, `threshold` of them each; `course_keys` sign courses and enrolments.
    `expires`: the last day before which its publisher meant to renew it. `before` None: the first version.
    """

    format: int = FORMAT
    publisher: str
    name: str
    version: int
    threshold: int
    root_keys: tuple[str, ...]
    course_keys: tuple[str, ...]
    revoked: tuple[Revocation, ...] = ()
    expires: date | None = None
    specimen: bool = False
    before: Before | None = None


@dataclass(frozen=True, slots=True)
class SignedRoot:
    """A root and its envelope, whose signatures all hold; whether they are enough says `lacking`."""

    root: Root
    envelope: Envelope
    signers: frozenset[KeyId] = field(default=frozenset())

    @property
    def hash(self) -> str:
        """SHA-256 of the payload: the fingerprint that people compare."""
        return hashlib.sha256(self.envelope.payload).hexdigest()

    def signed_by(self, keys: Iterable[str]) -> int:
        """How many of these keys signed it; each counts once, however often it is named."""
        return len({PublicKey.from_hex(key).id for key in keys} & self.signers)

    @property
    def lacking(self) -> tuple[int, int]:
        """How many signatures it still needs: from its own root keys, and from those of the version before."""
        root, before = self.root, self.root.before
        own = max(root.threshold - self.signed_by(root.root_keys), 0)
        return own, max(before.threshold - self.signed_by(before.root_keys), 0) if before else 0


class _Version(msgspec.Struct, frozen=True):
    format: int


# --- reading -------------------------------------------------------------------------------------------------


def read_root(data: bytes, *, name: str) -> SignedRoot:
    """A root that enough keys signed. Raises `NotSigned`, `NewerFormat`, `NotReadable` or `RootUnsound`."""
    found = read_draft(data, name=name)
    if any(found.lacking):
        raise NotSigned(name=name, reason=Worded("{lacking}.", lacking=lacking_words(found)), fault=Fault.WRONG_KEY)
    return found


def read_root_file(file: Path) -> SignedRoot:
    """Raises `CannotRead` as well."""
    return read_root(read_file(file, most=MOST_BYTES), name=file.name)


def read_draft(data: bytes, *, name: str) -> SignedRoot:
    """A root that is still on its way from one keeper of a key to the next: what it has of signatures holds."""
    envelope = Envelope.from_json(data, name=name)
    root = decode(envelope.payload, name=name)
    keys = [PublicKey.from_hex(key) for key in (*root.root_keys, *(root.before.root_keys if root.before else ()))]
    return SignedRoot(root, envelope, check_every(envelope, ROOT_KIND, keys, name=name))


def decode(payload: bytes, *, name: str) -> Root:
    """Raises `NewerFormat`, `NotReadable` or `RootUnsound`; bytes that Carrel would write differently are refused."""
    try:
        found = msgspec.json.decode(payload, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        root = msgspec.json.decode(payload, type=Root)
        same = msgspec.json.encode(root) == payload
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NotReadable(name=name, kind=_KIND_IN_WORDS, reason=Phrase("it is damaged."), details=str(error)) from None
    if not same:
        raise NotReadable(name=name, kind=_KIND_IN_WORDS, reason=Phrase("it is not written in the one way allowed."))
    refuse_unsound(root, name)
    return root


def lacking_words(found: SignedRoot) -> str:
    """“it lacks 1 signature of its own root keys and 2 of those before”, or that nothing is lacking."""
    own, before = found.lacking
    parts: list[str] = [Worded("{number} of its own root keys", number=own)] if own else []
    if before:
        parts.append(Worded("{number} of those of version {version}", number=before, version=found.root.version - 1))
    if not parts:
        return Phrase("it has all the signatures it needs")
    return Worded("it still needs signatures: {signatures}", signatures=listed(parts))


def refuse_unsound(root: Root, name: str) -> None:
    """Raises `RootUnsound` when the root contradicts itself, whoever signed it."""
    reason = _fault_of(root)
    if reason:
        raise RootUnsound(name=name, reason=reason)


def _fault_of(root: Root) -> str:
    before = root.before
    roles = [root.root_keys, root.course_keys, [revoked.key for revoked in root.revoked]]
    faults = (
        (root.format < 1 or not _is_hex(root.publisher, 16), Phrase("its publisher has no valid id.")),
        (not is_text(root.name), Phrase("its publisher has no name that can be shown.")),
        (
            not all(is_text(revoked.reason) for revoked in root.revoked),
            Phrase("a revocation gives no reason to show."),
        ),
        (
            root.version < 1 or (root.version == 1) != (before is None),
            Phrase("it does not say which version it follows."),
        ),
        (not all(_is_hex(key, 32) for role in roles for key in role), Phrase("one of its keys is no key.")),
        (_repeats([key for role in roles for key in role]), Phrase("a key stands in it twice, or in two roles.")),
        (
            not 1 <= root.threshold <= len(root.root_keys) <= MOST_ROOT_KEYS,
            Phrase("its threshold does not fit its root keys."),
        ),
        (max(map(len, roles)) > MOST_KEYS, Phrase("it names more keys than anybody has.")),
        (
            before is not None and not _is_sound_before(before),
            Phrase("what it says of the version before is not sound."),
        ),
    )
    return next((reason for is_wrong, reason in faults if is_wrong), "")


def _is_sound_before(before: Before) -> bool:
    keys = before.root_keys
    fits = 1 <= before.threshold <= len(keys) <= MOST_ROOT_KEYS and not _repeats(keys)
    return fits and all(_is_hex(key, 32) for key in (*keys, before.hash))


def _is_hex(text: str, length: int) -> bool:
    """Small digits only: one key has one way to be written, so that none is counted twice."""
    return len(text) == 2 * length and set(text) <= set("0123456789abcdef")


def _repeats(keys: Sequence[str]) -> bool:
    return len(set(keys)) != len(keys)


def is_text(text: str) -> bool:
    """A line without signs that move the cursor or turn the direction of writing."""
    return 0 < len(text) <= _LONGEST_TEXT and text.isprintable() and text == text.strip()


# --- following -----------------------------------------------------------------------------------------------


def fault_of_step(known: SignedRoot, new: SignedRoot) -> str:
    """Why `new` (whose signatures are enough by its own words) does not renew `known`; "" when it does."""
    old, root = known.root, new.root
    if root.publisher != old.publisher:
        return Phrase("it is another publisher's.")
    if root.version != old.version + 1:
        return Worded(
            "it is version {version}, and {value} would be next.", version=root.version, value=old.version + 1
        )
    if root.before != before_of(known):
        return Phrase("the root keys known here did not sign it.")
    return fault_of_change(old, root)


def fault_of_change(old: Root, new: Root) -> str:
    """What no later version may change, whoever signs it."""
    revoked = {one.key for one in new.revoked}
    if not {one.key for one in old.revoked} <= revoked:
        return Phrase("it takes back that a key was revoked.")
    if not set(old.course_keys) <= revoked | set(new.course_keys):
        return Phrase("it drops a key of courses without revoking it.")
    if old.specimen != new.specimen:
        return Phrase("it turns specimens into courses that give credit, or the other way round.")
    return ""


def is_fork(known: SignedRoot, other: SignedRoot) -> bool:
    """Whether the same root keys signed two different roots of one version."""
    same = (other.root.publisher, other.root.version) == (known.root.publisher, known.root.version)
    if not same or other.hash == known.hash:
        return False
    before = known.root.before
    return other.signed_by(known.root.root_keys) >= known.root.threshold or (
        before is not None and other.signed_by(before.root_keys) >= before.threshold
    )


def misstep(known: SignedRoot, reason: str, *, name: str) -> RootDoesNotFollow:
    return RootDoesNotFollow(name=name, publisher=known.root.name, known=known.root.version, reason=reason)


def before_of(known: SignedRoot) -> Before:
    return Before(hash=known.hash, threshold=known.root.threshold, root_keys=known.root.root_keys)
