"""Objects: how records and events are read and written, field by field.

What lives here: the readers and writers that cattrs generates from `fields_of`, and what an event has on top, its verb. What does not: the other
shapes (`converter.py`, to read next). Defaults are left out when written, for they mean the same when read back.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
from cattrs import Converter
from cattrs.cols import namedtuple_dict_structure_factory, namedtuple_dict_unstructure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from servrecov.bilingual import Text
from servrecov.errors import CodecError
from servrecov.handling.step import Stage
from servrecov.journal.catalogue import EVENTS
from servrecov.journal.event import Event
from servrecov.wire import context
from servrecov.wire.forms import MisfitError
from servrecov.wire.records import Field, fields_of
from servrecov.wire.shapes import Shape, shape_of

__all__ = ["FROM_TEXT", "Reader", "Writer", "read_event", "read_record", "write_record", "writer_of"]

Reader = Callable[[Any, Any], Any]
"""A reader takes the data and the annotation, as cattrs calls it."""
Writer = Callable[[Any], Any]

FROM_TEXT: Final[Mapping[type, Callable[[str], Any]]] = types.MappingProxyType({Stage: Stage, Text: Text})
"""Records that may be written as one text."""


def _checked(value: object, cls: type) -> Mapping[Any, Any]:
    if isinstance(value, Mapping):
        return value
    raise MisfitError("", value, f"an object with the keys of {_shown(cls)}: {', '.join(field.name for field in fields_of(cls))}")


def _shown(cls: type) -> str:
    return cls.__name__.removeprefix("Stored")


def _overrides(cls: type, override_of: Callable[[Field], Any]) -> dict[str, Any]:
    known = {field.attribute: override_of(field) for field in fields_of(cls)}
    names = [attribute.name for attribute in attrs.fields(cls)] if attrs.has(cls) else []
    return {**{name: override(omit=True) for name in names}, **known}


def read_record(cls: Any, converter: Converter) -> Reader:  # noqa: ANN401  (annotations have no common type)
    """Make the reader of a record: an attrs class, one class of events, or a named tuple."""

    def reading(field: Field) -> Any:  # noqa: ANN401  (cattrs does not export its name)
        return override(rename=field.name, struct_hook=_field_reader(field, converter))

    overrides = _overrides(cls, reading)
    read: Reader
    if attrs.has(cls):
        read = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **overrides)
    else:
        read = namedtuple_dict_structure_factory(cls, converter, True, True, True, **overrides)  # noqa: FBT003  (cattrs takes them by place)
    if issubclass(cls, Event):
        return lambda value, kind: read(_without_verb(_checked(value, cls), cls), kind)
    if cls in FROM_TEXT:
        return lambda value, kind: FROM_TEXT[cls](value) if isinstance(value, str) else read(_checked(value, cls), kind)
    return lambda value, kind: read(_checked(value, cls), kind)


def _field_reader(field: Field, converter: Converter) -> Reader:
    if field.code:
        return lambda value, _: value
    read = converter.get_structure_hook(field.kind)
    if not field.bare:
        return lambda value, _: read(value, field.kind)
    element = typing.get_args(field.kind)[0]
    read_one = converter.get_structure_hook(element)
    return lambda value, _: (read_one(value, element),) if isinstance(value, (str, Mapping)) else read(value, field.kind)


def _without_verb(value: Mapping[Any, Any], cls: type[Event]) -> dict[Any, Any]:
    if value.get("verb") != cls.verb:
        raise CodecError("Event.verb", value.get("verb"), f"the verb {cls.verb!r}", (cls.verb,))
    return {key: inner for key, inner in value.items() if key != "verb"}


def read_event(_: Any, converter: Converter) -> Reader:  # noqa: ANN401
    """Make the reader of an event of any class, told by its verb."""
    read_plain = read_record(Event, converter)

    def read(value: object, _: object) -> Event:
        if not isinstance(value, Mapping):
            raise MisfitError("", value, "an event: an object with a verb and the fields of that event")
        verb = value.get("verb")
        event: Event = read_plain(value, Event) if verb == Event.verb else converter.structure(value, context.event_class(verb))
        return event

    return read


def writer_of(kind: Any, converter: Converter) -> Writer:  # noqa: ANN401
    """Return what writes a part: a record by its own class, whatever class its place was annotated with."""
    return converter.unstructure if shape_of(kind) in (Shape.RECORD, Shape.EVENT) else converter.get_unstructure_hook(kind)


def write_record(cls: Any, converter: Converter) -> Writer:  # noqa: ANN401
    """Make the writer of a record."""

    def writing(field: Field) -> Any:  # noqa: ANN401  (cattrs does not export its name)
        if field.code:
            return override(omit=True)
        keep = False if field.attribute == "recorded_at" and issubclass(cls, Event) else None
        return override(rename=field.name, unstruct_hook=writer_of(field.kind, converter), omit_if_default=keep)

    overrides = _overrides(cls, writing)
    if not attrs.has(cls):
        return namedtuple_dict_unstructure_factory(cls, converter, False, True, **overrides)  # noqa: FBT003
    write = make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **overrides)
    return _event_writer(cls, write) if issubclass(cls, Event) else write


def _event_writer(cls: type[Event], write: Callable[[Any], dict[str, Any]]) -> Writer:
    if cls is not Event and EVENTS.get(cls.verb) is not cls and "." not in cls.verb:
        raise CodecError(f"{cls.__name__}.verb", cls.verb, "the dotted verb of a firm's own event")

    def write_event(event: Event) -> dict[str, Any]:
        """The time of entry is left out where its text is that of the time; equal instants in two zones are two texts."""
        written = {"verb": cls.verb, **write(event)}
        if written["recorded_at"] == written["at"]:
            del written["recorded_at"]
        return written

    return write_event
