"""What Carrel itself asks of a machine, as the same kind of rules that courses bring."""

from __future__ import annotations

from player.domain.requirement import Level, Need, Operator, Requirement

OWN_REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="carrel.decoder",
        level=Level.MINIMUM,
        subject="player",
        text="VLC's library, which plays the recordings",
        need=Need(fact="decoder.library", operator=Operator.EQUALS, value="yes"),
        remedy="Install VLC (on Debian and Ubuntu: the packages libvlc5 and vlc-plugin-base) and check again.",
    ),
    Requirement(
        id="carrel.records",
        level=Level.MINIMUM,
        subject="records",
        text="A folder for the records that can be written to",
        need=Need(fact="profile.writable", operator=Operator.EQUALS, value="yes"),
        remedy="Choose another folder with --profile, or ask for the right to write to this one.",
    ),
    Requirement(
        id="carrel.space",
        level=Level.MINIMUM,
        subject="space",
        text="500 MB of free space where the records are kept",
        need=Need(fact="disk.free.mb", operator=Operator.AT_LEAST, value="500"),
        remedy="Make room: remove files you no longer need, then check again.",
    ),
    Requirement(
        id="carrel.sound",
        level=Level.OPTIMAL,
        subject="sound",
        text="A sound output: speakers or headphones",
        need=Need(fact="sound.outputs", operator=Operator.AT_LEAST, value="1"),
        remedy="Plug in speakers or headphones, or read along in the captions.",
    ),
    Requirement(
        id="carrel.width",
        level=Level.OPTIMAL,
        subject="screen",
        text="A screen at least 1024 pixels wide",
        need=Need(fact="screen.width", operator=Operator.AT_LEAST, value="1024"),
        remedy="Use a larger screen, or make the text smaller under Profile.",
    ),
    Requirement(
        id="carrel.height",
        level=Level.OPTIMAL,
        subject="screen",
        text="A screen at least 768 pixels high",
        need=Need(fact="screen.height", operator=Operator.AT_LEAST, value="768"),
        remedy="Use a larger screen, or make the text smaller under Profile.",
    ),
)
