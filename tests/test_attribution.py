"""Attribution: three questions, and always whose account it is."""

from __future__ import annotations

import pytest

from servrecov.complaint.attribution import Account, Attribution, Controllability, Locus, Stability
from servrecov.errors import UnknownNameError


def test_an_attribution_needs_an_account():
    """Customers and staff contradict each other, so nobody's account is no account."""
    with pytest.raises(TypeError):
        Attribution(locus="staff")


def test_the_three_questions_may_stay_open():
    """Only what is known is said."""
    unknown = Attribution(account="employee")

    assert unknown.account is Account.EMPLOYEE
    assert (unknown.locus, unknown.stability, unknown.controllability) == (None, None, None)


def test_the_answers_are_read_from_text():
    """Data may spell the members out."""
    known = Attribution(account="firm", locus="external", stability="unstable", controllability="uncontrollable")

    assert known == Attribution(
        account=Account.FIRM,
        locus=Locus.EXTERNAL,
        stability=Stability.UNSTABLE,
        controllability=Controllability.UNCONTROLLABLE,
    )
    assert len({known, Attribution(account="firm")}) == 2


def test_the_loci_are_the_lecture_s_four():
    """Staff, firm, outside the firm, customer."""
    assert [locus.value for locus in Locus] == ["staff", "firm", "external", "customer"]


def test_an_unknown_locus_is_refused_with_the_nearest():
    """The error names the place and the right word."""
    with pytest.raises(UnknownNameError) as caught:
        Attribution(account="firm", locus="stuff")

    assert (caught.value.where, caught.value.nearest) == ("Attribution.locus", "staff")
