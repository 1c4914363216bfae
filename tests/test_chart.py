"""A procedure drawn as a diagram and written as a table."""

from __future__ import annotations

import re

import pytest

from servrecov.errors import UnknownNameError
from servrecov.handling.procedure import Procedure
from servrecov.handling.step import Stage, Step

PROCEDURE = Procedure(
    stages=["received", Stage("end", label='At "home": done; or not', zh="已办"), Stage("已关闭", label="Closed", zh="已结案")],
    initial="received",
    final="已关闭",
    steps=[
        Step(
            verb="followed_up",
            from_="received",
            to="end",
            when={"satisfied": False, "method": ["call", "a|b"]},
            requires=["heard", "contacted"],
            roles=["qa", "boss"],
        ),
        Step(verb="closed", from_="*", to="已关闭"),
    ],
    anytime=["noted", "thanked"],
)


def test_the_diagram_names_stages_and_steps():
    """Stages that Mermaid could not read get identifiers of their own, and its own signs are taken out of the labels."""
    assert (
        PROCEDURE.mermaid()
        == """\
stateDiagram-v2
    state "received" as received
    state "At 'home'= done, or not" as stage2
    state "Closed" as stage3
    [*] --> received : complaint received
    received --> stage2 : customer followed up [satisfied = no, method = call or a|b, the customer was heard out, somebody has spoken with the customer] / qa, boss
    received --> stage3 : case closed
    stage2 --> stage3 : case closed
    stage3 --> [*]
"""
    )


def test_the_diagram_speaks_chinese():
    """Stages, events, values and conditions are named in Chinese."""
    drawn = PROCEDURE.mermaid("zh-CN")
    assert 'state "已结案" as stage3' in drawn
    assert "received --> stage2 : 跟踪回访 [satisfied = 否；method = call或a|b；已倾听客户诉说；已与客户通话或面谈] / qa、boss" in drawn


def test_the_table_has_a_row_for_each_step_and_stage():
    """Rows follow the stages; a stroke in a cell is escaped; what moves nothing stands below."""
    assert (
        PROCEDURE.table()
        == """\
| Stage | Event | Only where | First | Who | Next stage |
| --- | --- | --- | --- | --- | --- |
| received | customer followed up | satisfied = no; method = call or a\\|b | the customer was heard out; somebody has spoken with the customer | qa, boss | At "home": done; or not |
| received | case closed |  |  |  | Closed |
| At "home": done; or not | case closed |  |  |  | Closed |

At any stage, without moving it: note, customer thanked
"""
    )


def test_the_table_speaks_chinese():
    """Heads and the line below are Chinese; where nothing is recorded at any time there is no line."""
    table = PROCEDURE.table("zh")
    assert table.startswith("| 阶段 | 事件 |")
    assert table.endswith("任何阶段均可，不改变阶段：备注、感谢客户\n")
    bare = Procedure(stages=["a", "b"], initial="a", final="b", steps=[Step(verb="closed", from_="a", to="b")])
    assert bare.table("zh").splitlines()[-1] == "| a | 结案 |  |  |  | b |"


def test_identifiers_never_clash():
    """A stage that bears the identifier another would get keeps it, and the other gets a free one."""
    stages = ["stage2", "note", "stage2_"]
    steps = [Step(verb="listened", from_="stage2", to="note"), Step(verb="closed", from_="note", to="stage2_")]
    drawn = Procedure(stages=stages, initial="stage2", final="stage2_", steps=steps).mermaid()
    assert re.findall(r" as (\w+)", drawn) == ["stage2", "stage2__", "stage2_"]


@pytest.mark.parametrize("draw", [PROCEDURE.mermaid, PROCEDURE.table])
def test_another_language_is_refused(draw):
    """The library speaks English and Chinese."""
    with pytest.raises(UnknownNameError, match="'fr'"):
        draw("fr")


def test_a_label_of_several_lines_is_drawn_in_one():
    """The end of a line would end the arrow or the row."""
    stages = [Stage("open", label="Still\nopen"), Stage("shut", label="Shut\r\nfor good")]
    steps = [Step(verb="closed", from_="open", to="shut", label="Shut\nit", roles="big\nboss")]
    drawn = Procedure(stages=stages, initial="open", final="shut", steps=steps)
    assert '    state "Still open" as open\n    state "Shut for good" as shut\n' in drawn.mermaid()
    assert "    open --> shut : Shut it / big boss\n" in drawn.mermaid()
    assert drawn.table().splitlines()[2:] == ["| Still open | Shut it |  |  | big boss | Shut for good |"]
