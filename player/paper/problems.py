"""What can go wrong when a certificate is printed, signed or read."""

from __future__ import annotations

from player.domain.problem import Problem


class NoGlyph(Problem):
    what_template = "No installed font can print a character of the document. {where}: {character}"
    meaning_template = "The document was not made, so that nothing is printed wrong; what was earned is kept."
    remedy_template = (
        "Write it without that character, or, if it is Chinese, Japanese or Korean, install the font Noto Sans CJK "
        "(on Linux the package fonts-noto-cjk), and try again."
    )


class TooMuchText(Problem):
    what_template = "The texts of this course do not fit on one page. {longest}: {length} characters."
    meaning_template = "The document was not made; what was earned is kept."
    remedy_template = "Ask the provider for a course with a shorter text there."


class PictureUnusable(Problem):
    what_template = "The picture of {picture} cannot be used: {reason}"
    meaning_template = "The document was not made; what was earned is kept."
    remedy_template = "Ask the provider for a course with a PNG or JPEG picture of {picture}."


class FontsMissing(Problem):
    what_template = "The fonts of this program are incomplete: {name} cannot be read."
    meaning_template = "The document was not made; what was earned is kept."
    remedy_template = "Install Carrel again."


class NotACertificate(Problem):
    what_template = "This file cannot be read as a certificate: {reason}"
    meaning_template = "Nothing was taken from it, and no credit is affected."
    remedy_template = "Get a new copy of the certificate and try again."


class NotATranscript(Problem):
    what_template = "This file cannot be read as a transcript: {reason}"
    meaning_template = "Nothing was taken from it, and no credit is affected."
    remedy_template = "Get a new copy of the transcript and try again."


class NotSignable(Problem):
    what_template = "The document cannot be signed: {reason}"
    meaning_template = "It was not issued; what was earned is kept."
    remedy_template = "Issue the certificate again."
