from integrations.errors import (
    AccessDenied,
    Busy,
    Rejected,
    Retryable,
    Throttled,
    TimedOut,
    Unavailable,
    UserError,
)


def test_what_may_be_tried_again_says_so_by_its_class():
    again = (Throttled("", retry_after=1), Busy(""), Unavailable(""), TimedOut(""))
    assert all(isinstance(error, Retryable) for error in again)
    assert not isinstance(Rejected(""), Retryable)


def test_every_error_has_a_sentence_for_the_merchant_and_may_have_a_better_one():
    assert "permission" in AccessDenied("scope missing").merchant_sentence
    assert (
        Rejected("no", merchant_sentence="The alt text is too long.").merchant_sentence
        == "The alt text is too long."
    )


def test_the_services_own_codes_can_be_asked_for():
    fields = (UserError(("files", "0"), "FILE_LOCKED", "Locked."), UserError((), "", "Something."))
    assert Busy("no", fields=fields).codes == {"FILE_LOCKED"}
    assert str(fields[0]) == "FILE_LOCKED files.0 Locked."
