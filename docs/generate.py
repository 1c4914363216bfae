# ruff: noqa: INP001, T201  (a script that prints, beside the pages it writes)
"""The pages of `docs/reference/`, written from the code: run this file to write them anew.

What lives here: one function per page. What does not: prose that no code knows, which stands in the other folders of `docs/`. A test compares every page
with what the code says now, so that the reference cannot fall behind.
"""

from __future__ import annotations

import ast
import enum
import functools
import inspect
import itertools
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.resources.abc import Traversable
from pathlib import Path

import attrs

import servrecov as sr
import servrecov.interop
import servrecov.testing
from servrecov.fairness.criteria import CRITERIA
from servrecov.fairness.interactional import INTERACTIONAL_RULES
from servrecov.fairness.outcome import OUTCOME_RULES
from servrecov.fairness.procedural import PROCEDURAL_RULES
from servrecov.fairness.story import Rule
from servrecov.handling.condition import CONDITIONS
from servrecov.presets.registry import playbook_file
from servrecov.sentences import VERBS
from servrecov.terms import Term

FOLDER = Path(__file__).resolve().parent / "reference"
_NOTICE = "<!-- Written by docs/generate.py from the code; do not edit. -->"
_CHAPTERS = {
    "ground": "Ground",
    "complaint": "What the customer says",
    "calendar": "When anyone is there",
    "journal": "What happened",
    "deadline": "By when",
    "handling": "How, and who may",
    "fairness": "Was it fair",
    "hand": "In hand",
    "ready": "Ready-made",
}
_GROUND = ("errors", "values", "terms", "source", "money", "wording", "bilingual")
_READY = ("wire", "presets", "codec", "lexicon")
_RULES: Mapping[str, Rule] = {**OUTCOME_RULES, **PROCEDURAL_RULES, **INTERACTIONAL_RULES}


def pages() -> dict[str, str]:
    """Return every generated page by its file name in `docs/reference/`."""
    made: dict[str, Callable[[], Iterable[str]]] = {
        "api.md": api_page,
        "conditions.md": conditions_page,
        "dealership.md": dealership_page,
        "errors.md": errors_page,
        "events.md": events_page,
        "fairness.md": fairness_page,
        "glossary.md": glossary_page,
    }
    return {name: re.sub(r"\n{3,}", "\n\n", "\n".join((_NOTICE, "", *page()))).rstrip("\n") + "\n" for name, page in made.items()}


# --- Words out of docstrings -----------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Write a docstring's words as Markdown, in one line."""
    return " ".join(text.replace("``", "`").split())


def first_paragraph(thing: object) -> str:
    """Return the first paragraph of a docstring."""
    return plain((inspect.getdoc(thing) or "").partition("\n\n")[0])


def attributes(cls: type) -> dict[str, str]:
    """Return what a class says of its attributes in its docstring."""
    found = re.search(r"^Attributes:\n((?:    .*\n?|\n)+)", inspect.getdoc(cls) or "", re.MULTILINE)
    parts = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", found[1], re.MULTILINE) if found else []
    return {name: plain(words) for name, words in parts}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Write a Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


@attrs.frozen
class Citations:
    """The documents that a page cites, numbered in the order in which they first come up."""

    titles: dict[str, sr.Source] = attrs.field(factory=dict)

    def cite(self, source: sr.Source | None) -> str:
        """Cite a document by its number, with the place in it."""
        if source is None:
            return ""
        self.titles.setdefault(source.title, source)
        number = list(self.titles).index(source.title) + 1
        return plain(f"[{number}](#sources)" + (f" {source.locator}" if source.locator else ""))

    def listed(self) -> Iterator[str]:
        """List the documents."""
        yield from (
            "## Sources",
            "",
            "How far each was checked: *verified*, the wording was seen in it; *secondary*, seen reported by others; *recalled*, neither.",
            "",
        )
        for number, source in enumerate(self.titles.values(), 1):
            title = f"[{plain(source.title)}]({source.url})" if source.url else plain(source.title)
            checked = f", checked on {source.checked_on}" if source.checked_on else ""
            yield f"{number}. {title} ({source.status.value}{checked})"


def code(text: object) -> str:
    """Write a name as code, nothing as nothing."""
    return f"`{text}`" if text else ""


# --- The names -------------------------------------------------------------------------------------------------------------------------


def room_of(name: str) -> str:
    """Return the room a public name lives in."""
    homes: Mapping[str, str] = sr._HOMES  # noqa: SLF001  (the face keeps the list for itself)
    return homes.get(name, name)


def chapter_of(room: str) -> str:
    """Return the chapter that a room belongs to."""
    first = room.partition(".")[0]
    if first in _CHAPTERS:
        return first
    return "ground" if first in _GROUND else "ready" if first in _READY else "hand"


def kind_of(name: str) -> str:
    """Say what a public name is."""
    thing = getattr(sr, name)
    if inspect.ismodule(thing):
        return "module"
    if not isinstance(thing, type):
        return "function" if callable(thing) and hasattr(thing, "__name__") else "constant"
    kinds = ((sr.ServRecovError, "error"), (sr.Event, "event"), (Term, "vocabulary"), (enum.Enum, "enum"))
    return next((kind for base, kind in kinds if issubclass(thing, base)), "class")


def said_of(name: str) -> str:
    """Say in a line what a public name is for."""
    thing = getattr(sr, name)
    if isinstance(thing, sr.Source):
        return f"Source: {plain(str(thing))} ({thing.status.value})."
    return first_paragraph(thing) if kind_of(name) != "constant" else _constants(room_of(name)).get(name) or first_paragraph(type(thing))


@functools.cache
def _constants(room: str) -> Mapping[str, str]:
    """Read the docstrings that stand below the constants of a room."""
    body = ast.parse(inspect.getsource(import_module(f"servrecov.{room}"))).body
    said = {}
    for constant, below in itertools.pairwise(body):
        if isinstance(constant, (ast.Assign, ast.AnnAssign)) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            target = constant.target if isinstance(constant, ast.AnnAssign) else constant.targets[0]
            said[ast.unparse(target)] = plain(str(below.value.value))
    return said


def api_page() -> Iterator[str]:
    """Write the page of all public names."""
    yield from ("# Public names", "", "Every name is reached as `servrecov.NAME`; the last column says in which module it is written.", "")
    by_chapter: dict[str, list[str]] = {chapter: [] for chapter in _CHAPTERS}
    for name in sr.__all__:
        by_chapter[chapter_of(room_of(name))].append(name)
    for chapter, names in by_chapter.items():
        yield from (f"## {_CHAPTERS[chapter]}", "")
        rows = sorted(names, key=lambda name: (room_of(name), name))
        yield from table(("name", "is a", "what it is", "module"), ((code(name), kind_of(name), said_of(name), code(room_of(name))) for name in rows))
    yield from ("## In and out", "", *_functions("servrecov.codec"))
    yield from (
        "## At the edges",
        "",
        "What other libraries bring, each by its extra; see [Business time in bulk](../how-to/business-time-in-bulk.md) and [Public holidays](../how-to/public-holidays.md).",
        "",
    )
    for module in pkgutil.iter_modules(servrecov.interop.__path__, "servrecov.interop."):
        if not module.ispkg:
            yield from (f"### {module.name.rpartition('.')[2]}", "", *_functions(module.name))
    yield from ("## For tests", "", "Hypothesis strategies; see [Test your service](../how-to/test-your-service.md).", "")
    for module in pkgutil.iter_modules(servrecov.testing.__path__, "servrecov.testing."):
        yield from (f"### {module.name.rpartition('.')[2]}", "", *_functions(module.name))


def _functions(module: str) -> Iterator[str]:
    """List the functions of a module that are no part of the face."""
    room = import_module(module)
    found = ((name, getattr(room, name)) for name in room.__all__)
    rows = [(code(name), first_paragraph(thing)) for name, thing in found if inspect.isfunction(thing)]
    yield from table((code(module), "does"), rows)


# --- The terms -------------------------------------------------------------------------------------------------------------------------


def glossary_page() -> Iterator[str]:
    """Write the page of all terms."""
    cited = Citations()
    groups: dict[str, list[sr.GlossaryEntry]] = {}
    for entry in sr.glossary():
        groups.setdefault(entry.group, []).append(entry)
    yield from ("# Glossary · 术语表", "", "Every term of the library, as data spell it, in English and Chinese, with its source.")
    yield from ("In code: `servrecov.glossary()`, or `.label`, `.zh`, `.definition` and `.source` of an enum's member.", "")
    yield from (f"- [{group}](#{group.lower()}): {_of_group(group)}" for group in sorted(groups, key=_group_order))
    yield ""
    for group in sorted(groups, key=_group_order):
        yield from (f"## {group}", "", _of_group(group), "")
        yield from table(
            ("term", "English", "中文", "what it means", "source"),
            (
                (code(entry.term), entry.label, entry.zh, plain(entry.definition), cited.cite(entry.source))
                for entry in _in_order(group, groups[group])
            ),
        )
    yield from cited.listed()


def _vocabulary(group: str) -> type:
    """Find the class that a group of terms is named after."""
    return getattr(sr, group, None) or next(cls for cls in Term.__subclasses__() if cls.__name__ == group)


def _of_group(group: str) -> str:
    return "An event of the journal; [Events](events.md) has what each carries." if group == "Event" else first_paragraph(_vocabulary(group))


def _group_order(group: str) -> tuple[int, str]:
    room = _vocabulary(group).__module__.removeprefix("servrecov.")
    return list(_CHAPTERS).index(chapter_of(room)), group


def _in_order(group: str, entries: Sequence[sr.GlossaryEntry]) -> Sequence[sr.GlossaryEntry]:
    """Keep the order in which a vocabulary is written, which often means something."""
    order = list(sr.EVENTS) if group == "Event" else [str(member) for member in _vocabulary(group)] if group not in ("Cause", "Criterion") else []
    return sorted(entries, key=lambda entry: order.index(entry.term)) if order else entries


def events_page() -> Iterator[str]:
    """Write the page of all events."""
    yield from ("# Events · 事件", "", "Everything that happens to a complaint is an event, appended to its journal.")
    yield from (
        "Events are frozen and keyword-only; TOML and JSON name them by their verb.",
        "Every event has these fields; only `at` is required.",
        "",
    )
    yield from table(("field", "what it holds"), ((code(name), words) for name, words in attributes(sr.Event).items() if name != "verb"))
    yield from ("A field in **bold** must be given: without it the event means nothing.", "")
    families: dict[str, list[type[sr.Event]]] = {}
    for kind in sr.EVENTS.values():
        families.setdefault(kind.__module__, []).append(kind)
    for module, kinds in families.items():
        yield from (f"## {plain((import_module(module).__doc__ or '').partition(chr(10))[0]).rstrip('.')}", "")
        yield from table(("verb", "class", "中文", "what happened", "its own fields"), (_event_row(kind) for kind in kinds))
    yield from ("## Events of your own", "", f"{first_paragraph(sr.Event)}")
    yield "A firm's own event derives from `Event` and has a dotted verb; see [Store and load](../how-to/store-and-load.md#events-of-your-own)."


def _event_row(kind: type[sr.Event]) -> tuple[str, ...]:
    common = {field.name for field in attrs.fields(sr.Event)}
    said = attributes(kind)
    own = [field for field in attrs.fields(kind) if field.name not in common]
    names = {field.name: f"**`{field.name}`**" if field.default is attrs.NOTHING else code(field.name) for field in own}
    fields = "<br>".join(f"{names[field.name]}: {said[field.name]}" for field in own)
    return code(kind.verb), code(kind.__name__), VERBS[kind.verb][1], first_paragraph(kind), fields


def conditions_page() -> Iterator[str]:
    """Write the page of the shipped conditions."""
    yield from ("# Conditions · 条件", "", 'What a step of a procedure can require by name: `requires = ["facts_recorded"]`.')
    yield from ("A condition reads what happened before the event that asks for it.", "")
    yield from ("Conditions of your own are functions; see [Write a playbook](../how-to/write-a-playbook.md#conditions-of-your-own).", "")
    yield from table(("name", "true when", "中文"), ((code(each.name), each.label, each.zh) for each in CONDITIONS.values()))


def fairness_page() -> Iterator[str]:
    """Write the page of the criteria of fairness."""
    cited = Citations()
    yield from ("# Criteria of fairness · 公平准则", "", "What `case.fairness(now)` asks, one finding per criterion.")
    yield from ("[Fairness](../explanation/fairness.md) says what an audit proves and what it does not.", "")
    for justice in sr.Justice:
        yield from (f"## {justice.label} · {justice.zh}", "", justice.definition, "")
        rows = (
            (code(each.code), each.label, each.zh, plain(each.definition), cited.cite(each.source))
            for each in CRITERIA.values()
            if each.dimension is justice
        )
        yield from table(("criterion", "English", "中文", "the rule in short", "the sub-rule it enacts"), rows)
        for criterion in CRITERIA.values():
            if criterion.dimension is justice:
                yield from (f"### {criterion.code}", "", *_rule(_RULES[criterion.code]), "")
    yield from cited.listed()


def _rule(rule: Rule) -> Iterator[str]:
    """Write what a rule says of itself, a sentence a line."""
    for paragraph in (inspect.getdoc(rule) or "").split("\n\n"):
        yield from re.sub(r"(?<=[.;?]) (?=[A-Z])", "\n", plain(paragraph)).splitlines()


# --- The errors ------------------------------------------------------------------------------------------------------------------------


def errors_page() -> Iterator[str]:
    """Write the page of all errors."""
    yield from (
        "# Errors",
        "",
        "Every error of the library is a `ServRecovError`, and most are also the built-in error a caller would expect, named beside them here.",
    )
    yield "Its message says where the trouble is, what was found, what was expected, and the nearest valid name."
    yield from ("The same is on the error as attributes, and every error can be pickled.", "", "```text", *_tree(sr.ServRecovError), "```", "")
    for cls in _below(sr.ServRecovError):
        yield from (f"## {cls.__name__}", "", first_paragraph(cls), *_attributes_of(cls), "")


def _attributes_of(cls: type) -> Iterator[str]:
    """List an error's attributes, or say whose it has."""
    own, parent = attributes(cls), cls.__bases__[0].__name__
    if own:
        yield from ("", *table(("attribute", "what it holds"), ((code(name), words) for name, words in own.items())))
    elif parent in sr.__all__ and parent != "ServRecovError":
        yield f"Its attributes are those of [{parent}](#{parent.lower()})."


def _children(cls: type) -> list[type]:
    """Return the public errors right below one."""
    return sorted((each for each in cls.__subclasses__() if each.__name__ in sr.__all__), key=lambda each: each.__name__)


def _tree(cls: type, depth: int = 0) -> Iterator[str]:
    builtin = [base.__name__ for base in cls.__bases__ if base.__module__ == "builtins" and base is not Exception]
    yield "    " * depth + cls.__name__ + (f", {', '.join(builtin)}" if builtin else "")
    for child in _children(cls):
        yield from _tree(child, depth + 1)


def _below(cls: type) -> Iterator[type]:
    yield cls
    for child in _children(cls):
        yield from _below(child)


# --- The playbook ----------------------------------------------------------------------------------------------------------------------


def dealership_page() -> Iterator[str]:
    """Write the page of the shipped playbook."""
    playbook, cited = sr.load_playbook("dealership"), Citations()
    procedure = playbook.procedure
    yield from (f"# {playbook.title.en} · {playbook.title.zh}", "", f"Playbook {code(playbook.code)}, version {playbook.version}.")
    yield from (f"Load it with `servrecov.load_playbook({playbook.code!r})`.", "", *_opening(playbook_file(playbook.code)), "")
    yield from ("## Procedure", "", *_drawn(procedure, "en"))
    yield from ("## Clocks", "", f"Days and wall times are those of the calendar's zone, {code(playbook.deadlines.calendar.tz)}.", "")
    yield from table(("clock", "kind", "from", "until", "within", "repeats", "warns at", "escalates to", "source"), _clocks(playbook, cited))
    yield from ("## Authority", "", f"Roles: {', '.join(map(code, playbook.roles))}.", *_authority(playbook, cited))
    yield from ("## Fairness", "", *_fairness(playbook))
    yield from ("## Principles · 原则", "", *table(("principle", "English", "中文", "practice", "source"), _principles(playbook, cited)))
    yield from ("## Guidance · 指引", "", *_guidance(playbook, "en", cited), *_guidance(playbook, "zh", cited))
    yield from ("## Procedure in Chinese · 流程", "", *_drawn(procedure, "zh"), *cited.listed())


def _opening(file: Traversable) -> Iterator[str]:
    """Read the comment at the head of the file, which says what was decided; its paragraphs and its list are Markdown already."""
    for line in file.read_text(encoding="utf-8").partition("\n\ncode =")[0].splitlines():
        yield line.removeprefix("#").removeprefix(" ")


def _drawn(procedure: sr.Procedure, lang: str) -> Iterator[str]:
    yield from ("```mermaid", procedure.mermaid(lang).rstrip(), "```", "", procedure.table(lang))


def _matchers(matchers: Iterable[sr.On]) -> str:
    return "<br>".join(code(on.verb) + "".join(f", {name} = {_toml(value)}" for name, value in on.fields.items()) for on in matchers)


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _clocks(playbook: sr.Playbook, cited: Citations) -> Iterator[tuple[str, ...]]:
    for clock in playbook.deadlines.clocks:
        warnings = ", ".join(f"{fraction:.0%}" for fraction in clock.warn_at)
        rungs = "<br>".join(f"{code(rung.to)}, {f'at {rung.offset:+g}' if rung.offset else 'when due'}" for rung in clock.escalate)
        cells = (_matchers(clock.start), _matchers(clock.stop), str(clock.within), clock.repeat.label.lower(), warnings, rungs)
        yield code(clock.name), f"{clock.kind.label} · {clock.kind.zh}", *cells, cited.cite(clock.source)


def _authority(playbook: sr.Playbook, cited: Citations) -> Iterator[str]:
    if playbook.authority is None:
        yield from ("This playbook leaves authority unchecked.", "")
        return
    yield from ("From the lowest tier to the highest; each may do what those below may.", "")
    yield from table(("role", "may commit", "limit", "source"), (_tier(tier, cited) for tier in playbook.authority.tiers))
    if playbook.authority.default_role is not None:
        yield from (f"Who has no other role acts as {code(playbook.authority.default_role)}.", "")


def _tier(tier: sr.Tier, cited: Citations) -> tuple[str, ...]:
    limit = "none" if tier.unlimited else ", ".join(map(str, tier.limits)) or "no money"
    kinds = "everything" if tier.unlimited else ", ".join(kind.label.lower() for kind in tier.kinds)
    return code(tier.role), kinds, limit, cited.cite(tier.source)


def _fairness(playbook: sr.Playbook) -> Iterator[str]:
    policy = playbook.fairness
    judged = f"A criterion without a deadline is judged at the latest {policy.patience} after receipt."
    yield judged if policy.patience else "Nothing is judged for mere silence."
    own = ", ".join(f"{code(name)} {weight:g}" for name, weight in policy.weights.items())
    yield from (f"Weights: {own}; the other [criteria](fairness.md) weigh 1." if own else "All [criteria](fairness.md) weigh the same.", "")


def _principles(playbook: sr.Playbook, cited: Citations) -> Iterator[tuple[str, ...]]:
    for each in playbook.guidance.principles:
        yield code(each.code), each.text.en, each.text.zh, each.practice.label.lower(), cited.cite(each.source)


def _guidance(playbook: sr.Playbook, lang: str, cited: Citations) -> Iterator[str]:
    heads = {"en": ("stage", "aim", "do", "avoid", "source"), "zh": ("阶段", "目的", "要做", "忌", "出处")}
    rows = []
    for entry in playbook.guidance.entries:
        stage = playbook.procedure.stage(entry.stage).label_in(lang)
        advice = ("<br>".join(text.in_(lang) for text in texts) for texts in (entry.do, entry.avoid))
        rows.append((stage, entry.aim.in_(lang) if entry.aim else "", *advice, cited.cite(entry.source)))
    yield from table(heads[lang], rows)


def main() -> None:
    """Write every page."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
