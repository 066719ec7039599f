"""The tables of a provider's collection, and the steps by which older ones come to the present format.

Moments are milliseconds since 1970 UTC; digests and links are 32 raw bytes; ids are hex as everywhere.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, MetaData, String, Table, Text, text

from player.ledger.upgrade import Step

COLLECTION = MetaData()

# Every course of which a file came, in each version: `envelope` is its signed manifest.
COURSE = Table(
    "collected_course",
    COLLECTION,
    Column("hash", String, primary_key=True),
    Column("course", String, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Index("collected_course_by_id", "course"),
)

# `person` is the learner id under which this learner's credit counts: their own, unless ids were found to be one's.
LEARNER = Table(
    "collected_learner",
    COLLECTION,
    Column("id", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("particulars", LargeBinary, nullable=False),
    Column("told", BigInteger, nullable=False),
    Index("collected_learner_by_person", "person"),
)

# What a learner said last on being reported to authorities.
DECISION = Table(
    "collected_decision",
    COLLECTION,
    Column("learner", String, primary_key=True),
    Column("permitted", Integer, nullable=False),
    Column("decided", BigInteger, nullable=False),
)

# By what a person can be recognised under another id; marks that were told once stay.
MARK = Table(
    "collected_mark",
    COLLECTION,
    Column("kind", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("learner", String, primary_key=True),
)

# Every file that was taken in. The bytes lie apart, so that looking up what is known stays quick however much is kept.
# `strands`: the ids of all streams in it, its own first, with a space between; `reach`: how many events they have.
FILE = Table(
    "collected_file",
    COLLECTION,
    Column("digest", LargeBinary, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("outcome", String, nullable=False),
    Column("learner", String, nullable=False),
    Column("course_hash", String, nullable=False),
    Column("stream", String, nullable=False),
    Column("strands", Text, nullable=False),
    Column("reach", Integer, nullable=False),
    Column("receipt", LargeBinary, nullable=False),
)

CONTENT = Table(
    "collected_content",
    COLLECTION,
    Column("digest", LargeBinary, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# The most that is known of each stream: how many events, the link after the last, and the file that tells it.
STREAM = Table(
    "collected_stream",
    COLLECTION,
    Column("id", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("course_hash", String, nullable=False),
    Column("device", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("events", Integer, nullable=False),
    Column("link", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("own", Integer, nullable=False),
    Index("collected_stream_by_learner", "learner"),
    Index("collected_stream_by_device", "device"),
)

# `gone`: since when it counts no more; `withdrawn` 0: it is only certified under another number since.
CLAIM = Table(
    "collected_claim",
    COLLECTION,
    Column("number", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("course", String, nullable=False),
    Column("course_hash", String, nullable=False),
    Column("offer", String, nullable=False),
    Column("amount", String, nullable=False),
    Column("profession", String, nullable=False),
    Column("document", String, nullable=False),
    Column("stream", String, nullable=False),
    Column("began", BigInteger, nullable=False),
    Column("completed", BigInteger, nullable=False),
    Column("claimed", BigInteger, nullable=False),
    Column("day", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("doubts", String, nullable=False),
    Column("gone", BigInteger, nullable=True),
    Column("withdrawn", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Index("collected_claim_by_learner", "learner"),
)

# One row for each person, course and offer, so that no two claims can ever count for it. `number` is empty once the
# claim that counted was taken back; `since`: when it came to count.
CREDIT = Table(
    "collected_credit",
    COLLECTION,
    Column("person", String, primary_key=True),
    Column("course", String, primary_key=True),
    Column("offer", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("since", BigInteger, nullable=False),
    Index("collected_credit_by_course", "course", "since"),
)

# When each device played.
STRETCH = Table(
    "collected_stretch",
    COLLECTION,
    Column("stream", String, primary_key=True),
    Column("began", BigInteger, primary_key=True),
    Column("ended", BigInteger, nullable=False),
    Column("device", String, nullable=False),
    Column("learner", String, nullable=False),
    Index("collected_stretch_by_learner", "learner"),
)

FLAG = Table(
    "collected_flag",
    COLLECTION,
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("course", String, nullable=False),
    Column("moment", BigInteger, nullable=False),
    Column("words", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

# What was not taken in, and why. `setting`: on what the judgement hung; `mended`: since when it is taken in after all.
REFUSAL = Table(
    "collected_refusal",
    COLLECTION,
    Column("digest", LargeBinary, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("code", String, nullable=False),
    Column("what", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("setting", String, nullable=False),
    Column("receipt", LargeBinary, nullable=False),
    Column("mended", BigInteger, nullable=True),
)

REVOKED_DEVICE = Table(
    "collected_revoked_device",
    COLLECTION,
    Column("device", String, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
)

# What a receiver was told in each format, by the claim's number; `deleted`: since when it was told that it is gone.
TOLD = Table(
    "collected_told",
    COLLECTION,
    Column("form", String, primary_key=True),
    Column("number", String, primary_key=True),
    Column("told", BigInteger, nullable=False),
    Column("deleted", BigInteger, nullable=True),
)


def _create(connection: Connection) -> None:
    COLLECTION.create_all(connection)
    if connection.dialect.name == "postgresql":
        # What is in the files is packed already: trying to pack it again takes longer than writing it.
        connection.execute(text("ALTER TABLE collected_content ALTER COLUMN data SET STORAGE EXTERNAL"))


COLLECTION_STEPS: tuple[Step, ...] = (_create,)
