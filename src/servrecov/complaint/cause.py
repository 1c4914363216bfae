"""Why things go wrong: the shipped tree of causes, and the tree type that a firm builds its own of.

What lives here: `Cause`, `CauseTree` and `CAUSES`. What does not: who is held to blame (`attribution.py`). A cause is an open string of
dotted parts: a playbook has its own tree or takes `CAUSES`, and checks against it. Every node is a valid cause: who knows only that the
repair was bad says ``service.repair``, who knows that the fault came back says ``service.repair.fault_recurs``. Read `remedy.py` next.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

import attrs

from servrecov import values
from servrecov.errors import InvalidValueError, UnknownNameError
from servrecov.source import BANK_SCRIPT, LECTURE, PRACTICE, Source

__all__ = ["CAUSES", "Cause", "CauseTree"]

_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")


def _dotted(cause: Cause, field: attrs.Attribute[str], code: str) -> None:  # noqa: ARG001  (attrs gives all three)
    if not _CODE.fullmatch(code):
        raise InvalidValueError("Cause.code", code, "lower-case words joined by dots, such as 'service.repair.fault_recurs'")


@attrs.frozen(kw_only=True, field_transformer=values.held)
class Cause:
    """A cause of failures, as a node of a tree.

    Attributes:
        code: Dotted code; what stands before the last dot is the code of the parent.
        label: English label.
        zh: Chinese label.
        definition: What it means.
        source: Where the term comes from; a firm's own cause may have none.

    Raises:
        InvalidValueError: The code is not lower-case words joined by dots.

    Example:
        >>> Cause(code="product.battery", label="Battery").parent
        'product'
    """

    code: str = attrs.field(validator=_dotted)
    label: str
    zh: str = ""
    definition: str = ""
    source: Source | None = None

    @property
    def parent(self) -> str:
        """The code of the parent; empty at the top."""
        return self.code.rpartition(".")[0]


@attrs.frozen(field_transformer=values.held)
class CauseTree:
    """A list of causes that holds the parent of each; it is read like a mapping from code to cause.

    Attributes:
        causes: The causes, in the order to show them in.

    Raises:
        InvalidValueError: A code is given twice, or the parent of one is missing.

    Example:
        >>> CAUSES["service.repair"].label, "service.repair.magic" in CAUSES
        ('Repair', False)
        >>> [cause.code for cause in CAUSES.children("sale")]
        ['sale.promise_not_kept', 'sale.seeking_balance', 'sale.rights_not_explained']
        >>> own = CauseTree([*CAUSES, Cause(code="product.battery", label="Battery")])
        >>> len(own) - len(CAUSES)
        1
    """

    causes: Sequence[Cause]

    def __attrs_post_init__(self) -> None:
        """Refuse doubles and orphans."""
        seen: set[str] = set()
        for index, cause in enumerate(self.causes):
            if cause.code in seen:
                raise InvalidValueError(f"CauseTree.causes[{index}].code", cause.code, "a code that is not given twice")
            if cause.parent and cause.parent not in self._by_code:
                raise InvalidValueError(f"CauseTree.causes[{index}].code", cause.code, f"its parent {cause.parent!r} in the tree")
            seen.add(cause.code)

    @functools.cached_property
    def _by_code(self) -> dict[str, Cause]:
        return {cause.code: cause for cause in self.causes}

    def __len__(self) -> int:
        """Count the causes."""
        return len(self.causes)

    def __iter__(self) -> Iterator[Cause]:
        """Iterate over the causes, in the order given."""
        return iter(self.causes)

    def __contains__(self, code: object) -> bool:
        """Tell whether a code is in the tree."""
        return code in self._by_code

    def __getitem__(self, code: str) -> Cause:
        """Return the cause under a code.

        Raises:
            UnknownNameError: The tree has no such code.
        """
        return self._by_code[self.check(code, "CauseTree")]

    def children(self, code: str = "") -> tuple[Cause, ...]:
        """Return the causes right below a code; without one, those at the top.

        Raises:
            UnknownNameError: The tree has no such code.
        """
        parent = self.check(code, "CauseTree.children") if code else ""
        return tuple(cause for cause in self.causes if cause.parent == parent)

    def check(self, code: str, where: str = "cause") -> str:
        """Return the code, or refuse one that the tree does not have.

        Args:
            code: The code to look up.
            where: Path of the place that it stands in, for the message.

        Raises:
            UnknownNameError: The tree has no such code; it names the nearest.

        Example:
            >>> CAUSES.check("service.repair.fault_recur", "failures[0].cause")
            Traceback (most recent call last):
            servrecov.errors.UnknownNameError: failures[0].cause: got 'service.repair.fault_recur', ... did you mean 'service.repair.fault_recurs'?
        """
        if isinstance(code, str) and code in self._by_code:
            return code
        raise UnknownNameError(where, code, "a cause from the playbook's list", self._by_code)


_MATRIX = LECTURE.at("客户抱怨的原因")
_REASONS = LECTURE.at("顾客投诉的原因")
_SALE = LECTURE.at("销售时遗留的问题")
_SERVICE = LECTURE.at("服务问题")
_REPAIR = LECTURE.at("维修质量")
_PROMISE = LECTURE.at("服务承诺没有履行")
_MISTAKEN = LECTURE.at("客户不正确的理解")
_MISUSE = LECTURE.at("客户对产品操作不当")
_HOPES = LECTURE.at("客户的期望值过高")
_BANK = BANK_SCRIPT.at("还会发生投诉的, 一般有以下几点原因")
_CENTRE = BANK_SCRIPT.at("客户投诉服务问题处理流程: 受理范围")
_CLUB = BANK_SCRIPT.at("休闲中心: 导致消费者抱怨的情况")
_DEALER = BANK_SCRIPT.at("客户投诉抱怨处理制度")

# fmt: off  (a table: one cause a line)
_TABLE: tuple[tuple[str, str, str, str, Source], ...] = (
    ("product", "Product", "产品", "The thing that was sold falls short.", _MATRIX),
    ("product.brand_image", "Brand image", "品牌形象", "The brand does not live up to its name.", _MATRIX),
    ("product.quality", "Product quality", "产品质量", "The product is defective or does not last.", _MATRIX),
    (
        "product.quality.missed_at_delivery",
        "Missed at delivery",
        "交车检验未发现",
        "A defect that the check before delivery should have found.",
        _DEALER,
    ),
    ("product.price", "Price", "产品价格", "The price is felt to be too high or changed.", _MATRIX),
    ("product.warranty", "Warranty and claims", "保修索赔", "A claim under the warranty was refused, cut or delayed.", _MATRIX),
    ("product.added_value", "Added value", "附加价值", "What should come on top of the product is missing.", _MATRIX),
    ("service", "Service", "服务", "The service around the product falls short.", _MATRIX),
    ("service.staff", "Staff competence", "人员素质", "Staff do not know or do their job well enough.", _MATRIX),
    ("service.staff.unclear_explanation", "Unclear explanation", "说明解释工作不清楚", "What was done, and why, was not made clear.", _SERVICE),
    ("service.staff.wrong_answer", "Wrong answer", "业务解答错误", "Staff gave wrong information.", _CENTRE),
    ("service.staff.wrong_transaction", "Wrong transaction", "办理业务有误", "Staff carried out something else than was asked.", _CENTRE),
    ("service.environment", "Environment", "环境条件", "The place is dirty, noisy, unsafe or badly equipped.", _MATRIX),
    ("service.environment.old_equipment", "Old equipment", "硬件设施陈旧", "Machines or rooms are out of date or out of order.", _BANK),
    ("service.attitude", "Attitude", "服务态度", "The customer was not treated with courtesy.", _MATRIX),
    ("service.attitude.not_warm", "Not warm", "服务人员不够热情", "Staff were cold or indifferent.", _SERVICE),
    ("service.attitude.impatient", "Impatient", "服务人员缺乏耐心", "Staff had no patience.", _SERVICE),
    ("service.attitude.dispute", "Dispute with staff", "与客户产生争执", "Staff argued with the customer or spoke harshly.", _CENTRE),
    ("service.efficiency", "Efficiency", "工作效率", "The service takes too long.", _MATRIX),
    ("service.efficiency.no_reception", "No reception", "长时间无服务人员接待", "Nobody attended to the customer for a long time.", _SERVICE),
    ("service.efficiency.slow_scheduling", "Slow scheduling", "长时间安排维修", "It took long until the repair was scheduled.", _SERVICE),
    ("service.efficiency.slow_settlement", "Slow settlement", "长时间等待结算", "It took long to settle the bill.", _SERVICE),
    ("service.efficiency.slow_procedure", "Slow procedure", "服务流程缓慢", "The firm's own steps, such as an authorisation, take long.", _BANK),
    ("service.repair", "Repair", "维修能力", "The repair is not what it should be.", _MATRIX),
    ("service.repair.not_fixed_first_time", "Not fixed first time", "首次修复未成功", "The first repair did not mend the fault.", _REPAIR),
    ("service.repair.fault_recurs", "Fault recurs", "同一问题多次出现", "The same fault comes back after a repair.", _REPAIR),
    ("service.repair.long_unsolved", "Long unsolved", "问题长时间没有解决", "The fault has been there for a long time.", _REPAIR),
    (
        "service.repair.not_protected",
        "Vehicle not protected",
        "未对客户车辆进行防护",
        "The customer's property was not protected during the work.",
        _REPAIR,
    ),
    ("service.repair.not_clean", "Not clean on leaving", "出厂时车辆不干净", "The customer's property was dirty when it was handed back.", _REPAIR),
    ("service.missing", "Service missing", "服务项目不足", "A service that belongs to the offer is not there or was cancelled.", _CLUB),
    ("service.complaint_handling", "Complaint handling", "投诉处理不当", "An earlier complaint was handled badly or left without a reply.", _CLUB),
    ("promise", "Promise not kept", "服务承诺没有履行", "The firm did not do what it had said it would.", _PROMISE),
    ("promise.late_handback", "Late hand-back", "未按约定时间交车", "The goods were not ready at the time agreed.", _PROMISE),
    ("promise.bill_above_estimate", "Bill above estimate", "结算金额超出预期", "The bill is higher than the customer was led to expect.", _PROMISE),
    ("promise.non_genuine_parts", "Non-genuine parts", "未使用纯正备件", "Parts were fitted that are not the maker's own.", _PROMISE),
    ("promise.work_not_as_asked", "Work not as asked", "未按客户要求作业", "The work done is not the work asked for.", _PROMISE),
    ("sale", "Legacy of the sale", "销售时遗留的问题", "Something left over from the time of the sale.", _SALE),
    ("sale.promise_not_kept", "Sales promise not kept", "销售顾问的承诺未履行", "What the seller promised did not come.", _SALE),
    (
        "sale.seeking_balance",
        "Feeling of having overpaid",
        "寻求平衡心理（贵了）",
        "The customer feels the price was too high and wants a balance.",
        _SALE,
    ),
    ("sale.rights_not_explained", "Rights not explained", "权利义务交待不清楚", "The buyer's rights and duties were not made clear.", _SALE),
    ("customer", "Customer", "客户自身", "Something on the customer's own side.", _MATRIX),
    ("customer.misunderstanding", "Wrong understanding", "不正确的理解", "The customer takes the terms to mean something else.", _MISTAKEN),
    ("customer.misunderstanding.warranty_terms", "Warranty terms", "保修条款", "The terms of the warranty were misunderstood.", _MISTAKEN),
    (
        "customer.misunderstanding.service",
        "What the service is",
        "服务产品的说明",
        "What the service does and does not include was misunderstood.",
        _MISTAKEN,
    ),
    ("customer.misunderstanding.hoping_for_luck", "Hoping for luck", "侥幸心理", "The customer knows the terms and hopes to be let off.", _MISTAKEN),
    ("customer.misuse", "Wrong operation", "操作不当", "The product was used in the wrong way.", _MISUSE),
    (
        "customer.misuse.unfamiliar",
        "Product not known",
        "对产品的性能不了解",
        "The customer does not know what the product can and cannot do.",
        _MISUSE,
    ),
    ("customer.misuse.not_per_manual", "Not per manual", "未按操作规范使用", "The manual was not followed.", _MISUSE),
    ("customer.expectation", "Too high expectation", "期望值过高", "The customer expects more than can be given.", _HOPES),
    ("customer.expectation.no_faults", "No faults ever", "希望产品不出问题", "The product is expected never to fail.", _HOPES),
    ("customer.expectation.short_repair", "Short repair", "对维修时间要求较高", "The repair is expected to be faster than it can be.", _HOPES),
    ("customer.expectation.saving_money", "Saving money", "节省费用", "The service is expected to cost less than it does.", _HOPES),
    ("customer.comparison", "Comparing with others", "从众攀比", "The customer follows others or measures the matter by what they got.", _MATRIX),
    ("customer.mood", "Mood", "客户情绪", "The customer came in a bad mood that has other grounds.", _BANK),
    ("external", "Outside the firm", "企业外部", "Neither the firm nor the customer caused it.", _REASONS),
    ("external.competition", "Competition", "市场竞争", "Competitors offer more or charge less.", _BANK),
    (
        "external.third_party",
        "Another organisation",
        "其他机构",
        "Another organisation's act shows at the firm's counter.",
        BANK_SCRIPT.at("社保低保钱案例"),
    ),
    ("external.people_around", "People around", "周围人的影响", "Other people upset the customer or talk the matter up.", _BANK),
    ("external.supplier", "Supplier or carrier", "供应商或承运方", "A supplier or a carrier failed the firm.", PRACTICE.at("causes")),
    ("external.force_majeure", "Force majeure", "不可抗力", "Weather, disaster or an act of the authorities.", PRACTICE.at("causes")),
)
# fmt: on

CAUSES = CauseTree([Cause(code=code, label=label, zh=zh, definition=definition, source=source) for code, label, zh, definition, source in _TABLE])
"""The shipped tree of causes, the default of every playbook."""
