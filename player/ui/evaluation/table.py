"""The evaluation as a table: a row for each question, of a matrix one for each statement, with what was said."""

from __future__ import annotations

from collections.abc import Iterator

from player.domain.evaluation import Item, Option
from player.ui.evaluation.state import EvaluationState
from player.ui.language import tr
from player.ui.widgets.table_text import Table


def responses_table(state: EvaluationState) -> Table:
    headings = (tr("Question"), tr("Statement"), tr("Your answer"), tr("Scale"))
    rows = tuple(cells for item in state.evaluation.items for cells in _rows(state, item))
    return Table(title=tr("Evaluation of {course}").format(course=state.course_title), headings=headings, rows=rows)


def _rows(state: EvaluationState, item: Item) -> Iterator[tuple[str, ...]]:
    scale = " / ".join(option.text for option in item.options)
    for row in item.rows or (Option(id="", text=""),):
        yield item.text, row.text, _said(state, item, row.id), scale


def _said(state: EvaluationState, item: Item, row: str) -> str:
    response = state.response(item.id, row)
    if response is None:
        return ""
    words = [option.text for option in item.options if option.id in response.options]
    return "\n".join((*words, *((response.text,) if response.text else ())))
