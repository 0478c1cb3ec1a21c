"""Chinese numerals as spoken and written: 两万三, 一万二千五, 2w, 3.5k, 伍仟, 一点五万, 十来万, 三五千.

A number is exact, or a range (三五千), or vague (几千, 一万多): what is left open is never filled in.
"""

import re
from typing import NamedTuple

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8,
    "玖": 9, "幺": 1,
}  # fmt: skip
_UNIT = {
    "亿": 100_000_000, "万": 10_000, "萬": 10_000, "w": 10_000, "W": 10_000, "千": 1000, "仟": 1000, "k": 1000,
    "K": 1000, "百": 100, "佰": 100, "十": 10, "拾": 10,
}  # fmt: skip
_CN = "零〇一二三四五六七八九两俩仨壹贰叁肆伍陆柒捌玖幺"
_ANY = _CN + "十拾百佰千仟万萬亿"
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"

# Chinese characters run on; a bare 百, 千 or 万 is no number (百川物流, 千万别), but 千五 and 万二 are.
_WRITTEN = (
    rf"(?:[{_CN}十拾][{_ANY}]*点[{_CN}]+[百千万亿]*"
    rf"|[{_CN}十拾][{_ANY}]*(?:\d+|个(?:亿|[wW]))?(?:(?<=[百千万])半(?![天年月个小]))?"
    rf"|(?<![{_ANY}\d])(?!万一)[百千万](?=[一二三四五六七八九])[一二三四五六七八九](?![{_ANY}分折成方]))"
)
_MIXED = rf"{_ARABIC}(?:个?[万亿wW](?![a-zA-Z])|[千百kK](?![a-zA-Z]))(?:[\d{_CN}]+[千百十]?)*"
NUMERAL = re.compile(rf"{_MIXED}|{_ARABIC}|{_WRITTEN}|半")

_LOOSE = "多来几把"
_OPEN = (
    r"(?:好几|大几|十几|几|数|上|成)(?:十|百|千|个?万|个?亿)+(?!别|分)"
    r"|小[一二两三四五六七八九十][百千万]|百十(?:来|几)?(?![一二三四五六七八九])|百八十|千儿?八百|万儿?八千|[百千万](?:把|来)(?=[块元个,。!?\s]|$)"
)
# A number, exact or open, with what makes it open: 三千多, 十来万, 二十几万, 一万五千多.
QUANTITY = re.compile(
    rf"(?:{_OPEN})(?:多|来)?|(?:{_MIXED}|{_ARABIC}|{_WRITTEN})(?:(?:[多来](?!得|年|少天)|几(?![点号月天个时期次成折]))|把(?=块|元|,|。|$))?"
    rf"(?:(?<=[{_LOOSE}])个?[百千万亿])?|半"
)


LONGEST = 30  # characters; pasted rows of digits are no number anybody says


class Numeral(NamedTuple):
    """A number in words: its value, or a range, or vague (几千, 十来万)."""

    value: float | None
    low: float | None = None
    high: float | None = None
    vague: bool = False


def parse_numeral(words: str) -> Numeral | None:
    """The value of a numeral; None when the characters are no number. 两百五 is 250, 一万二 is 12,000."""
    words = re.sub(r"[,，]", "", words)
    if not words or len(words) > LONGEST:
        return None
    if words == "半":
        return Numeral(0.5)
    if re.search(rf"[{_LOOSE}数]", words) or re.fullmatch(_OPEN, words):
        return Numeral(None, vague=True)
    spread = _range(words)
    if spread:
        return spread
    value = _value(words)
    return None if value is None else Numeral(_tidy(value))


def between(low: str, high: str) -> Numeral | None:
    """三千到五千, 三到五千: the range of two numerals; the first takes the second's unit when it has none."""
    first, second = parse_numeral(low), parse_numeral(high)
    if not first or not second or first.value is None or second.value is None:
        return None
    bottom, unit = first.value, _UNIT.get(high[-1], 1)
    if bottom < 10 and not any(c in _UNIT for c in low):
        bottom *= unit
    return Numeral(None, _tidy(bottom), second.value) if bottom < second.value else None


def _range(words: str) -> Numeral | None:
    """三五千 (3000-5000), 十七八万, 一万二三: two digits side by side where the number has a unit, or alone (两三)."""
    pair = re.search(r"([一二两三四五六七八九])([二两三四五六七八九])", words)
    if not pair or (len(words) > 2 and not any(c in _UNIT for c in words)):
        return None
    low, high = _DIGIT[pair[1]], _DIGIT[pair[2]]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    ends = [_value(words[: pair.start()] + digit + words[pair.end() :]) for digit in pair.groups()]
    if ends[0] is None or ends[1] is None:
        return None
    return Numeral(None, _tidy(ends[0]), _tidy(ends[1]))


def _value(words: str) -> float | None:
    """By the largest unit: what stands before it is multiplied, what stands after is added."""
    if re.fullmatch(r"\d+(\.\d+)?", words):
        return float(words) if "." in words else int(words)
    decimal = re.fullmatch(rf"([{_ANY}]+)点([{_CN}]+)([百千万亿]*)", words)
    if decimal:
        whole = _value(decimal[1])
        part = "".join(str(_DIGIT[c]) for c in decimal[2])
        return None if whole is None else float(f"{whole:.0f}.{part}") * _product(decimal[3])
    for name in ("亿", "万萬wW", "千仟kK", "百佰", "十拾"):
        found = re.search(rf"个?[{name}]", words)
        if found:
            return _around(words[: found.start()], _UNIT[found.group()[-1]], words[found.end() :])
    if words and all(c in _DIGIT for c in words):  # 三八零零: digits read out
        return int("".join(str(_DIGIT[c]) for c in words))
    return None


def _around(head: str, unit: int, tail: str) -> float | None:
    if head:
        count = _value(head)
    else:  # 十 is 10, 万二 is 12,000, a bare 万 nothing
        count = 1 if unit == 10 or len(tail) == 1 else None
    most = 10_000 if unit >= 10_000 else 10
    if count is None or (count >= most and not head[-1].isdigit()) or (head and len(head) > 1 and head in _DIGIT):
        return None
    rest = _after(tail, unit)
    return None if rest is None else count * unit + rest


def _after(tail: str, unit: int) -> float | None:
    """What follows a unit: 2万3 -> 3000, 两百五 -> 50, 两百零五 -> 5, 3千500 -> 500."""
    if not tail:
        return 0
    if tail == "半":
        return unit / 2
    if len(tail) == 1 and (tail.isdigit() or _DIGIT.get(tail)):
        return (int(tail) if tail.isdigit() else _DIGIT[tail]) * unit / 10
    gap = tail.lstrip("零〇")
    if not gap or (len(gap) > 1 and all(c in _DIGIT for c in gap)):
        return None
    if gap != tail and len(gap) > 1 and gap[0] in _UNIT and gap[0] != "十":
        return None
    rest = _value(gap)
    return rest if rest is not None and rest < unit else None


def _product(units: str) -> int:
    scale = 1
    for unit in units:
        scale *= _UNIT[unit]
    return scale


def _tidy(value: float) -> float:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded
