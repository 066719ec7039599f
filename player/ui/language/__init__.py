"""What the window says, in the learner's language: which languages there are, and how it is said in them."""

from player.ui.language.figures import alphabetical, amount_of, amount_text, day_text, moment_text
from player.ui.language.isolating import unmarked
from player.ui.language.say import bulleted, counted, sentences, tr
from player.ui.language.speech import Speech
from player.ui.language.telling import Telling, said, said_each, told
from player.ui.language.tongues import ENGLISH, PSEUDO, TONGUES, Tongue, tongue_for

__all__ = [
    "ENGLISH",
    "PSEUDO",
    "TONGUES",
    "Speech",
    "Telling",
    "Tongue",
    "alphabetical",
    "amount_of",
    "amount_text",
    "bulleted",
    "counted",
    "day_text",
    "moment_text",
    "said",
    "said_each",
    "sentences",
    "told",
    "tongue_for",
    "tr",
    "unmarked",
]
