"""What can stand against a value of a row: it is missing, is mistyped by its check digit or grammar, or calculates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from player.domain.cell import harmless
from player.domain.identifiers import GRAMMARS, fault_of_uan
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.domain.report_format import TO_AUTHORITIES, Mend, Objection, ReportFormat
from player.domain.roster import RosterRow
from player.exchange.preflight.problems import (
    BirthdayWrong,
    CalculatedCell,
    EmailWrong,
    EProfileWrong,
    LicenceMissing,
    NameMissing,
    NpiWrong,
    ProviderValueMissing,
    ProviderValueWrong,
    SubjectMissing,
    ValueMissing,
    ValueWrong,
)
from player.exchange.preflight.rows import objection
from player.exchange.tables.layout import Column, Layout

_OF_LEARNER = ("learner.", "identifier.", "licence.")
_LABELS: Mapping[str, str] = {
    "learner.given-name": Phrase("The given name"),
    "learner.family-name": Phrase("The family name"),
    "learner.name": Phrase("The name"),
    "identifier.npi": Phrase("The NPI"),
    "identifier.nabp": Phrase("The NABP e-Profile ID"),
    "identifier.birth_mmdd": Phrase("The birthday (month and day)"),
    "identifier.email": Phrase("The e-mail address"),
    "identifier.board_id": Phrase("The number at the certifying board"),
    "licence.state": Phrase("The state of the licence"),
    "licence.number": Phrase("The licence's number"),
    "credit.activity-number": Phrase("The activity's number"),
    "reporting.accme-provider": Phrase("The provider's number at the ACCME"),
    "reporting.acpe-provider": Phrase("The provider's number at the ACPE"),
    "reporting.ce-broker-provider": Phrase("The provider's number at CE Broker"),
    "reporting.ccid-organisation": Phrase("The provider's name in credit ids"),
    "offer.ce-broker-course": Phrase("The course's number at CE Broker"),
    "offer.profession-code": Phrase("CE Broker's code of the profession"),
    "offer.credit-type": Phrase("The board's credit type"),
    "provider.name": Phrase("The provider's name"),
    "course.title": Phrase("The course's title"),
}
_OWN_KIND: Mapping[str, type[ValueWrong]] = {
    "npi": NpiWrong,
    "birthday": BirthdayWrong,
    "e-profile": EProfileWrong,
    "email": EmailWrong,
}
_REASONS: Mapping[str, str] = {
    "state": Phrase("is no state of the USA, by name or code."),
    "pars-activity": Phrase("is no activity's number of PARS: it has nine digits."),
    "pars-provider": Phrase("is no provider's number of PARS: it has seven digits, with the leading zeros."),
    "acpe-provider": Phrase("is no provider's number of the ACPE: it has four digits, with the leading zeros."),
    "ce-broker-provider": Phrase("is no provider's number of CE Broker: it has digits only, with or without the 50-."),
    "ce-broker-course": Phrase("is no course's number of CE Broker: it has digits only, with or without the 20-."),
    "plain": Phrase("has other characters than letters, digits and . _ ~ -"),
    "npi": Phrase("is no NPI."),
}


def against_columns(form: ReportFormat, row: RosterRow, layout: Layout) -> Iterator[Objection]:
    for column, value in layout.values(row):
        if value is None:
            if column.is_required(row):
                yield _missing(row, column, layout)
        elif isinstance(value, str):
            yield from _wrong(form, row, column, value, layout)


def _missing(row: RosterRow, column: Column, layout: Layout) -> Objection:
    source = column.sources[0]
    label = _LABELS.get(source, column.heading)
    problem: Problem
    if column.unless == "credit.whole":
        problem = SubjectMissing(receiver=layout.receiver, amount=row.amount, maximum=row.offer.maximum)
    elif source in ("learner.given-name", "learner.family-name"):
        problem = NameMissing(receiver=layout.receiver, label=label)
    elif source.startswith("licence."):
        problem = LicenceMissing(receiver=layout.receiver, label=label)
    elif source.startswith(_OF_LEARNER):
        problem = ValueMissing(receiver=layout.receiver, label=label)
    else:
        problem = ProviderValueMissing(receiver=layout.receiver, label=label)
    return objection(row, problem, _mend(source), field=column.heading, source=source)


def _wrong(form: ReportFormat, row: RosterRow, column: Column, value: str, layout: Layout) -> Iterator[Objection]:
    source = column.source_of(row)
    grammar = _grammar(column, source)
    data = {"receiver": layout.receiver, "label": _LABELS.get(source, column.heading), "value": value}
    if grammar and not GRAMMARS[grammar](value):
        problem = _problem(grammar, source, value, data)
        yield objection(row, problem, _mend(source), field=column.heading, source=source)
    elif form in TO_AUTHORITIES and source.startswith(_OF_LEARNER) and harmless(value) != value:
        # A list of the provider's own defuses it and loses nothing; a board would look for a name with an apostrophe.
        problem = CalculatedCell(reason="", **data)
        yield objection(row, problem, Mend.PROFILE, field=column.heading, source=source)


def _grammar(column: Column, source: str) -> str:
    """A column may take one of several: an NPI is checked as one also where a licence's number would do."""
    return "npi" if source == "identifier.npi" else column.grammar


def _problem(grammar: str, source: str, value: str, data: Mapping[str, str]) -> Problem:
    reason = fault_of_uan(value) if grammar == "uan" else _REASONS.get(grammar, Phrase("is not as it should be."))
    if not source.startswith(_OF_LEARNER):
        return ProviderValueWrong(reason=reason, **data)
    return _OWN_KIND.get(grammar, ValueWrong)(reason=reason, **data)


def _mend(source: str) -> Mend:
    return Mend.PROFILE if source.startswith(_OF_LEARNER) else Mend.PROVIDER
