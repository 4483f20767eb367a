"""Forms for feedback, as events and series have them."""

from typing import Any

from services.kit.process.ids import uuid7


def with_question_ids(form: dict[str, Any] | None) -> dict[str, Any] | None:
    """Returns a form whose new questions have got their IDs.

    Args:
        form: The form, as `FeedbackForm`; None if nothing is asked.
    """
    if form is None or not form.get("questions"):
        return form
    questions = [
        {**each, "question_id": each.get("question_id") or str(uuid7())}
        for each in form["questions"]
    ]
    return {**form, "questions": questions}
