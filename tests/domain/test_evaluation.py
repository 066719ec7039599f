"""The evaluation: responses fit the form, and what is required is there before it is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from player.domain.evaluation import Response, ResponsesDoNotFit, check_response, check_responses, missing
from tests.builders import EVALUATION, RESPONSES


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (Response(item="nope"), "no item"),
        (Response(item="rate", row="food", options=("1",)), "no row"),
        (Response(item="rate", options=("1",)), "no row"),
        (Response(item="bias", row="content", options=("yes",)), "no row"),
        (Response(item="bias", options=("maybe",)), "not offered"),
        (Response(item="bias", options=("yes", "no")), "one answer only"),
        (Response(item="rate", row="content", options=("1", "2")), "one answer only"),
        (Response(item="use", options=("1", "1")), "twice"),
        (Response(item="bias", options=("yes",), text="and more"), "no free text"),
        (Response(item="say", options=("1",)), "not offered"),
    ],
)
def test_a_response_that_does_not_fit_the_form_is_refused(response: Response, reason: str) -> None:
    with pytest.raises(ResponsesDoNotFit, match=reason):
        check_response(EVALUATION, response)


@pytest.mark.parametrize(
    "response",
    [
        Response(item="use", options=("1", "3")),
        Response(item="use"),
        Response(item="say", text="Grüße, שלום"),
        Response(item="rate", row="speaker", options=("1",)),
    ],
)
def test_a_response_that_fits_is_taken(response: Response) -> None:
    check_response(EVALUATION, response)


def test_what_is_required_is_named_in_the_order_of_the_form() -> None:
    assert missing(EVALUATION, ()) == (("rate", "content"), ("rate", "speaker"), ("bias", ""))
    assert missing(EVALUATION, RESPONSES) == ()


def test_spaces_are_no_answer() -> None:
    assert Response(item="say", text=" \n").is_empty
    required = replace(EVALUATION, items=(replace(EVALUATION.items[3], required=True),))
    assert missing(required, (Response(item="say", text="  "),)) == (("say", ""),)


def test_the_first_required_item_left_empty_is_named_with_its_place() -> None:
    with pytest.raises(ResponsesDoNotFit, match="“How was it\\?” still needs an answer") as met:
        check_responses(EVALUATION, (RESPONSES[0], RESPONSES[2]))
    assert met.value.place == ("rate", "speaker")


def test_an_item_is_answered_once() -> None:
    with pytest.raises(ResponsesDoNotFit, match="answered twice"):
        check_responses(EVALUATION, (*RESPONSES, RESPONSES[0]))


def test_each_response_of_a_form_must_fit() -> None:
    with pytest.raises(ResponsesDoNotFit, match="no item"):
        check_responses(EVALUATION, (*RESPONSES, Response(item="nope")))


def test_what_is_not_required_may_be_left_out() -> None:
    check_responses(EVALUATION, RESPONSES)
    check_responses(EVALUATION, (*RESPONSES, Response(item="say", text="Thanks")))
