"""How a complaint and everything after it travels between customer and firm.

What lives here: `Channel`. What does not: the events that name a channel (`journal/`). Read `motive.py` next.
"""

from __future__ import annotations

from servrecov.source import BANK_SCRIPT, FORD_TRAINING, LECTURE, PRACTICE, Source
from servrecov.terms import Term

__all__ = ["Channel"]


def _way(name: str) -> Source:
    return LECTURE.at(f"顾客的投诉方式: {name}")


_DEALER = BANK_SCRIPT.at("客户投诉抱怨处理制度: 通过各种渠道接触到的抱怨")


class Channel(Term):
    """The way that a word takes between the customer and the firm.

    The Chinese labels say the way alone, for it is the way of any event and not of the complaint only; the lecture's own term is in the source.

    Example:
        >>> Channel("phone").zh, Channel("phone").source.locator
        ('电话', '顾客的投诉方式: 电话投诉')
    """

    IN_PERSON = ("in_person", "In person", "当面", "The customer comes in, or somebody goes to see the customer.", _way("现场投诉"))
    PHONE = ("phone", "Phone", "电话", "A call, whoever makes it.", _way("电话投诉"))
    LETTER = ("letter", "Letter", "信函", "A letter on paper.", _way("信函投诉"))
    MESSAGE = ("message", "Left message", "留言", "A message left for somebody who was not there.", _way("留言投诉"))
    COMMENT_CARD = ("comment_card", "Comment card", "顾客意见表", "A card or book for comments.", BANK_SCRIPT.at("休闲中心: 填写顾客意见表"))
    ON_SITE = ("on_site", "On site during service", "服务现场", "Said to the staff while the service is being provided.", _DEALER)
    RETURN_VISIT = ("return_visit", "Return-visit call", "回访", "Said when the firm calls after the service to ask how it went.", _DEALER)
    SURVEY = ("survey", "Survey", "满意度调查", "Said in answer to a survey.", FORD_TRAINING.at("客户满意度调查"))
    EMAIL = ("email", "E-mail", "电子邮件", "An e-mail.", BANK_SCRIPT.at("客户投诉处理办法: 客户投诉方式"))
    TEXT_MESSAGE = (
        "text_message",
        "Text message",
        "短信",
        "A short message to or from a phone number.",
        BANK_SCRIPT.at("客户投诉服务问题处理流程: 短信"),
    )
    CHAT = ("chat", "Chat", "在线聊天", "A live exchange in writing, in an app or on a site.", PRACTICE.at("channels"))
    APP = ("app", "App", "手机应用", "A form in the firm's own app.", PRACTICE.at("channels"))
    WEB = ("web", "Web", "网站", "A form on a web site.", _DEALER)
    FORUM = ("forum", "Forum", "论坛", "A post in a public forum or on a review site.", _DEALER)
    SOCIAL_MEDIA = ("social_media", "Social media", "社交媒体", "A public post or a message on a social network.", PRACTICE.at("channels"))
    MEDIA = (
        "media",
        "Press and broadcasting",
        "新闻媒体",
        "A newspaper, a broadcaster or a journalist brings the matter up.",
        LECTURE.at("媒体曝光"),
    )
    MAKER_TICKET = ("maker_ticket", "Maker's ticket", "主机厂工单", "The maker passes on what its customer told it.", _DEALER)
    THIRD_PARTY = (
        "third_party",
        "Third party",
        "第三方转来",
        "Somebody speaks for the customer: a consumers' association, a lawyer, a relative.",
        LECTURE.at("向第三方抱怨"),
    )
    REGULATOR = ("regulator", "Regulator", "监管部门转来", "An authority or an ombudsman passes the complaint on.", PRACTICE.at("channels"))
    OTHER = ("other", "Other", "其他渠道", "None of the others.", _DEALER)
