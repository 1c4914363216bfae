"""Causes: the shipped tree, and the trees that firms make of their own."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servrecov.complaint.cause import CAUSES, Cause, CauseTree
from servrecov.errors import InvalidValueError, UnknownNameError

every_cause = pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.code)


def tree_of(*codes):
    return CauseTree([Cause(code=code, label=code.title()) for code in codes])


@every_cause
def test_every_shipped_cause_carries_its_words(cause):
    """Label, Chinese label, definition and source are all there."""
    assert cause.label[0].isupper()
    assert re.search(r"[\u4e00-\u9fff]", cause.zh)
    assert cause.definition.endswith(".")
    assert cause.source.title


def test_the_tree_has_the_six_trunks_of_the_contract():
    """Product, service, promise, sale, customer and what lies outside."""
    assert [cause.code for cause in CAUSES.children()] == ["product", "service", "promise", "sale", "customer", "external"]


@pytest.mark.parametrize(
    ("parent", "zh"),
    [
        ("product", {"品牌形象", "产品质量", "产品价格", "保修索赔", "附加价值"}),
        ("service", {"人员素质", "环境条件", "服务态度", "维修能力", "工作效率"}),
        ("service.efficiency", {"长时间无服务人员接待", "长时间安排维修", "长时间等待结算"}),
        ("service.attitude", {"服务人员不够热情", "服务人员缺乏耐心"}),
        ("service.staff", {"说明解释工作不清楚"}),
        ("service.repair", {"首次修复未成功", "同一问题多次出现", "问题长时间没有解决", "未对客户车辆进行防护", "出厂时车辆不干净"}),
        ("promise", {"未按约定时间交车", "结算金额超出预期", "未使用纯正备件", "未按客户要求作业"}),
        ("sale", {"销售顾问的承诺未履行", "寻求平衡心理（贵了）", "权利义务交待不清楚"}),
        ("customer", {"从众攀比"}),
        ("customer.misunderstanding", {"保修条款", "服务产品的说明", "侥幸心理"}),
        ("customer.misuse", {"对产品的性能不了解", "未按操作规范使用"}),
        ("customer.expectation", {"希望产品不出问题", "对维修时间要求较高", "节省费用"}),
        ("external", {"市场竞争", "周围人的影响"}),
    ],
)
def test_every_cause_of_the_lecture_is_in_its_place(parent, zh):
    """The matrix and its detail are shipped whole, in the lecture's words."""
    assert zh <= {cause.zh for cause in CAUSES.children(parent)}


def test_the_codes_and_the_words_tell_the_causes_apart():
    """No code, label or Chinese label stands twice."""
    for word in ("code", "label", "zh"):
        assert len({getattr(cause, word) for cause in CAUSES}) == len(CAUSES)


def test_inner_nodes_are_causes_too():
    """Who knows only that the repair was bad can say so."""
    assert CAUSES.check("service.repair") == "service.repair"
    assert CAUSES["service.repair.fault_recurs"].parent == "service.repair"


@every_cause
def test_a_cause_is_found_by_its_code_and_is_its_parent_s_child(cause):
    """Membership, look-up and children agree."""
    assert cause.code in CAUSES
    assert CAUSES[cause.code] is cause
    assert cause in CAUSES.children(cause.parent)


@pytest.mark.parametrize("look_up", [CAUSES.check, CAUSES.children, CAUSES.__getitem__])
def test_an_unknown_cause_is_refused_with_the_nearest(look_up):
    """Every way in names the right code."""
    with pytest.raises(UnknownNameError) as caught:
        look_up("service.repair.fault_recur")

    assert caught.value.nearest == "service.repair.fault_recurs"


@pytest.mark.parametrize("code", [7, None, ["service"]])
def test_what_is_no_text_is_no_cause(code):
    """A code of another type is refused with its place, not with an accident."""
    with pytest.raises(UnknownNameError) as caught:
        CAUSES.check(code, "failures[0].cause")

    assert caught.value.where == "failures[0].cause"
    assert 7 not in CAUSES


@pytest.mark.parametrize("code", ["", "Service", "service.", ".repair", "service..repair", "ser vice", "service.Repair", "x" + chr(10)])
def test_a_code_is_lower_case_words_joined_by_dots(code):
    """Anything else would not match what data say."""
    with pytest.raises(InvalidValueError) as caught:
        Cause(code=code, label="X")

    assert caught.value.where == "Cause.code"


def test_a_tree_refuses_a_code_given_twice():
    """One code, one meaning."""
    with pytest.raises(InvalidValueError) as caught:
        tree_of("a", "a.b", "a")

    assert (caught.value.where, caught.value.value) == ("CauseTree.causes[2].code", "a")


def test_a_tree_refuses_an_orphan():
    """A branch without a trunk has lost its parent on the way."""
    with pytest.raises(InvalidValueError) as caught:
        tree_of("a", "a.b.c")

    assert str(caught.value) == "CauseTree.causes[1].code: got 'a.b.c', expected its parent 'a.b' in the tree"


def test_a_firm_may_have_a_flat_list_of_its_own():
    """Dots are optional, and so is a parent that comes later."""
    tree = tree_of("closing_an_account", "fees.late", "fees")

    assert [cause.code for cause in tree.children()] == ["closing_an_account", "fees"]
    assert [cause.code for cause in tree.children("fees")] == ["fees.late"]


@given(st.lists(st.from_regex(r"[a-z]{1,3}(\.[a-z]{1,3}){0,2}", fullmatch=True), max_size=6, unique=True))
def test_any_set_of_codes_with_its_parents_makes_a_tree(codes):
    """Order does not matter, every node but the trunks is somebody's child, and trees are values."""
    parts = [code.split(".") for code in codes]
    whole = sorted({".".join(words[:length]) for words in parts for length in range(1, len(words) + 1)}, reverse=True)
    tree = tree_of(*whole)

    assert [cause.code for cause in tree] == whole
    assert sum(len(tree.children(cause.code)) for cause in tree) + len(tree.children()) == len(tree)
    assert tree == tree_of(*whole)
    assert hash(tree) == hash(tree_of(*whole))
    assert pickle.loads(pickle.dumps(tree)) == tree  # noqa: S301  (our own bytes)
