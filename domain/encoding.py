"""JSON forms of the frozen dataclasses: what passes between processes and lies in the cache."""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, Union

from domain.documents import Source

JSON: TypeAlias = bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"] | None

Value = TypeVar("Value")
Encode = Callable[[Any], Any]
Decode = Callable[[Any], Any]

TYPING_NAMES = {"Source": Source}
"""Names that `domain.findings` imports for type checkers only (documents and findings name each other)."""


def to_json(value: object) -> Any:  # noqa: ANN401 - the shape follows the value
    """The JSON form of a value: dataclasses as objects with all their fields, tuples and sets as lists.

    Decimals, dates, paths and enums are strings; sets are sorted, so that equal values have equal bytes.
    """
    return _ENCODER[type(value)](value)


def from_json(kind: type[Value], data: object) -> Value:
    """The value of this type that `to_json` wrote; ValueError for anything else, unknown fields included.

    Fields with a default may be absent. Lists become tuples, also under `object`. A union of dataclasses is
    told apart by the names of their fields.
    """
    try:
        value: Value = _DECODER[kind](data)
    except (TypeError, KeyError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"not the JSON of {getattr(kind, '__name__', kind)}: {error}") from error
    return value


def _make_encoder(kind: type) -> Encode:
    """The function that writes values of exactly this type."""
    if kind in (str, int, float, bool, types.NoneType):
        return _same
    if dataclasses.is_dataclass(kind):
        return _object_encoder(kind)
    for base, encode in ENCODERS:
        if issubclass(kind, base):
            return encode
    raise TypeError(f"no JSON form for {kind.__name__}")


def _object_encoder(kind: type) -> Encode:
    names = tuple(field.name for field in dataclasses.fields(kind))

    def encode(value: object) -> dict[str, Any]:
        written = {}
        for name in names:
            item = getattr(value, name)
            written[name] = _ENCODER[type(item)](item)
        return written

    return encode


def _same(value: object) -> object:
    return value


def _encode_list(values: Sequence[object]) -> list[Any]:
    return [_ENCODER[type(value)](value) for value in values]


def _encode_set(values: frozenset[object]) -> list[Any]:
    return sorted(_encode_list(tuple(values)))


def _encode_mapping(values: Mapping[object, object]) -> dict[str, Any]:
    return {_key(key): _ENCODER[type(value)](value) for key, value in values.items()}


def _key(key: object) -> str:
    written = to_json(key)
    if isinstance(written, bool) or not isinstance(written, str | int):
        raise TypeError(f"no JSON key for {type(key).__name__}")
    return str(written)


def _encode_text(value: object) -> str:
    return str(value)


def _encode_day(value: date) -> str:
    return value.isoformat()


def _encode_enum(value: Enum) -> Any:  # noqa: ANN401 - an enum's value
    return to_json(value.value)


ENCODERS: tuple[tuple[type | tuple[type, ...], Encode], ...] = (
    (Enum, _encode_enum),
    (date, _encode_day),
    (Decimal, _encode_text),
    (Path, _encode_text),
    ((tuple, list), _encode_list),
    ((frozenset, set), _encode_set),
    (Mapping, _encode_mapping),
)
"""By type, the first that fits; datetimes are dates."""


def _make_decoder(kind: Any) -> Decode:  # noqa: ANN401 - any annotation
    """The function that reads the JSON form of this annotation."""
    if kind in (object, Any):
        return _frozen
    if kind in SCALARS:
        return SCALARS[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Union, types.UnionType):
        return _union_decoder(arguments)
    if origin is not None:
        return _container_decoder(origin, arguments)
    if dataclasses.is_dataclass(kind):
        return _object_decoder(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    raise TypeError(f"no JSON form for {kind}")


def _container_decoder(origin: Any, arguments: tuple[Any, ...]) -> Decode:  # noqa: ANN401 - any annotation
    if origin is tuple and (len(arguments) < 2 or arguments[1] is not Ellipsis):
        return _fixed_tuple_decoder(arguments)
    if origin in (tuple, Sequence):
        return _tuple_decoder(arguments[0])
    if origin is frozenset:
        read = _tuple_decoder(arguments[0])
        return lambda data: frozenset(read(data))
    if issubclass(origin, Mapping):
        return _mapping_decoder(*arguments)
    raise TypeError(f"no JSON form for {origin}")


def _object_decoder(kind: Any) -> Decode:  # noqa: ANN401 - a dataclass
    hints = typing.get_type_hints(kind, localns=TYPING_NAMES)
    readers: dict[str, Decode] = {}

    def decode(data: Any) -> Any:  # noqa: ANN401 - JSON in, an instance of `kind` out
        if not readers:  # at the first use: a type may contain itself
            readers.update({field.name: _DECODER[hints[field.name]] for field in dataclasses.fields(kind)})
        return kind(**{name: readers[name](item) for name, item in data.items()})

    return decode


def _tuple_decoder(item: Any) -> Decode:  # noqa: ANN401 - any annotation
    read = _DECODER[item]
    return lambda data: tuple([read(value) for value in _listed(data)])


def _fixed_tuple_decoder(items: tuple[Any, ...]) -> Decode:
    readers = tuple(_DECODER[item] for item in items)

    def decode(data: Any) -> tuple[Any, ...]:  # noqa: ANN401 - JSON in
        return tuple([read(value) for read, value in zip(readers, _listed(data), strict=True)])

    return decode


def _listed(data: object) -> list[Any] | tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise TypeError(f"a list expected, found {type(data).__name__}")
    return data


def _mapping_decoder(key: Any, item: Any) -> Decode:  # noqa: ANN401 - any annotation
    read_key = int if key is int else _DECODER[key]
    read = _DECODER[item]
    return lambda data: {read_key(name): read(value) for name, value in data.items()}


def _union_decoder(kinds: tuple[Any, ...]) -> Decode:
    """The reader of a union: by the JSON type, and by the names of the fields where several dataclasses stand."""
    rest = tuple(kind for kind in kinds if kind is not types.NoneType)
    if all(kind in PLAIN for kind in rest):
        return _plain_decoder(kinds)
    read = _choice_decoder(rest) if len(rest) > 1 else _DECODER[rest[0]]
    return lambda data: None if data is None else read(data)


def _plain_decoder(kinds: tuple[Any, ...]) -> Decode:
    allowed = frozenset(kinds) | ({int} if float in kinds else frozenset())

    def decode(data: object) -> object:
        if type(data) not in allowed:
            raise TypeError(f"{type(data).__name__} not expected")
        return data

    return decode


def _choice_decoder(kinds: tuple[Any, ...]) -> Decode:
    readers = {frozenset(field.name for field in dataclasses.fields(kind)): _DECODER[kind] for kind in kinds}
    if len(readers) < len(kinds):
        raise TypeError("dataclasses of equal field names cannot be told apart")
    return lambda data: readers[frozenset(data)](data)


def _frozen(data: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same JSON with tuples for lists."""
    if isinstance(data, list | tuple):
        return tuple([_frozen(value) for value in data])
    if isinstance(data, dict):
        return {name: _frozen(value) for name, value in data.items()}
    return data


def _number(data: object) -> float:
    if isinstance(data, float):
        return data
    if isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    raise TypeError(f"a number expected, found {type(data).__name__}")


PLAIN = frozenset({str, int, float, bool})
SCALARS: Mapping[Any, Decode] = {
    **{kind: _plain_decoder((kind,)) for kind in (str, int, bool, types.NoneType)},
    float: _number,
    Decimal: Decimal,
    Path: Path,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}
"""By annotation."""


class _Encoders(dict[type, Encode]):
    """Encoders by type, each made when first needed."""

    def __missing__(self, kind: type) -> Encode:
        self[kind] = _make_encoder(kind)
        return self[kind]


class _Decoders(dict[Any, Decode]):
    """Decoders by annotation, each made when first needed."""

    def __missing__(self, kind: Any) -> Decode:  # noqa: ANN401 - any annotation
        self[kind] = _make_decoder(kind)
        return self[kind]


_ENCODER = _Encoders()
_DECODER = _Decoders()
