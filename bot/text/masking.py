"""Personal data out of text before it is written anywhere: the same function for clients, channel and record."""

import re
import unicodedata
from collections.abc import Iterable

PHONE, ID_CARD, BANK_CARD, EMAIL, PLATE, NAME, ADDRESS = (
    "〔电话〕", "〔身份证〕", "〔银行卡〕", "〔邮箱〕", "〔车牌〕", "〔姓名〕", "〔地址〕",
)  # fmt: skip
_TOKEN = re.compile("(" + "|".join((PHONE, ID_CARD, BANK_CARD, EMAIL, PLATE, NAME, ADDRESS)) + ")")

# Chinese numerals as a recogniser writes a number that somebody reads out: 幺三八零零…
_SPOKEN = str.maketrans("零〇幺一二三四五六七八九", "001123456789")
# People group digits by spaces, hyphens and dots; invisible characters come with pasted text.
_GAP = r"[ \-—–·.\u00a0\u3000\u200b-\u200d\ufeff\t]{0,3}"
# Commas only between digits read out: 1500,3000,4500 are sums, 幺三八，零零幺三 is no sum.
_SPOKEN_GAP = r"[ ，,、]{0,2}"


def _numbers(
    digit: str, one: str, three_to_nine: str, two_to_nine: str, zero: str, gap: str
) -> dict[str, re.Pattern[str]]:
    """Patterns of card and telephone numbers over one way of writing digits, in the order in which they are tried."""
    alone, end = rf"(?<!{digit})", rf"(?!{gap}{digit})(?!{digit})"
    mobile = rf"{one}{gap}{three_to_nine}(?:{gap}{digit}){{9}}"
    return {
        ID_CARD: re.compile(
            rf"(?<![A-Za-z]){alone}{digit}(?:{gap}{digit}){{16}}{gap}(?:{digit}|[XxＸｘ])(?![A-Za-z]){end}"
        ),
        BANK_CARD: re.compile(rf"(?<![A-Za-z]){alone}{three_to_nine}(?:{gap}{digit}){{14,18}}{end}"),
        PHONE: re.compile(
            rf"{alone}(?:[+＋]?(?:00)?86{gap}|0(?={one}))?{mobile}(?:{gap}{mobile}){{0,2}}{digit}?(?!{digit})"
            rf"|(?<![.,]){alone}[(（]?{zero}{gap}{digit}{gap}{digit}(?:{gap}{digit})?[)）]?{gap}{two_to_nine}(?:{gap}{digit}){{6,7}}(?!{digit})"
        ),
    }


_PASSES = (
    _numbers(r"\d", "1", "[3-9]", "[2-9]", "0", _GAP),
    _numbers("[零〇幺一二三四五六七八九]", "[幺一]", "[三四五六七八九]", "[二三四五六七八九]", "[零〇]", _SPOKEN_GAP),
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+[@＠][A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][·• ]?(?=[A-Za-z0-9]*\d)"
    r"[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![A-Za-z0-9])"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# A street must be followed by its number at once, so that 我在路上，15号还 keeps its day.
_WORD = r"(?:(?![我你您他她它在住到是的来去说了把给从往就有和跟也都寄])[一-龥A-Za-z0-9])"
_COUNT = r"(?:\d{1,5}|[一二三四五六七八九十百零〇]{1,6})"
_ROOM = rf"(?:[\-,， ]?{_COUNT}(?:号楼|号院|号|栋|幢|座|单元|层|楼|室|户|房)[A-Za-z]?){{0,4}}(?:\d{{3,4}}(?!\d))?"
_STREET = re.compile(
    rf"{_WORD}{{2,12}}?(?:路|大道|大街|街|巷|弄|胡同)(?:[东南西北中]段?|[一二三四五六七八九十]段)?{_COUNT}(?:弄|号楼|号院|号|栋|幢|单元|室)"
    rf"(?!线|车|公交){_ROOM}(?:[一-龥]{{2,6}}(?:小区|花园|公寓|大厦)?{_COUNT}(?:栋|幢|单元|室|楼){_ROOM})?"
    rf"|{_WORD}{{2,12}}?(?:小区|花园|公寓|大厦|新村|家园|苑|广场|写字楼){_COUNT}(?:号楼|栋|幢|座|单元|室|楼|层){_ROOM}"
    rf"|{_WORD}{{2,12}}?(?:镇|乡|县|市|区){_WORD}{{1,6}}?村(?:{_COUNT}[组队社])?{_COUNT}号(?![还付转打发前给])"
)


# Without a numeral and an @ there is nothing to mask but names: nearly every text passes here, and every label does.
_NUMERAL_OR_AT = re.compile(r"[\d@＠零〇幺一二三四五六七八九十百]")


def mask(text: str, names: Iterable[str] = ()) -> str:
    """The text with telephone, ID-card, bank-card and plate numbers, e-mail, street addresses and `names` masked.

    Masking what is masked changes nothing. Sums, dates and four-digit tails are left alone.
    """
    longest_first = sorted({name for name in names if len(name) >= 2}, key=len, reverse=True)
    while True:  # what is masked may uncover a neighbour: until nothing changes, so that twice is once
        masked = "".join(
            part if _TOKEN.fullmatch(part) else _masked(part, longest_first) for part in _TOKEN.split(text)
        )
        if masked == text:
            return masked
        text = masked


def _masked(text: str, names: list[str]) -> str:
    if _NUMERAL_OR_AT.search(text):
        text = _EMAIL.sub(EMAIL, text)
        text = _PLATE.sub(PLATE, text)
        for kinds, spoken in zip(_PASSES, (True, False), strict=True):
            for kind, pattern in kinds.items():
                text = _mask_numbers(text, kind, pattern, spoken)
        text = _STREET.sub(ADDRESS, text)
    for name in names:
        text = "".join(part if _TOKEN.fullmatch(part) else part.replace(name, NAME) for part in _TOKEN.split(text))
    return text


def _mask_numbers(text: str, kind: str, pattern: re.Pattern[str], read_as_digits: bool) -> str:
    """Masks what the pattern finds and the check digit confirms; digits mixed with spoken ones count as digits."""
    out, last = [], 0
    # １３８ and other scripts' digits one for one, so that places stay true
    digits = re.sub(r"\d", lambda m: str(unicodedata.decimal(m.group())), text)
    for m in pattern.finditer(digits.translate(_SPOKEN) if read_as_digits else digits):
        number = re.sub(r"[^\dXx]", "", m.group().translate(_SPOKEN).replace("Ｘ", "X").replace("ｘ", "x"))
        if (kind == ID_CARD and not is_id_card(number)) or (kind == BANK_CARD and not luhn(number)):
            continue
        out += [text[last : m.start()], kind]
        last = m.end()
    return "".join(out) + text[last:]


def is_id_card(number: str) -> bool:
    """Whether eighteen characters are a mainland identity number: the check digit of GB 11643-1999 holds."""
    if not re.fullmatch(r"\d{17}[\dXx]", number):
        return False
    total = sum(int(d) * w for d, w in zip(number[:17], _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def luhn(number: str) -> bool:
    """Whether a run of digits passes the Luhn check of bank cards (ISO/IEC 7812-1)."""
    total = 0
    for i, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if i % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
