"""The words of attendee rosters: headings of columns, professions and degrees, as registration systems write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from player.domain.learner import Profession

_LONGEST_HEADING = 100


class Column(StrEnum):
    """What a column of a roster says."""

    NUMBER = "number"
    BADGE = "badge"
    CODE = "code"
    GIVEN = "given"
    MIDDLE = "middle"
    FAMILY = "family"
    NAME = "name"
    PRINTED = "printed"
    DEGREES = "degrees"
    PROFESSION = "profession"
    EMAIL = "email"
    POSTCODE = "postcode"
    BIRTHDAY = "birthday"
    NPI = "npi"
    NABP = "nabp"
    LICENCE = "licence"
    LICENCE_STATE = "licence-state"
    MEMBERSHIP = "membership"


_CALLED: Mapping[Column, str] = {
    Column.NUMBER: (
        "number registrationid registrationnumber registrationno registration# registration regid regnumber regno reg#"
        " reg attendeeid attendeenumber attendeeno attendee# participantid participantnumber delegateid delegatenumber"
        " confirmationnumber confirmation# confirmationcode confirmationid registrantid registrantnumber"
    ),
    Column.BADGE: (
        "badge badgeid badgenumber badgeno badge# badgecode barcode badgebarcode qrcode qr badgeqr scanid scancode"
        " rfid badge1 badge2 badgeuid attendeebarcode ticketbarcode"
    ),
    Column.CODE: "accesscode personalcode logincode passcode kioskcode",
    Column.GIVEN: (
        "given givenname givennames firstname firstnames first forename forenames fname firstgivenname vorname prenom"
        " nombre attendeefirstname"
    ),
    Column.MIDDLE: "middlename middle middlenames mi middleinitial",
    Column.FAMILY: (
        "family familyname lastname last surname lname surnames nachname nom apellido apellidos attendeelastname"
    ),
    Column.NAME: "name fullname attendee attendeename participant participantname delegate delegatename displayname",
    Column.PRINTED: "certificatename nameoncertificate printedname nameonbadge badgename",
    Column.DEGREES: (
        "degrees degree credentials credential professionaldesignation designation postnominals degreecredentials"
    ),
    Column.PROFESSION: (
        "profession occupation professionaltype discipline professionrole learnertype clinicianrole providertype beruf"
    ),
    Column.EMAIL: "email emailaddress mail emails attendeeemail primaryemail workemail contactemail courriel correo",
    Column.POSTCODE: (
        "postcode postalcode zip zipcode zippostalcode zippostcode postalzip plz ziporpostalcode homezip workzip"
    ),
    Column.BIRTHDAY: (
        "birthday birthdate dateofbirth dob birthmmdd birthmonthday monthanddayofbirth birthdaymmdd mmdd dobmmdd"
        " birthmonthandday"
    ),
    Column.NPI: "npi npinumber nationalprovideridentifier npi# npino",
    Column.NABP: "nabp nabpeprofileid eprofileid nabpid nabpnumber nabpeprofile cpemonitorid nabp#",
    Column.LICENCE: "licence license licencenumber licensenumber license# licence# licenseno licenceno",
    Column.LICENCE_STATE: (
        "licencestate licensestate stateoflicense stateoflicensure stateoflicence licensingstate licenseboard"
    ),
    Column.MEMBERSHIP: "membership membershiptype membertype memberstatus membershipstatus membershipcategory",
}
_VAGUELY: Mapping[Column, str] = {
    Column.NUMBER: (
        "id no # orderid ticketnumber ticketid ticket# personid contactid customerid memberid membernumber userid"
        " externalid externalreference referenceid reference referencenumber bookingreference uid"
    ),
    Column.CODE: "code pin",
    Column.DEGREES: "suffix",
    Column.PROFESSION: "role jobtype attendeetype participanttype",
}
HEADINGS: Mapping[str, Column] = {word: column for column, words in _CALLED.items() for word in words.split()}
"""By a heading in small letters without anything between them: "Last Name", "last_name" and "LAST-NAME" are one."""
VAGUE_HEADINGS: Mapping[str, Column] = {word: column for column, words in _VAGUELY.items() for word in words.split()}
"""Those that mean this where no other heading does: an "ID" beside a "Registration number" is the system's own."""

_PROFESSIONS: Mapping[Profession, str] = {
    Profession.PHYSICIAN: (
        "physician, physicians, md, do, mbbs, doctor, medical doctor, attending, attending physician, consultant,"
        " physician md do, physician md, physician do, md do, surgeon, hospitalist"
    ),
    Profession.RESIDENT_FELLOW: (
        "resident, fellow, resident fellow, fellow resident, resident physician, residents fellows, trainee, intern,"
        " physician in training, registrar, house officer, physician resident, physician fellow"
    ),
    Profession.MEDICAL_STUDENT: "medical student, student, med student, student medical",
    Profession.NURSE: (
        "nurse, nurses, rn, lpn, lvn, aprn, np, crna, cnm, cns, registered nurse, nurse practitioner, nursing,"
        " advanced practice nurse, advanced practice registered nurse, nurse rn, clinical nurse specialist, nurse np,"
        " certified registered nurse anesthetist, nurse anesthetist, nurse midwife, dnp, bsn"
    ),
    Profession.PHARMACIST: "pharmacist, pharmacists, pharmd, rph, clinical pharmacist, pharm d",
    Profession.PHYSICIAN_ASSISTANT: (
        "physician assistant, physician associate, pa, pa c, pac, physician assistants, physician assistant pa"
    ),
    Profession.PSYCHOLOGIST: "psychologist, psychologists, psyd, clinical psychologist",
    Profession.SOCIAL_WORKER: "social worker, social workers, lcsw, lmsw, msw, lsw, licsw, clinical social worker",
    Profession.OTHER: "other, others, not listed, none of the above, other healthcare professional, non physician",
}
_BY_WORD: Mapping[str, Profession] = {
    word.strip(): profession for profession, words in _PROFESSIONS.items() for word in words.split(",")
}
_DEGREES = frozenset(
    "md do mbbs mbchb phd pharmd rph rn np aprn dnp bsn msn pa pac mpas psyd lcsw lmsw msw mph ms msc ma mba facp facc"
    " facs faap fccp fahcp dds dmd dpm od dpt pt ot jr sr ii iii iv crna cnm cns lpn bs ba edd jd".split()
)


def heading_word(heading: str) -> str:
    """A heading as it stands in `HEADINGS`: "Prénom" is "prenom"."""
    small = unicodedata.normalize("NFKD", heading[:_LONGEST_HEADING]).casefold()
    return re.sub(r"[^a-z0-9#]", "", small)


def profession_called(text: str) -> Profession | None:
    """The profession that a roster calls so; None where it is empty or not known here."""
    spaced = " ".join(re.sub(r"[^\w]+", " ", text.casefold().replace("_", " ").replace(".", "")).split())
    if spaced in _BY_WORD:
        return _BY_WORD[spaced]
    ids = {profession.value.replace("-", " "): profession for profession in Profession}
    return ids.get(spaced)


def title_in(name: str) -> tuple[str, str]:
    """A name, and the degrees that stand behind its last commas: "Ana Núñez, MD, PhD" is "Ana Núñez" and "MD, PhD"."""
    parts = [part.strip() for part in name.split(",")]
    degrees: list[str] = []
    while len(parts) > 1 and re.sub(r"[^a-z]", "", parts[-1].casefold()) in _DEGREES:
        degrees.insert(0, parts.pop())
    return ", ".join(parts), ", ".join(degrees)
