"""The accessibility statement says what was tested and where: the files that it names are there, and it is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CONFORMANCE = {"Supports", "Partially Supports", "Does Not Support", "Not Applicable"}
"""As VPAT 2.5 words them; “Not Evaluated” is for level AAA alone."""
WCAG_A = """
1.1.1 Non-text Content · 1.2.1 Audio-only and Video-only (Prerecorded) · 1.2.2 Captions (Prerecorded) ·
1.2.3 Audio Description or Media Alternative (Prerecorded) · 1.3.1 Info and Relationships · 1.3.2 Meaningful Sequence ·
1.3.3 Sensory Characteristics · 1.4.1 Use of Color · 1.4.2 Audio Control · 2.1.1 Keyboard · 2.1.2 No Keyboard Trap ·
2.1.4 Character Key Shortcuts · 2.2.1 Timing Adjustable · 2.2.2 Pause, Stop, Hide ·
2.3.1 Three Flashes or Below Threshold · 2.4.1 Bypass Blocks · 2.4.2 Page Titled · 2.4.3 Focus Order ·
2.4.4 Link Purpose (In Context) · 2.5.1 Pointer Gestures · 2.5.2 Pointer Cancellation · 2.5.3 Label in Name ·
2.5.4 Motion Actuation · 3.1.1 Language of Page · 3.2.1 On Focus · 3.2.2 On Input · 3.2.6 Consistent Help ·
3.3.1 Error Identification · 3.3.2 Labels or Instructions · 3.3.7 Redundant Entry · 4.1.1 Parsing ·
4.1.2 Name, Role, Value
"""
"""With 4.1.1, of which VPAT 2.5 wants an answer although WCAG 2.2 dropped it."""
WCAG_AA = """
1.2.4 Captions (Live) · 1.2.5 Audio Description (Prerecorded) · 1.3.4 Orientation · 1.3.5 Identify Input Purpose ·
1.4.3 Contrast (Minimum) · 1.4.4 Resize Text · 1.4.5 Images of Text · 1.4.10 Reflow · 1.4.11 Non-text Contrast ·
1.4.12 Text Spacing · 1.4.13 Content on Hover or Focus · 2.4.5 Multiple Ways · 2.4.6 Headings and Labels ·
2.4.7 Focus Visible · 2.4.11 Focus Not Obscured (Minimum) · 2.5.7 Dragging Movements · 2.5.8 Target Size (Minimum) ·
3.1.2 Language of Parts · 3.2.3 Consistent Navigation · 3.2.4 Consistent Identification · 3.3.3 Error Suggestion ·
3.3.4 Error Prevention (Legal, Financial, Data) · 3.3.8 Accessible Authentication (Minimum) · 4.1.3 Status Messages
"""
SECTION_508 = """
302.1 Without Vision · 302.2 With Limited Vision · 302.3 Without Perception of Color · 302.4 Without Hearing ·
302.5 With Limited Hearing · 302.6 Without Speech · 302.7 With Limited Manipulation ·
302.8 With Limited Reach and Strength · 302.9 With Limited Language, Cognitive, and Learning Abilities ·
501.1 Scope – Incorporation of WCAG 2.0 AA · 502.2.1 User Control of Accessibility Features ·
502.2.2 No Disruption of Accessibility Features · 502.3.1 Object Information ·
502.3.2 Modification of Object Information · 502.3.3 Row, Column, and Headers · 502.3.4 Values ·
502.3.5 Modification of Values · 502.3.6 Label Relationships · 502.3.7 Hierarchical Relationships · 502.3.8 Text ·
502.3.9 Modification of Text · 502.3.10 List of Actions · 502.3.11 Actions on Objects · 502.3.12 Focus Cursor ·
502.3.13 Modification of Focus Cursor · 502.3.14 Event Notification · 502.4 Platform Accessibility Features ·
503.2 User Preferences · 503.3 Alternative User Interfaces · 503.4.1 Caption Controls ·
503.4.2 Audio Description Controls · 504.2 Content Creation or Editing ·
504.2.1 Preservation of Information Provided for Accessibility in Format Conversion · 504.2.2 PDF Export ·
504.3 Prompts · 504.4 Templates · 602.2 Accessibility and Compatibility Features ·
602.3 Electronic Support Documentation · 602.4 Alternate Formats for Non-Electronic Support Documentation ·
603.2 Information on Accessibility and Compatibility Features · 603.3 Accommodation of Communication Needs
"""
EN_301_549 = """
4.2.1 Usage without vision · 4.2.2 Usage with limited vision · 4.2.3 Usage without perception of colour ·
4.2.4 Usage without hearing · 4.2.5 Usage with limited hearing · 4.2.6 Usage with no or limited vocal capability ·
4.2.7 Usage with limited manipulation or strength · 4.2.8 Usage with limited reach ·
4.2.9 Minimize photosensitive seizure triggers · 4.2.10 Usage with limited cognition, language or learning ·
4.2.11 Privacy · 5.1.4 Functionality closed to text enlargement · 5.1.5 Visual output for auditory information ·
5.1.6.1 Closed functionality · 5.1.6.2 Input focus · 5.1.7 Access without speech ·
5.2 Activation of accessibility features · 5.3 Biometrics ·
5.4 Preservation of accessibility information during conversion · 5.5.1 Means of operation ·
5.5.2 Operable parts discernibility · 5.6.1 Tactile or auditory status · 5.6.2 Visual status · 5.7 Key repeat ·
5.8 Double-strike key acceptance · 5.9 Simultaneous user actions · 7.1.1 Captioning playback ·
7.1.2 Captioning synchronization · 7.1.3 Preservation of captioning · 7.1.4 Captions characteristics ·
7.1.5 Spoken subtitles · 7.2.1 Audio description playback · 7.2.2 Audio description synchronization ·
7.2.3 Preservation of audio description · 7.3 User controls for captions and audio description ·
10.5 Caption positioning · 10.6 Audio description timing ·
11.5.2.1 Platform accessibility service support for software that provides a user interface ·
11.5.2.2 Platform accessibility service support for assistive technologies · 11.5.2.3 Use of accessibility services ·
11.5.2.4 Assistive technology · 11.5.2.5 Object information · 11.5.2.6 Row, column, and headers · 11.5.2.7 Values ·
11.5.2.8 Label relationships · 11.5.2.9 Parent-child relationships · 11.5.2.10 Text ·
11.5.2.11 List of available actions · 11.5.2.12 Execution of available actions ·
11.5.2.13 Tracking of focus and selection attributes · 11.5.2.14 Modification of focus and selection attributes ·
11.5.2.15 Change notification · 11.5.2.16 Modifications of states and properties ·
11.5.2.17 Modifications of values and text · 11.6.1 User control of accessibility features ·
11.6.2 No disruption of accessibility features · 11.7 User preferences · 11.8.2 Accessible content creation ·
11.8.3 Preservation of accessibility information in transformations · 11.8.4 Repair assistance · 11.8.5 Templates ·
12.1.1 Accessibility and compatibility features · 12.1.2 Accessible documentation ·
12.2.2 Information on accessibility and compatibility features · 12.2.3 Effective communication ·
12.2.4 Accessible documentation
"""
"""Clauses 4, 5, 7 and 10 to 12, as the template words them; what those numbered 11.1 to 11.4 ask is WCAG."""


def statement(root: Path) -> str:
    return (root / "docs" / "accessibility.md").read_text(encoding="utf-8")


def test_every_test_that_it_names_exists(root: Path) -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", statement(root)))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (root / name).is_file()] == []


def test_every_criterion_has_one_of_the_four_answers(root: Path) -> None:
    rows = answered(root)
    assert len(rows) > 60
    assert [row for row in rows if row.split(" | ")[1].strip("| ") not in CONFORMANCE] == []


@pytest.mark.parametrize("standard", [WCAG_A, WCAG_AA, SECTION_508, EN_301_549], ids=["A", "AA", "508", "EN"])
def test_every_criterion_is_answered_once_under_its_number_and_title(root: Path, standard: str) -> None:
    answers = [named.strip() for row in answered(root) for named in row.split(" | ")[0].strip("| ").split(";")]
    asked = [" ".join(criterion.split()) for criterion in standard.split("·")]
    assert [criterion for criterion in asked if answers.count(criterion) != 1] == []


def answered(root: Path) -> list[str]:
    tables = statement(root).split("| criterion | conformance | remarks |\n| --- | --- | --- |\n")[1:]
    return [row for table in tables for row in table.partition("\n\n")[0].splitlines()]


def test_what_was_never_tested_is_told(root: Path) -> None:
    never = statement(root).partition("**Never tested:**")[2].partition("\n\n")[0]
    for name in ("NVDA", "JAWS", "VoiceOver", "Orca", "Windows", "macOS"):
        assert name in never


def test_the_readme_leads_to_it(root: Path) -> None:
    assert "(docs/accessibility.md)" in (root / "README.md").read_text(encoding="utf-8")
