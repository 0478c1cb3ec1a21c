"""Which column of an imported file holds which of our fields (data/columns.yml and a floor's saved mapping)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from bot.trade.value import Value


class ColumnNames(Value):
    """Field -> the headers people write over it, for each kind of file; and the words they write into cells."""

    accounts: dict[str, tuple[str, ...]]
    payments: dict[str, tuple[str, ...]]
    contacts: dict[str, tuple[str, ...]]
    words: dict[str, dict[str, str]]


class Assigned(Value):
    """What became of a file's headers: header -> field, and the headers that nobody knows."""

    fields: dict[str, str]
    unknown: tuple[str, ...] = ()


def assign(
    headers: Sequence[str], names: Mapping[str, tuple[str, ...]], saved: Mapping[str, str], required: Sequence[str]
) -> Assigned:
    """Each header's field: the saved mapping first, then the known spellings.

    Raises ValueError when a mapping names a field or header that is not there, when two columns claim one field, or
    when a required field has no column.
    """
    strange = [f"{header}={field}" for header, field in saved.items() if field not in names]
    if strange:
        raise ValueError(f"对应表里的字段不存在：{'、'.join(strange)}；可用字段：{'、'.join(names)}")
    absent = [header for header in saved if header not in headers]
    if absent:
        raise ValueError(f"对应表里的列文件中没有：{'、'.join(absent)}；文件里的列：{'、'.join(headers)}")
    spellings = {_key(word): field for field, words in names.items() for word in (field, *words)}
    fields: dict[str, str] = {}
    for header in headers:
        field = saved.get(header) or spellings.get(_key(header))
        if field is None:
            continue
        twin = next((h for h, f in fields.items() if f == field), None)
        if twin is not None and (twin in saved) == (header in saved):
            raise ValueError(f"「{twin}」和「{header}」都像是 {field}；用 --map 指定一列")
        if twin is not None and twin in saved:
            continue
        if twin is not None:
            del fields[twin]
        fields[header] = field
    missing = [field for field in required if field not in fields.values()]
    if missing:
        wanted = "、".join(f"{field}（如「{names[field][0]}」）" for field in missing)
        raise ValueError(f'缺必需的列：{wanted}；文件里的列：{"、".join(headers)}；可用 --map "你的表头=字段" 指定')
    return Assigned(fields=fields, unknown=tuple(h for h in headers if h not in fields))


def _key(header: str) -> str:
    """A header without case, space and a unit in brackets."""
    text = unicodedata.normalize("NFKC", header).lower()
    return re.sub(r"\(.*?\)|\s|_", "", text)
