"""The errors: one root, second bases, data on the error, a message that helps, and pickling."""

from __future__ import annotations

import pickle
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov import errors
from servrecov.errors import InvalidValueError, ServRecovError, StepNotAllowedError, UnknownNameError
from servrecov.journal.catalogue import EVENTS
from servrecov.spelling import nearest

_VALUE_ERRORS = [
    errors.InvalidValueError,
    errors.UnknownNameError,
    errors.CurrencyMismatchError,
    errors.InvalidSpanError,
    errors.InvalidCalendarError,
    errors.InvalidPolicyError,
    errors.InvalidProcedureError,
    errors.InvalidPresetError,
    errors.CodecError,
]

EXAMPLES = {
    **{kind.__name__: kind("clocks[2].stop", "recieved", "a verb", ["received", "closed"]) for kind in _VALUE_ERRORS},
    "NaiveTimeError": errors.NaiveTimeError("Received.at", "2026-03-02T18:30"),
    "NoBusinessTimeError": errors.NoBusinessTimeError("next_open", "every day is a holiday"),
    "HolidayDataError": errors.HolidayDataError(2027, (2024, 2026)),
    "EventOrderError": errors.EventOrderError("contacted", "2026-03-01", "2026-03-02"),
    "DuplicateEventError": errors.DuplicateEventError("e-1", 3),
    "StepNotAllowedError": errors.StepNotAllowedError(
        "C-1", "received", SimpleNamespace(verb="closd"), ("closed", "contacted"), "nobody spoke to the customer"
    ),
    "LateEntryError": errors.LateEntryError(None, "closed", SimpleNamespace(verb="contacted"), ()),
    "RetractionError": errors.RetractionError(1, "the receipt stays"),
    "AuthorityExceededError": errors.AuthorityExceededError("clerk", "50 CNY", "80 CNY", ("manager",), "sum of two offers"),
    "PlaybookVersionError": errors.PlaybookVersionError("dealership", "9", ("1", "2")),
    "MissingExtraError": errors.MissingExtraError("pandas", "frames"),
}

MESSAGES = {
    "InvalidValueError": "clocks[2].stop: got 'recieved', expected a verb; did you mean 'received'?",
    "NaiveTimeError": "Received.at: got '2026-03-02T18:30', expected a datetime with a zone",
    "NoBusinessTimeError": "next_open: every day is a holiday",
    "HolidayDataError": "the answer depends on 2027, but holidays are known only for 2024 to 2026",
    "EventOrderError": "contacted at 2026-03-01: expected a time at or after the latest recorded event (2026-03-02)",
    "DuplicateEventError": "event id 'e-1': expected a new id, but entry 3 holds it",
    "StepNotAllowedError": "case C-1, stage 'received': 'closd' is not allowed (nobody spoke to the customer); expected one of: closed, contacted",
    "LateEntryError": "case, stage 'closed': 'contacted' is not allowed; expected one of: nothing",
    "RetractionError": "entry 1: cannot be retracted, the receipt stays",
    "AuthorityExceededError": "role 'clerk' may commit up to 50 CNY, not 80 CNY (sum of two offers); who may: manager",
    "PlaybookVersionError": "playbook 'dealership': version '9' is not here; expected one of: 1, 2",
    "MissingExtraError": 'pandas is not installed; run: pip install "servrecov[frames]"',
}

SECOND_BASES = {
    **{kind.__name__: ValueError for kind in _VALUE_ERRORS},
    "NaiveTimeError": ValueError,
    "NoBusinessTimeError": ValueError,
    "HolidayDataError": LookupError,
    "EventOrderError": ValueError,
    "DuplicateEventError": ValueError,
    "StepNotAllowedError": ValueError,
    "LateEntryError": ValueError,
    "RetractionError": ValueError,
    "AuthorityExceededError": ValueError,
    "PlaybookVersionError": LookupError,
    "MissingExtraError": ImportError,
}


def test_every_public_error_has_an_example():
    """A new error class must be added to the examples, so that all the tests below cover it."""
    public = {name for name in errors.__all__ if isinstance(getattr(errors, name), type)} - {"ServRecovError"}

    assert public == set(EXAMPLES) == set(SECOND_BASES)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_error_has_the_root_and_a_built_in_base(name):
    """Callers may catch the library's root or the built-in that the error resembles."""
    assert isinstance(EXAMPLES[name], ServRecovError)
    assert isinstance(EXAMPLES[name], SECOND_BASES[name])


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_error_survives_pickling(name):
    """Data and message come back whole from another process."""
    before = EXAMPLES[name]

    after = pickle.loads(pickle.dumps(before))  # noqa: S301  (our own bytes)

    assert type(after) is type(before)
    assert vars(after) == vars(before)
    assert str(after) == str(before)


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_the_message_says_where_what_and_what_was_expected(name):
    """The message alone is enough to mend the input."""
    assert MESSAGES[name] in str(EXAMPLES[name])


def test_an_unknown_name_is_also_a_lookup_error():
    """A name that is not in its list can be caught as a failed look-up."""
    assert issubclass(UnknownNameError, LookupError)
    assert EXAMPLES["UnknownNameError"].nearest == "received"


def test_an_unnamed_actor_and_an_empty_limit_are_said_in_words():
    """Where nobody may commit anything, the message says so."""
    error = errors.AuthorityExceededError(None, None, "repair", ())

    assert str(error) == "no role may commit nothing of the kind, not repair; who may: nobody in this playbook"


def test_no_known_version_is_said_in_words():
    """An empty list of versions does not leave a hole in the message."""
    assert str(errors.PlaybookVersionError("x", "1")).endswith("expected one of: none known")


def test_an_event_names_its_verb_and_the_nearest_allowed_one():
    """A refused event is named by its verb, and the nearest allowed verb stands on the error."""
    error = errors.StepNotAllowedError("C-1", "received", SimpleNamespace(verb="contcted"), ("closed", "contacted"))

    assert error.nearest == "contacted"
    assert "'contcted'" in str(error)


@pytest.mark.parametrize("verb", EVENTS)
def test_a_verb_that_is_right_gets_no_hint(verb):
    """A known act that is not allowed at its stage is no misspelling of another one, however alike the two are."""
    others = tuple(other for other in EVENTS if other != verb)
    error = StepNotAllowedError("C-1", "received", SimpleNamespace(verb=verb), others)

    assert error.nearest is None
    assert "did you mean" not in str(error)


def test_an_invalid_value_keeps_its_data():
    """Place, value, expectation and neighbour are attributes."""
    error = InvalidValueError("Money.currency", "cny", "a code", ["CNY"])

    assert (error.where, error.value, error.expected, error.nearest) == ("Money.currency", "cny", "a code", "CNY")


@pytest.mark.parametrize(("name", "options"), [(7, ["seven"]), ("seven", []), ("xyz", ["received"])])
def test_nothing_is_near_what_is_no_name_or_resembles_none(name, options):
    """No hint is better than a wrong one."""
    assert nearest(name, options) is None


@given(st.lists(st.from_regex(r"[a-z]{3,12}", fullmatch=True), min_size=1, unique=True), st.data())
def test_a_valid_name_in_other_case_is_its_own_neighbour(options, data):
    """Whoever only shouts is understood."""
    name = data.draw(st.sampled_from(options))

    assert nearest(name.upper(), options) == name


def test_a_refused_step_lists_the_first_of_many_allowed_and_the_one_that_was_meant():
    """A stage that allows forty verbs does not fill the screen, and a near miss is named."""
    allowed = tuple(f"verb_{number}" for number in range(40))
    event = SimpleNamespace(verb="verb_39x")

    message = str(StepNotAllowedError("C-1", "received", event, allowed))

    assert "verb_0, verb_1" in message
    assert "verb_7 and 32 more" in message
    assert message.endswith("did you mean 'verb_39'?")


def test_a_stage_that_allows_nothing_says_so():
    """An empty list is a word, not a gap."""
    assert str(StepNotAllowedError(None, "closed", SimpleNamespace(verb="noted"), ())).endswith("expected one of: nothing")
