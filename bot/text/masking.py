"""Personal data out of text before it is written anywhere: the same function for clients, channel and record."""

import re
from collections.abc import Iterable

# Chinese numerals as a recogniser writes a number that somebody reads out: 幺三八零零…
_SPOKEN = str.maketrans("零〇幺一二三四五六七八九", "001123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_RUN = re.compile(r"\d(?:[ \-—.]?\d){6,24}[Xx]?")
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

PHONE, ID_CARD, BANK_CARD, EMAIL, PLATE, NAME, ADDRESS = (
    "〔电话〕", "〔身份证〕", "〔银行卡〕", "〔邮箱〕", "〔车牌〕", "〔姓名〕", "〔地址〕",
)  # fmt: skip
_STREET = re.compile(
    r"[一-龥A-Za-z0-9]{2,12}(?:路|街|大道|巷|弄|小区|花园|公寓)[一-龥A-Za-z0-9]{0,6}?\d{1,5}(?:号|栋|幢|单元|室|楼|弄)"
    r"(?:[一-龥A-Za-z0-9\-]{0,8}?\d{1,5}(?:号|栋|幢|单元|室|楼|户)){0,3}"
)


def mask(text: str, names: Iterable[str] = ()) -> str:
    """The text with telephone, ID-card, bank-card and plate numbers, e-mail, street addresses and `names` masked.

    Masking what is masked changes nothing. Sums, dates and four-digit tails are left alone.
    """
    text = _EMAIL.sub(EMAIL, text)
    text = _PLATE.sub(PLATE, text)
    text = _mask_numbers(text)
    text = _STREET.sub(ADDRESS, text)
    for name in names:
        if len(name) >= 2:
            text = text.replace(name, NAME)
    return text


def _mask_numbers(text: str) -> str:
    digits = text.translate(_FULL_WIDTH).translate(_SPOKEN)
    out, last = [], 0
    for run in _RUN.finditer(digits):
        kind = _kind_of(re.sub(r"[ \-—.]", "", run.group()))
        if kind:
            out += [text[last : run.start()], kind]
            last = run.end()
    return "".join(out) + text[last:]


def _kind_of(number: str) -> str | None:
    """What a run of digits is; None for what may be a sum or a contract number."""
    if len(number) == 18 and is_id_card(number):
        return ID_CARD
    plain = number.rstrip("Xx")
    if re.fullmatch(r"(?:86|0086)?1[3-9]\d{9}", plain) or re.fullmatch(r"0\d{2,3}[2-9]\d{6,7}", plain):
        return PHONE
    if re.fullmatch(r"400\d{7}", plain):
        return None  # service lines are meant to be told
    if 15 <= len(plain) <= 19 and luhn(plain):
        return BANK_CARD
    embedded = re.search(r"1[3-9]\d{9}", plain)
    return PHONE if embedded and len(plain) <= 14 else None


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
