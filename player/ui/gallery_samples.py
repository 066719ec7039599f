"""What the gallery shows: courses, steps and messages made up for it."""

from player.ui.widgets.banner import Message
from player.ui.widgets.card import CardFace
from player.ui.widgets.sidebar import Place
from player.ui.widgets.stepper import StepFace, StepState
from player.ui.widgets.tone import Tone

CREDIT = "Up to 1.5 AMA PRA Category 1 Credits™"
PLACES = (
    Place(key="library", word="Library", icon="library"),
    Place(key="credits", word="Credits", icon="award"),
    Place(key="send", word="Send", icon="send", count=2),
    Place(key="checkup", word="Check-up", icon="monitor-check"),
    Place(key="profile", word="Profile", icon="user", low=True),
)
FACES = (
    CardFace(
        title="Heart failure in primary care: what changed",
        provider="Northshore Medical Education",
        time="1 h 34 min",
        credit=CREDIT,
        status="43 % watched",
        tone=Tone.ACCENT,
        icon="play",
        permille=430,
    ),
    CardFace(title="Opioid stewardship", time="58 min", credit="Up to 1 credit", status="New", icon="star"),
    CardFace(
        title="Reading a chest film at three in the morning",
        time="41 min",
        credit="Up to 0.75 credit",
        status="Certificate ready",
        tone=Tone.GOOD,
        icon="award",
        permille=1000,
    ),
    CardFace(
        title="Paediatric sepsis bundle",
        time="1 h 12 min",
        credit=CREDIT,
        status="Expired 31 Dec 2020",
        tone=Tone.BAD,
        icon="calendar",
        permille=80,
    ),
    CardFace(title="Asthma", time="22 min", status="Opens 1 Feb 2024", tone=Tone.CAUTION, icon="calendar-clock"),
    CardFace(
        title="Delirium on the ward",
        time="36 min",
        status="Quiz next",
        tone=Tone.ACCENT,
        icon="list-checks",
        permille=760,
    ),
)
LOCKED = "Locked until you have watched the session. 47 minutes are left."
STEPS = (
    StepFace(key="before", title="Before you start", state=StepState.DONE),
    StepFace(key="watch", title="Watch", state=StepState.OPEN, reason="47 minutes are left for the full 1.5 credits."),
    StepFace(key="quiz", title="Quiz", state=StepState.LOCKED, reason=LOCKED),
    StepFace(key="evaluation", title="Evaluation", state=StepState.NOT_NEEDED),
    StepFace(key="claim", title="Claim", state=StepState.LOCKED, reason=LOCKED),
    StepFace(key="certificate", title="Certificate", state=StepState.LOCKED, reason=LOCKED),
)
FACTS = (
    ("Released", "1 Mar 2023"),
    ("Last day", "28 Feb 2026"),
    ("Running time", "1 h 34 min"),
    ("Price", "Free for members"),
    ("Credit", "Up to 1.5"),
)
LIKERT = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
DAMAGED = Message(
    what="Part of this course is damaged.",
    meaning="What you have watched so far is safe and counts. Minutes 41 to 43 cannot be played.",
    remedy="Copy the course again from the USB stick, or go on after the damaged part.",
    details="block 2411 of 5120: checksum differs",
    action="Check the course again",
    tone=Tone.BAD,
    dismissible=True,
)
MINUTE = 60_000
