"""What is compared with what, what we aim at, and the table that says how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

OURS = "servrecov"


@dataclass(frozen=True, eq=False)
class Work:
    """One piece of work that several sides do.

    Attributes:
        name: What is done.
        shares: The share of a side's time that ours may take at most.
        limit: Seconds (or bytes) that ours may take at most, whatever the others do.
        per: What the time is for, where it is not one call.
    """

    name: str
    shares: Mapping[str, float] = field(default_factory=dict)
    limit: float = inf
    per: str = ""


@dataclass
class Results:
    """The best figure of each side at each work."""

    best: dict[Work, dict[str, float]] = field(default_factory=dict)

    def add(self, work: Work, side: str, figure: float) -> None:
        """Keep a figure if it is the side's best so far: a machine with other work to do makes things slower, never faster."""
        sides = self.best.setdefault(work, {})
        sides[side] = min(figure, sides.get(side, figure))

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield a row for each absolute limit and for each peer."""
        for work, sides in self.best.items():
            ours = sides.get(OURS)
            if ours is None:
                continue
            shown = said(ours, work)
            if work.limit < inf:
                yield work.name, shown, "", "", f"at most {said(work.limit, work)}", met(ours <= work.limit)
            for side, theirs in sides.items():
                if side != OURS:
                    share = work.shares.get(side)
                    target = "" if share is None else f"at most {ratio(share)}"
                    yield (
                        work.name,
                        shown,
                        f"{side} {said(theirs, work)}",
                        ratio(ours / theirs),
                        target,
                        "" if share is None else met(ours <= share * theirs),
                    )
            if work.limit == inf and len(sides) == 1:
                yield work.name, shown, "", "", "", ""

    def table(self) -> list[str]:
        """Write the rows under one another, as Markdown that can be read as it is."""
        rows = [("work", "ours", "peer", "ratio", "target", "met?"), *self.rows()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]
        return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def said(figure: float, work: Work) -> str:
    """Write a time, or a size, in the unit in which it is easily read."""
    if work.per == "bytes":
        return f"{figure / 1e6:.3g} MB"
    unit, scale = next((unit, scale) for unit, scale in (("ns", 1e9), ("µs", 1e6), ("ms", 1e3), ("s", 1.0)) if figure * scale < 1000 or unit == "s")
    return f"{figure * scale:.3g} {unit}" + (f" per {work.per}" if work.per else "")


def ratio(share: float) -> str:
    """Write a share of another's time: below one as a fraction."""
    if share > 1 / 2:
        return f"{share:.2f} x"
    return f"1/{1 / share:.3g}" if share > 1 / 1000 else f"1/{1 / share:,.0f}"


def met(well: bool) -> str:  # noqa: FBT001  (it is what is said)
    """Say whether a target was met."""
    return "yes" if well else "NO"


class Bench:
    """Times one side at one work by pytest-benchmark, and remembers the best."""

    def __init__(self, benchmark: Callable[[], Any], results: Results) -> None:
        """Take the way to the fixture that times, and the place for the figures."""
        # pytest-benchmark's fixture is fetched late, for it warns when it was fetched and not used.
        self._benchmark = benchmark
        self.results = results

    def __call__(self, work: Work, side: str, call: Callable[..., Any], *args: Any, count: int = 1) -> Any:
        """Time a call, once only under ``--benchmark-disable``, and return its answer.

        Args:
            work: What is done.
            side: Who does it.
            call: The call.
            args: Its arguments.
            count: How many operations one call is.
        """
        benchmark = self._benchmark()
        answer = benchmark(call, *args)
        self._keep(work, side, benchmark, count)
        return answer

    def fresh(self, work: Work, side: str, make: Callable[[], Any], call: Callable[[Any], Any], *, count: int = 1, rounds: int = 300) -> Any:
        """Time a call on something made anew, outside the time, for each round; one round warms up."""
        benchmark = self._benchmark()
        answer = benchmark.pedantic(call, setup=lambda: ((make(),), {}), rounds=rounds, warmup_rounds=1)
        self._keep(work, side, benchmark, count)
        return answer

    def _keep(self, work: Work, side: str, benchmark: Any, count: int) -> None:
        if benchmark.stats is not None:
            self.results.add(work, side, benchmark.stats.stats.min / count)
