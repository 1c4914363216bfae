"""The audit as a whole: what it reads, what it returns, what it refuses."""

from __future__ import annotations

import pickle
import string
from types import SimpleNamespace

import attrs
import pytest

from servrecov.complaint.complaint import Complaint, Customer
from servrecov.complaint.failure import Failure
from servrecov.complaint.remedy import Remedy
from servrecov.deadline.policy import DeadlinePolicy
from servrecov.errors import InvalidValueError, NaiveTimeError, UnknownNameError
from servrecov.fairness.audit import Dimension, FairnessAudit, Finding, audit_fairness
from servrecov.fairness.criteria import CRITERIA, Verdict
from servrecov.fairness.policy import FairnessPolicy
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.journal import Journal
from servrecov.money import Money
from servrecov.sentences import SENTENCES
from servrecov.terms import Justice
from servrecov.testing.stories import LIFE_BEGINS

PLAYBOOK = SimpleNamespace(deadlines=DeadlinePolicy(name="none"), authority=None, fairness=FairnessPolicy())
COMPLAINT = Complaint(
    customer=Customer(id="han"),
    received_at=LIFE_BEGINS,
    failures=[Failure(kind="outcome", cause="service.repair", loss=Money(480, "CNY"))],
    sought=["repair"],
)


def did(verb, hour, **fields):
    return EVENTS[verb](at=LIFE_BEGINS.add(hours=hour), **fields)


STORY = (
    did("received", 0, by="zhang"),
    did("listened", 1),
    did("remedy_offered", 2, remedies=[Remedy("repair", amount=Money(480, "CNY"))]),
    did("offer_accepted", 3),
    did("remedy_delivered", 20),
)


def test_an_audit_has_a_finding_on_every_criterion_in_the_order_of_the_catalogue():
    """Nothing is left out because it does not apply."""
    audit = audit_fairness(COMPLAINT, STORY, PLAYBOOK)

    assert [finding.criterion for finding in audit.findings] == list(CRITERIA)
    assert [finding.dimension for finding in audit.findings] == [criterion.dimension for criterion in CRITERIA.values()]


def test_the_three_dimensions_stand_side_by_side():
    """Each has its own score and its own findings."""
    audit = audit_fairness(COMPLAINT, STORY, PLAYBOOK)

    assert audit.outcome.score == 1
    assert audit.procedural.score == pytest.approx(4 / 5)
    assert audit.interactional.score == pytest.approx(1 / 5)
    assert [len(dimension.findings) for dimension in (audit.outcome, audit.procedural, audit.interactional)] == [4, 7, 5]
    assert audit.procedural.justice is Justice.PROCEDURAL


def test_a_journal_its_entries_and_a_list_of_events_read_alike():
    """The audit takes whatever the caller has."""
    journal = Journal(STORY)

    assert audit_fairness(COMPLAINT, journal, PLAYBOOK) == audit_fairness(COMPLAINT, STORY, PLAYBOOK)
    assert audit_fairness(COMPLAINT, journal.standing(), PLAYBOOK) == audit_fairness(COMPLAINT, iter(STORY), PLAYBOOK)


def test_an_audit_is_a_value():
    """It compares and hashes by what it found, and survives pickling."""
    audit = audit_fairness(COMPLAINT, STORY, PLAYBOOK)

    assert audit == audit_fairness(COMPLAINT, STORY, PLAYBOOK)
    assert hash(audit) == hash(audit_fairness(COMPLAINT, STORY, PLAYBOOK))
    assert pickle.loads(pickle.dumps(audit)) == audit  # noqa: S301  (our own bytes)
    assert audit != audit_fairness(COMPLAINT, STORY[:-1], PLAYBOOK)


def test_without_an_instant_it_is_judged_at_the_last_event():
    """No clock on the wall is read."""
    assert audit_fairness(COMPLAINT, STORY, PLAYBOOK) == audit_fairness(COMPLAINT, STORY, PLAYBOOK, STORY[-1].at)


def test_before_anything_happened_nothing_is_scored():
    """An empty journal has no evidence, so no dimension has a score; no score is not zero."""
    audit = audit_fairness(COMPLAINT, [], PLAYBOOK)

    assert (audit.outcome.score, audit.procedural.score, audit.interactional.score) == (None, None, None)
    assert {finding.verdict for finding in audit.findings} == {Verdict.PENDING, Verdict.NOT_APPLICABLE}


def test_a_finding_speaks_english_and_chinese():
    """The sentence is there in both languages, and in no third."""
    finding = audit_fairness(COMPLAINT, STORY, PLAYBOOK).finding("compensation_proportionate")

    assert finding.sentence == "480 CNY was delivered for a loss of 480 CNY."
    assert finding.sentence_in("en") == finding.sentence
    assert finding.sentence_in("zh-CN") == "损失480 CNY，已赔付480 CNY。"
    with pytest.raises(UnknownNameError, match="lang"):
        finding.sentence_in("fr")


def test_a_list_of_terms_is_written_in_the_language_asked_for():
    """Terms inside a sentence are translated with it."""
    complaint = attrs.evolve(COMPLAINT, sought=["repair", "refund", "apology"])
    finding = audit_fairness(complaint, STORY, PLAYBOOK).finding("sought_addressed")

    assert finding.sentence == "Of what the customer sought, this was offered or given: Repair; this was not: Refund, Apology."
    assert finding.sentence_in("zh") == "客户的诉求中，已提出方案或满足的有：修理；未回应的有：退款、正式道歉。"


def test_an_unknown_criterion_is_refused_with_the_nearest_one():
    """Who misspells a code is told the right one."""
    with pytest.raises(UnknownNameError) as caught:
        audit_fairness(COMPLAINT, STORY, PLAYBOOK).finding("apologies")

    assert caught.value.nearest == "apology"


@pytest.mark.parametrize(
    ("changes", "error", "place"),
    [
        ({"criterion": "kindness"}, UnknownNameError, "Finding.criterion"),
        ({"score": None}, InvalidValueError, "Finding.score"),
        ({"score": 1.5}, InvalidValueError, "Finding.score"),
        ({"score": -0.5}, InvalidValueError, "Finding.score"),
        ({"verdict": "pending"}, InvalidValueError, "Finding.score"),
        ({"evidence": ()}, InvalidValueError, "Finding.evidence"),
        ({"verdict": "fine"}, UnknownNameError, "Finding.verdict"),
    ],
)
def test_a_finding_that_contradicts_itself_is_refused(changes, error, place):
    """A score goes with a verdict that has one, lies within 0 and 1 and is shown by an event."""
    parts = {"criterion": "apology", "dimension": "interactional", "verdict": "met", "score": 1.0, "evidence": STORY[:1], "sentence": "Done."}

    assert Finding(**parts).weight == 1
    with pytest.raises(error) as caught:
        Finding(**{**parts, **changes})
    assert caught.value.where == place


def test_weights_shift_a_dimension_and_nothing_else():
    """Twice the weight counts twice; a weight of nothing reports and does not count; where all weigh nothing there is no score."""
    base = audit_fairness(COMPLAINT, STORY, PLAYBOOK)

    def weighed(**weights):
        return audit_fairness(COMPLAINT, STORY, SimpleNamespace(**{**vars(PLAYBOOK), "fairness": FairnessPolicy(weights=weights)}))

    assert weighed(heard_before_decided=3).procedural.score == pytest.approx(6 / 7)
    assert weighed(choice_given=0).procedural.score == 1
    assert weighed(choice_given=0).finding("choice_given").score == 0
    assert weighed(choice_given=0).outcome == base.outcome
    assert weighed(**dict.fromkeys(CRITERIA, 0)).procedural.score is None


def test_a_dimension_without_findings_has_no_score():
    """A missing dimension is None and not zero."""
    assert Dimension.of(Justice.OUTCOME, ()).score is None
    assert FairnessAudit(()).interactional.score is None


def test_a_naive_instant_and_what_is_no_event_are_refused():
    """Bad input gets one error of ours."""
    with pytest.raises(NaiveTimeError, match="audit_fairness"):
        audit_fairness(COMPLAINT, STORY, PLAYBOOK, STORY[0].at.naive())
    with pytest.raises(InvalidValueError, match="journal"):
        audit_fairness(COMPLAINT, [*STORY, "closed"], PLAYBOOK)


def test_every_sentence_of_fairness_is_said_in_two_languages_from_the_same_values():
    """A translation that forgot a value, or made one up, would say something else."""
    for key, spoken in SENTENCES.items():
        if key.startswith("fairness."):
            english, chinese = ({name for _, name, _, _ in string.Formatter().parse(text) if name} for text in spoken)
            assert english == chinese, key


def test_a_complaint_of_which_nothing_is_in_view_is_judged_for_nothing():
    """Patience may be over, but there is no event that could show it: every criterion is pending or does not apply."""
    patient = SimpleNamespace(deadlines=DeadlinePolicy(name="none"), authority=None, fairness=FairnessPolicy(patience="3 hours"))

    for events in ((), (did("received", 48),)):
        audit = audit_fairness(COMPLAINT, events, patient, LIFE_BEGINS.add(hours=9))
        assert {finding.verdict for finding in audit.findings} == {Verdict.PENDING, Verdict.NOT_APPLICABLE}
