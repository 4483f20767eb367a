"""Forms for feedback, as events and series have them."""

from typing import Any

from services.kit.process.ids import uuid7


def with_question_ids(form: dict[str, Any] | None) -> dict[str, Any] | None:
    """Returns a form whose new questions, and their new options, have got their IDs.

    Args:
        form: The form, as `FeedbackForm`; None if nothing is asked.
    """
    if form is None or not form.get("questions"):
        return form
    return {**form, "questions": [_named(each) for each in form["questions"]]}


def _named(question: dict[str, Any]) -> dict[str, Any]:
    named = {**question, "question_id": question.get("question_id") or str(uuid7())}
    if question.get("options"):
        named["options"] = [
            {**each, "option_id": each.get("option_id") or str(uuid7())}
            for each in question["options"]
        ]
    return named
