"""The converter: one private cattrs `Converter`, with a reader and a writer per shape.

What lives here: how the shapes are put together. What does not: which shape an annotation has (`shapes.py`), which fields a record has
(`records.py`), and how records are read and written (`objects.py`). The converter is built at the first call and cannot be configured from
outside. Read `faults.py` next.
"""

from __future__ import annotations

import enum
import functools
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn

from cattrs import Converter
from cattrs.cols import list_structure_factory, mapping_structure_factory
from cattrs.errors import BaseValidationError
from cattrs.gen import make_hetero_tuple_structure_fn

from servrecov.errors import CodecError, InvalidValueError
from servrecov.values import FrozenMap
from servrecov.wire.forms import FORMS, MisfitError
from servrecov.wire.matching import OPEN
from servrecov.wire.objects import Reader, Writer, read_event, read_record, write_record, writer_of
from servrecov.wire.parts import parts, tag_of
from servrecov.wire.records import fields_of
from servrecov.wire.shapes import Shape, form_of, shape_of, stand_in_of

__all__ = ["converter"]


@functools.cache
def converter() -> Converter:
    """Return the converter that every call shares."""
    shared = Converter(detailed_validation=True)
    shared.register_structure_hook_factory(_any, lambda kind, converter: READERS[shape_of(kind)](kind, converter))
    shared.register_unstructure_hook_factory(_any, lambda kind, converter: WRITERS[shape_of(kind)](kind, converter))
    # cattrs knows text and numbers, and their subclasses, before it asks anybody: what it would turn into text is refused instead.
    for kind in (str, int, float):
        shared.register_structure_hook(kind, lambda value, kind: READERS[shape_of(kind)](kind, shared)(value, kind))
    shared.register_unstructure_hook(str, FORMS[str].write)
    shared.register_unstructure_hook(bytes, _refuse_to_write)
    return shared


def _any(_: object) -> bool:
    return True


def _read_plain(kind: Any, _: Converter) -> Reader:  # noqa: ANN401  (annotations have no common type)
    read = form_of(kind).read
    return lambda value, _: read(value)


def _read_member(kind: type[enum.Enum], _: Converter) -> Reader:
    options = tuple(str(member.value) for member in kind)

    def read(value: object, _: object) -> enum.Enum:
        if isinstance(value, kind):
            return value
        if isinstance(value, str) and value in options:
            return kind(value)
        error = CodecError if isinstance(value, str) else MisfitError
        raise error("", value, f"a {kind.__name__}: {', '.join(options)}", options)

    return read


def _read_literal(kind: Any, _: Converter) -> Reader:  # noqa: ANN401
    options = typing.get_args(kind)

    def read(value: object, _: object) -> object:
        for option in options:
            if value == option and type(value) is type(option):
                return option
        raise MisfitError("", value, " or ".join(map(repr, options)), map(str, options))

    return read


def _read_union(kind: Any, converter: Converter) -> Reader:  # noqa: ANN401
    arms = [arm for arm in typing.get_args(kind) if arm is not types.NoneType]
    readers = [(arm, converter.get_structure_hook(arm)) for arm in arms]
    nothing = len(arms) < len(typing.get_args(kind))

    def read(value: object, _: object) -> object:
        if value is None and nothing:
            return None
        if len(readers) == 1:
            return readers[0][1](value, arms[0])
        return _first_that_reads(value, _likeliest(value, readers))

    return read


def _likeliest(value: object, readers: Sequence[tuple[Any, Reader]]) -> Sequence[tuple[Any, Reader]]:
    """Of several records, only the one with the most of the keys that are there is tried, so that its faults are told."""
    records = [arm for arm, _ in readers if shape_of(arm) is Shape.RECORD]
    if len(records) < 2 or not isinstance(value, Mapping):  # noqa: PLR2004  (a choice begins with two)
        return readers
    best = max(records, key=lambda arm: len({field.name for field in fields_of(arm)} & set(value)))
    return [(arm, read) for arm, read in readers if arm not in records or arm is best]


def _first_that_reads(value: object, readers: Sequence[tuple[Any, Reader]]) -> object:
    failures: list[Exception] = []
    for arm, read in readers:
        try:
            return read(value, arm)
        except (InvalidValueError, BaseValidationError) as error:
            failures.append(error)
    misfits = [error for error in failures if isinstance(error, MisfitError)]
    if len(misfits) < len(failures):
        raise next(error for error in failures if not isinstance(error, MisfitError))
    raise MisfitError("", value, ", or ".join(error.expected for error in misfits))


def _read_list(kind: Any, converter: Converter) -> Reader:  # noqa: ANN401
    (element, *_) = typing.get_args(kind) or (Any,)
    build = list if typing.get_origin(kind) is list else tuple
    read_all: Reader = list_structure_factory(types.GenericAlias(list, (element,)), converter)  # type: ignore[arg-type]  # a class here

    def read(value: object, _: object) -> object:
        if not isinstance(value, (list, tuple)):
            raise MisfitError("", value, "a list")
        return OPEN.read(value) if element is Any else build(read_all(value, kind))

    return read


def _read_tuple(kind: Any, converter: Converter) -> Reader:  # noqa: ANN401
    count = len(typing.get_args(kind))
    read_all = make_hetero_tuple_structure_fn(kind, converter)

    def read(value: object, _: object) -> object:
        if not isinstance(value, (list, tuple)) or len(value) != count:
            raise MisfitError("", value, f"a list of {count}")
        return read_all(value, kind)

    return read


def _read_mapping(kind: Any, converter: Converter) -> Reader:  # noqa: ANN401
    build = dict if typing.get_origin(kind) is dict else FrozenMap
    read_all: Any = mapping_structure_factory(types.GenericAlias(dict, typing.get_args(kind) or (str, Any)), converter)  # type: ignore[arg-type]  # a class here

    def read(value: object, _: object) -> object:
        if not isinstance(value, Mapping):
            raise MisfitError("", value, "an object")
        return build(read_all(value, kind))

    return read


def _read_stand_in(kind: Any, converter: Converter) -> Reader:  # noqa: ANN401
    """The stand-in's own reader is looked up late: a calendar may hold calendars."""
    stand_in = stand_in_of(kind)
    return lambda value, _: value if isinstance(value, kind) else stand_in.restore(converter.structure(value, stand_in.kind))


def _read_part(_: Any, converter: Converter) -> Reader:  # noqa: ANN401
    def read(value: object, _: object) -> object:
        if isinstance(value, (list, tuple)):
            return tuple(read(each, None) for each in value)
        if isinstance(value, Mapping) and len(value) == 1 and (tag := next(iter(value))) in parts():
            return converter.structure(value[tag], parts()[tag])
        return OPEN.read(value)

    return read


READERS: Final[Mapping[Shape, Callable[[Any, Converter], Reader]]] = types.MappingProxyType(
    {
        Shape.PLAIN: _read_plain,
        Shape.ENUM: _read_member,
        Shape.LITERAL: _read_literal,
        Shape.UNION: _read_union,
        Shape.LIST: _read_list,
        Shape.TUPLE: _read_tuple,
        Shape.MAPPING: _read_mapping,
        Shape.STAND_IN: _read_stand_in,
        Shape.PART: _read_part,
        Shape.EVENT: read_event,
        Shape.RECORD: read_record,
    }
)


def _write_plain(kind: Any, _: Converter) -> Writer:  # noqa: ANN401
    return form_of(kind).write


def _refuse_to_write(value: object) -> NoReturn:
    raise CodecError(type(value).__name__, value, "a kind of value that the library stores")


def _write_member(_: Any, __: Converter) -> Writer:  # noqa: ANN401
    return lambda member: member.value


def _write_itself(_: Any, converter: Converter) -> Writer:  # noqa: ANN401
    """Write a value by its own class, whatever the annotation allows."""
    return converter.unstructure


def _write_list(kind: Any, converter: Converter) -> Writer:  # noqa: ANN401
    elements = typing.get_args(kind)
    write = writer_of(elements[0], converter) if elements else converter.unstructure
    return lambda values: [write(value) for value in values]


def _write_tuple(kind: Any, converter: Converter) -> Writer:  # noqa: ANN401
    writers = [writer_of(element, converter) for element in typing.get_args(kind)]
    return lambda values: [write(value) for write, value in zip(writers, values, strict=True)]


def _write_mapping(kind: Any, converter: Converter) -> Writer:  # noqa: ANN401
    parts = typing.get_args(kind)
    write_key, write = (writer_of(part, converter) for part in parts) if parts else (converter.unstructure, converter.unstructure)
    return lambda values: {_key(write_key(key)): write(value) for key, value in values.items()}


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    raise CodecError("key", key, "text, for an object of JSON has no other keys")


def _write_stand_in(kind: Any, converter: Converter) -> Writer:  # noqa: ANN401
    stand_in = stand_in_of(kind)
    return lambda value: converter.unstructure(stand_in.make(value))


def _write_part(_: Any, converter: Converter) -> Writer:  # noqa: ANN401
    def write(value: object) -> object:
        if isinstance(value, tuple):
            return [write(each) for each in value]
        tag = tag_of(type(value))
        return {tag: converter.unstructure(value)} if parts().get(tag) is type(value) else OPEN.write(value)

    return write


WRITERS: Final[Mapping[Shape, Callable[[Any, Converter], Writer]]] = types.MappingProxyType(
    {
        Shape.PLAIN: _write_plain,
        Shape.ENUM: _write_member,
        Shape.LITERAL: _write_itself,
        Shape.UNION: _write_itself,
        Shape.LIST: _write_list,
        Shape.TUPLE: _write_tuple,
        Shape.MAPPING: _write_mapping,
        Shape.STAND_IN: _write_stand_in,
        Shape.PART: _write_part,
        Shape.EVENT: write_record,
        Shape.RECORD: write_record,
    }
)
