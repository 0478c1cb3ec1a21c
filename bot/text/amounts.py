"""Sums of money in spoken Chinese: 两万三, 五千二百块, ¥483, 一块五毛, 十来万, 三千到五千.

A number is money when it carries 块, 元 or a sign, when it is large in Chinese (三千), or when it stands beside paying.
Numbers that count something else (三百多天, 八百顶帐篷), name something (尾号3307) or only sound big (千万别) are none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.text.numerals import QUANTITY, Numeral, between, parse_numeral

BLANK = "□"


class Sum(NamedTuple):
    """Money at [start, end): exact, a range or vague."""

    start: int
    end: int
    number: Numeral


_UNIT = re.compile(
    r"\s?(?:块钱|元钱|块整|元整|圆整|块|元|圆|rmb|RMB|人民币|大洋|蚊|毛钱|毛|角)(?![儿]|[牌板石砖布地表肉屏玻电货糖](?!钱))"
)
_COIN_FOLLOWS = r"(?![天个年月周次百千万十点号人期斤吨件条张公块元几多到分批折成])"
_COINS = re.compile(
    rf"零?(?P<jiao>[一二两三四五六七八九1-9])(?:[毛角](?:(?P<fen>[一二三四五六七八九1-9])分?)?|{_COIN_FOLLOWS})(?:钱)?"
)
# What a counted thing begins with; where the character also begins a common word, that word is spared.
_COUNTED = re.compile(
    r"\s?(?:天(?!天)|个(?!亿|[wW])|次|年(?![底前后终末初内])|月(?![底末初中付还供尾内])|号|日(?![前内])|人(?![家民])|户(?![头口名])|公?斤|吨|平(?![台时均了常账安])"
    r"|米|公里|里地|楼|栋|期|度(?!过)|分钟|分(?=[,。!?]|$)|小时|岁|遍|条(?!件)|件|箱|袋|台(?!账)|套(?!路)|页|名(?![下义字])|位|家(?![里人用])|倍|级|层|室"
    r"|版|代(?![扣还付理收发])|届|折|成(?![吗不])|[%％]|秒|批(?![准下了])|顿|口(?![头袋])|辆|头(?=[牛猪羊驴])|只(?![能有是够剩还要])|亩|方(?![便式面案才能向])"
    r"|根(?![本据])|桶|瓶|罐|盒|趟|周(?![一二三四五六日天末内前之])|礼拜(?![一二三四五六日天])|星期(?![一二三四五六日天])|顶(?![多不账了着上])|床|棵|字|克(?!扣)|瓦|伏|集|站|例|路|强|多?公里|包(?![括含你了])"
    r"|份(?![上额])|支(?![付持出行])|片(?!面)|本(?![金周月来人息利钱身])|张(?![总姐哥老经先女三])|艘|匹|双|副|间(?!接)|桌|单(?![独位])|车(?![贷款位])|票(?!据)|位数|开头|打头|分之|字头"
    r"|积分|工作日|学时|公顷|立方|千米|毫|克拉|[KkGgMm]?[bBWwmM](?![a-zA-Z])|[a-zA-Z])"
)
_NAMED = re.compile(
    r"(?:尾号|尾数|末四位|后四位|工号|卡号|账号|编号|案号|单号|票号|合同号?|号码|电话|手机|热线|验证码|密码|第|房间|门牌|型号|按|[A-Za-z]|\d-|[转打存充]到|卡里?)(?:是|为|叫|[:#No.\-]){0,2}\s?$"
)
_PHONE_LINES = re.compile(r"(?:12\d{3}|95\d{3}|10\d{3}|96\d{3,4}|[48]00\d{7}|11[0249]|12[0-2])$")
_IDIOMS = re.compile(
    r"一[分毛](?:钱)?(?:[都也没不]|钱|别)|一分一[毛厘]|半[毛分]钱?|一块钱[都也]|(?<![一二两三四五六七八九十\d])万一|千万(?=别|不|要|记|得|小心|注意)|[一十]?[百千万]个(?:不|放心|心|愿)|三百六十[五行度]"
    r"|十万(?:八千|火急)|百分(?:之)?百|一百个|[一二两三四五六七八九十]+百年|八百[年遍回]|一千零一夜|万万[没不]|千[方山言辛]|十全十美|五五开|三三两两|七七八八|一五一十|不管三七二十一|九牛一毛"
)
_STUPID = re.compile(r"(?:[你个是当傻真半]|像)二百五|二百五(?:[吗吧啊呢啦]|$|的|似|一样|$)")
_PAY = r"[还付转打给先欠交存凑出拿划缴补扣收借要剩减免差汇充退投花]"
_NEAR_PAYING = re.compile(
    rf"(?:{_PAY}|俾|畀|每个?月|月月|一共|总共|总额|总计|合计|共计|总欠|金额|[额款金费息利租资账值价数罚押薪钱]|就|才|最多|顶多|至少|起码|不到|超过|大概|大约|差不多|左右|多|少|是|到|变成|涨到|有|剩下|余|约|¥)"
    r"[^\d,。!?;]{0,4}$"
)
_RIGHT_AFTER_PAYING = re.compile(r"[还付转打给先欠交存凑拿缴补差减免剩][了过你您他个出上着下]?$")
_SMALL_ENDS = re.compile(r"^(?:[,。!?\s吧呗行成可够过嘛啊]|先|给|$)")


def find_sums(text: str) -> Iterator[Sum]:
    """Every sum of money in a normalised text, left to right. Places that are something else are blanked."""
    for idiom in (*_IDIOMS.finditer(text), *_hits_of_stupid(text)):
        text = text[: idiom.start()] + BLANK * (idiom.end() - idiom.start()) + text[idiom.end() :]
    position = 0
    while m := QUANTITY.search(text, position):
        position = m.end()
        joined = _joined(text, m)
        money = _sum(text, m.start(), *joined) if joined else None
        pieces = [money] if money else [_sum(text, *span, parse_numeral(text[slice(*span)])) for span in _apart(m)]
        for found in filter(None, pieces):
            position = max(position, found.end)
            yield found


def _hits_of_stupid(text: str) -> Iterator[re.Match[str]]:
    """二百五 is an insult unless somebody pays it."""
    for m in _STUPID.finditer(text):
        if not re.search(r"[还付转交存欠差凑缴扣收给][了你您我他]{0,2}$", text[: text.index("二", m.start())]):
            yield m


def _apart(m: re.Match[str]) -> list[tuple[int, int]]:
    """三百五百的先还着: two sums said in one breath; else the numeral as it stands."""
    words, start = m.group(), m.start()
    if parse_numeral(words) is None:
        for i in range(len(words) - 2, 1, -1):
            if parse_numeral(words[:i]) and parse_numeral(words[i:]) and words[-1] in "百千万":
                return [(start, start + i), (start + i, m.end())]
    return [m.span()]


def _joined(text: str, m: re.Match[str]) -> tuple[int, Numeral] | None:
    """三千到五千, 3000-5000元, 三到五千."""
    link = re.compile(r"(?:块|元)?\s?(?:到|至|-|~|—)\s?").match(text, m.end())
    second = QUANTITY.match(text, link.end()) if link else None
    number = between(m.group(), second.group()) if second else None
    return (second.end(), number) if second and number else None


def _sum(text: str, start: int, end: int, number: Numeral | None) -> Sum | None:
    if number is None or _NAMED.search(text[:start]):
        return None
    words, before = text[start:end], text[:start]
    signed = re.search(r"(?:[¥￥]|(?:RMB|rmb|人民币))\s?$", before)
    unit = _UNIT.match(text, end)
    if unit:
        return _with_unit(text, start, unit, number)
    if signed:
        return Sum(signed.start(), end, number)
    if _COUNTED.match(text, end) or re.search(r"[第A-Za-z]$", before):
        return None
    return Sum(start, end, number) if _sounds_like_money(words, number, before, text[end:]) else None


def _with_unit(text: str, start: int, unit: re.Match[str], number: Numeral) -> Sum | None:
    """块三 -> 0.3, 块三毛五 -> 0.35; 五毛 is half a yuan; 一块 alone is more often 一块儿."""
    end, value = unit.end(), number.value
    if value is None:
        small = re.match(r"\s?[毛角]", unit.group())
        return Sum(start, end, number) if not small else Sum(start, end, Numeral(None, vague=True))
    if unit.group().strip()[0] in "毛角":
        if value >= 10:
            return None
        fen = re.compile(r"([一二三四五六七八九1-9])(?:分|(?=[,。!?]|$))").match(text, end)
        cents = parse_numeral(fen[1]) if fen else None
        return Sum(
            start,
            fen.end() if fen else end,
            Numeral(round(value / 10 + (cents.value or 0) / 100 if cents else value / 10, 2)),
        )
    coins = _COINS.match(text, end) if "钱" not in unit.group() and "整" not in unit.group() else None
    if coins:
        end, value = coins.end(), round(value + _coin(coins["jiao"]) / 10 + _coin(coins["fen"]) / 100, 2)
    elif text[start:end] == "一块" and (
        re.match(r"[去来跑儿干过走住还到做弄算]", text[end:]) or not _RIGHT_AFTER_PAYING.search(text[:start])
    ):
        return None
    return Sum(start, end, Numeral(value))


def _coin(digit: str | None) -> float:
    number = parse_numeral(digit) if digit else None
    return number.value or 0 if number else 0


def _sounds_like_money(words: str, number: Numeral, before: str, after: str) -> bool:
    """A number without a unit: large in Chinese, or beside paying; a year, a code or a count is none."""
    scaled = bool(re.search(r"[百千万亿wWkK佰仟萬]", words))
    if number.value is None:
        return scaled or (number.low or 0) >= 100
    value = number.value
    if words == "二百五":
        return True
    if not scaled and not words.isascii() and len(words) > 2:  # digits read out are a card's or a telephone's
        return bool(_RIGHT_AFTER_PAYING.search(before)) and len(words) < 6 and not _PHONE_LINES.match(f"{value:.0f}")
    if scaled:
        return value >= 100
    if value < 10:
        return False
    if value < 100:
        return bool(_RIGHT_AFTER_PAYING.search(before) and _SMALL_ENDS.match(after))
    if len(re.sub(r"\..*|,", "", words)) > 7 or words[0] in "0零〇" or _PHONE_LINES.match(words):
        return False
    if re.fullmatch(r"(?:19|20)\d\d", words) and re.match(r"\s?(?:年|-|/)|", after)[0]:  # type: ignore[index]
        return False
    # Chat is full of bare round figures (15号 2000); a year needs somebody paying beside it.
    bare = words.isdigit() and int(words) % 10 == 0 and not re.fullmatch(r"20[12]0", words)
    return bare or bool(_NEAR_PAYING.search(before))
