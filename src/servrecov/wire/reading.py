"""Reading a value from plain data, whatever it is, with one clear error.

What lives here: `read`. What does not: how data becomes a value (`converter.py`), how a fault is told (`faults.py`), and JSON text
(`codec.py`). Read `../presets/loader.py` next, which reads playbooks with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from servrecov.journal.event import Event
from servrecov.wire import context, faults
from servrecov.wire.context import Playbooks
from servrecov.wire.converter import converter

__all__ = ["read"]


def read(data: object, kind: Any, *, playbooks: Playbooks = context.none_at_hand, events: Iterable[type[Event]] = ()) -> Any:  # noqa: ANN401
    """Read a value from plain data.

    Args:
        data: The data; dates and times may be read already.
        kind: The class to read, or an annotation.
        playbooks: Where stored cases find their playbook.
        events: A firm's own event classes that may occur.

    Raises:
        CodecError: The data does not describe such a value; `where` is the path into it.
        PlaybookVersionError: A case's playbook is not at hand in its version.
    """
    with context.brought(events=events, playbooks=playbooks):
        try:
            return converter().structure(data, kind)
        except Exception as error:
            raise faults.told(error, data, kind) from error
