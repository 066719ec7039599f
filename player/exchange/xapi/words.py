"""The words of the xAPI, of its Video Profile and of cmi5 that statements are made of; their own spelling, not ours."""

from __future__ import annotations

from typing import Final

Json = dict[str, object]
"""A JSON object. Where several statements say the same thing they share it: nobody who is handed one changes it."""

_ADL: Final = "http://adlnet.gov/expapi/verbs/"
_VIDEO: Final = "https://w3id.org/xapi/video"
_CMI5: Final = "https://w3id.org/xapi/cmi5/context"


def _verb(iri: str, word: str) -> Json:
    # Exactly one word in American English: validators refuse a second language beside it.
    return {"id": iri, "display": {"en-US": word}}


LAUNCHED: Final = _verb(f"{_ADL}launched", "launched")
INITIALIZED: Final = _verb(f"{_ADL}initialized", "initialized")
PLAYED: Final = _verb(f"{_VIDEO}/verbs/played", "played")
PAUSED: Final = _verb(f"{_VIDEO}/verbs/paused", "paused")
SEEKED: Final = _verb(f"{_VIDEO}/verbs/seeked", "seeked")
INTERACTED: Final = _verb(f"{_ADL}interacted", "interacted")
COMPLETED: Final = _verb(f"{_ADL}completed", "completed")
TERMINATED: Final = _verb(f"{_ADL}terminated", "terminated")
PASSED: Final = _verb(f"{_ADL}passed", "passed")
FAILED: Final = _verb(f"{_ADL}failed", "failed")
ABANDONED: Final = _verb("https://w3id.org/xapi/adl/verbs/abandoned", "abandoned")
SATISFIED: Final = _verb("https://w3id.org/xapi/adl/verbs/satisfied", "satisfied")
ANSWERED: Final = _verb(f"{_ADL}answered", "answered")
RESPONDED: Final = _verb(f"{_ADL}responded", "responded")
SCORED: Final = _verb(f"{_ADL}scored", "scored")
EARNED: Final = _verb("http://specification.openbadges.org/xapi/verbs/earned", "earned")
"""Neither ADL's lists nor cmi5 have a word for credit; this one is the registry's, and record stores know it."""
VOIDED: Final = _verb(f"{_ADL}voided", "voided")

PROFILE_TYPE: Final = "http://adlnet.gov/expapi/activities/profile"
VIDEO_PROFILE: Final[Json] = {"id": _VIDEO, "definition": {"type": PROFILE_TYPE}}
CMI5_CATEGORY: Final[Json] = {"id": f"{_CMI5}/categories/cmi5"}
MOVE_ON_CATEGORY: Final[Json] = {"id": f"{_CMI5}/categories/moveon"}

VIDEO_TYPE: Final = f"{_VIDEO}/activity-type/video"
COURSE_TYPE: Final = "https://w3id.org/xapi/cmi5/activitytype/course"
LESSON_TYPE: Final = "http://adlnet.gov/expapi/activities/lesson"
ASSESSMENT_TYPE: Final = "http://adlnet.gov/expapi/activities/assessment"
INTERACTION_TYPE: Final = "http://adlnet.gov/expapi/activities/cmi.interaction"
SURVEY_TYPE: Final = "http://id.tincanapi.com/activitytype/survey"
CERTIFICATE_TYPE: Final = "https://www.opigno.org/en/tincan_registry/activity_type/certificate"

TIME: Final = f"{_VIDEO}/extensions/time"
TIME_FROM: Final = f"{_VIDEO}/extensions/time-from"
TIME_TO: Final = f"{_VIDEO}/extensions/time-to"
PROGRESS: Final = f"{_VIDEO}/extensions/progress"
PLAYED_SEGMENTS: Final = f"{_VIDEO}/extensions/played-segments"
VIDEO_SESSION: Final = f"{_VIDEO}/extensions/session-id"
LENGTH: Final = f"{_VIDEO}/extensions/length"
THRESHOLD: Final = f"{_VIDEO}/extensions/completion-threshold"
SPEED: Final = f"{_VIDEO}/extensions/speed"

CMI5_SESSION: Final = f"{_CMI5}/extensions/sessionid"
LAUNCH_MODE: Final = f"{_CMI5}/extensions/launchmode"
LAUNCH_URL: Final = f"{_CMI5}/extensions/launchurl"
MOVE_ON: Final = f"{_CMI5}/extensions/moveon"
MASTERY_SCORE: Final = f"{_CMI5}/extensions/masteryscore"

PURPOSE: Final = "urn:carrel:xapi:purpose"
"""Our own: "specimen" or "rehearsal", on every statement of what proves no credit."""
CREDIT: Final = "urn:carrel:xapi:credit"
"""Our own: what was earned, as `type`, `amount`, `unit` and the `number` of its certificate."""

PLATFORM: Final = "Carrel"
SIGNATURE: Final = "http://adlnet.gov/expapi/attachments/signature"
