"""Chinese numerals as spoken and written: 两万三, 一万二千五, 2w, 3.5k, 伍仟, 十来, 三五千."""

import re
from typing import NamedTuple

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8,
    "玖": 9, "幺": 1,
}  # fmt: skip
_UNIT = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000, "K": 1000}
_BIG = {"万": 10_000, "萬": 10_000, "w": 10_000, "W": 10_000, "亿": 100_000_000}
_CN = "零〇一二三四五六七八九两俩仨壹贰叁肆伍陆柒捌玖幺"
_ANY = _CN + "十拾百佰千仟万萬亿"

NUMERAL = re.compile(
    rf"\d[\d,]*(?:\.\d+)?(?:[万亿千百wWkK](?:[\d{_CN}]+[千百十]?)*)?|[{_CN}十拾百佰千仟][{_ANY}]*(?:\d*)|半"
)


class Numeral(NamedTuple):
    """A number in words: its value, or a range, or vague (几千, 十来万)."""

    value: float | None
    low: float | None = None
    high: float | None = None
    vague: bool = False


def parse_numeral(words: str) -> Numeral | None:
    """The value of a numeral; None when the characters are no number. 两百五 is 250, 一万二 is 12,000."""
    words = words.replace(",", "").replace("，", "")
    if not words:
        return None
    if words == "半":
        return Numeral(0.5)
    if re.fullmatch(r"\d+(\.\d+)?", words):
        return Numeral(float(words) if "." in words else int(words))
    spread = _range(words)
    if spread:
        return spread
    value = _exact(words)
    return None if value is None else Numeral(value)


def _range(words: str) -> Numeral | None:
    """三五千 (3000-5000), 两三万, 五六百: two digits side by side before a unit."""
    found = re.fullmatch(rf"([{_CN[2:]}])([{_CN[2:]}])([十百千万]+)", words)
    if not found:
        found = re.fullmatch(rf"(十)([{_CN[2:]}])([{_CN[2:]}])()", words)
        if not found:
            return None
        low, high = 10 + _DIGIT[found[2]], 10 + _DIGIT[found[3]]
        return Numeral(None, low, high) if low < high else None
    low, high = _DIGIT[found[1]], _DIGIT[found[2]]
    scale = 1
    for unit in found[3]:
        scale *= _UNIT.get(unit) or _BIG[unit]
    return Numeral(None, low * scale, high * scale) if low < high else None


def _exact(words: str) -> float | None:
    mixed = re.fullmatch(r"(\d+(?:\.\d+)?)([万亿千百wWkK])(.*)", words)
    if mixed:
        unit = _UNIT.get(mixed[2]) or _BIG.get(mixed[2]) or 100
        head = float(mixed[1]) * unit
        rest = _tail(mixed[3], unit)
        return None if rest is None else _tidy(head + rest)
    if len(words) > 1 and all(c in _DIGIT for c in words):  # 三八零零: digits read out
        return int("".join(str(_DIGIT[c]) for c in words))
    return _chinese(words)


def _tail(words: str, unit: int) -> float | None:
    """What follows a unit: 2万3 -> 3000 behind 万; 3千500 -> 500."""
    if not words:
        return 0
    if re.fullmatch(r"\d", words) or (len(words) == 1 and words in _DIGIT):
        return (int(words) if words.isdigit() else _DIGIT[words]) * unit / 10
    if words.isdigit():
        return int(words)
    return _exact(words)


def _chinese(words: str) -> float | None:
    total, section, digit, last_unit, gap = 0, 0, None, 1, False
    for c in words:
        if c in _DIGIT:
            if digit is not None and digit != 0:
                return None
            digit = _DIGIT[c]
            gap = gap or (c in "零〇" and last_unit > 1)
            continue
        if c in _UNIT:
            section += (1 if digit is None else digit) * _UNIT[c]
            last_unit = _UNIT[c]
        elif c in _BIG:
            section = (section + (digit or 0)) or 1
            total, section = (total + section) * _BIG[c] if c == "亿" else total + section * _BIG[c], 0
            last_unit = _BIG[c]
        else:
            return None
        digit, gap = None, False
    if digit:
        # 两百五 is 250 and 一万二 is 12,000, but 两百零五 is 205 and 二十五 is 25
        section += digit * (last_unit // 10 if last_unit >= 100 and not gap else 1)
    return total + section


def _tidy(value: float) -> float:
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded
