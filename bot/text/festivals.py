"""Festivals and days of the lunar calendar: the next one from a given day."""

from datetime import date, timedelta

from lunar_python import Lunar, LunarMonth, Solar

# name -> month, first and last day of the holiday
SOLAR = {
    "元旦": (1, 1, 1), "情人节": (2, 14, 14), "妇女节": (3, 8, 8), "清明": (4, 5, 5), "五一": (5, 1, 5),
    "劳动节": (5, 1, 5), "六一": (6, 1, 1), "儿童节": (6, 1, 1), "国庆": (10, 1, 7), "十一": (10, 1, 7),
    "双十一": (11, 11, 11), "双11": (11, 11, 11), "双十二": (12, 12, 12), "双12": (12, 12, 12), "平安夜": (12, 24, 24),
    "圣诞": (12, 25, 25),
}  # fmt: skip
# name -> lunar month and day; day 0 is the month's last
LUNAR = {
    "除夕": (12, 0), "大年三十": (12, 0), "大年夜": (12, 0), "年三十": (12, 0), "小年": (12, 23), "春节": (1, 1),
    "过年": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15),
    "八月十五": (8, 15), "重阳": (9, 9), "腊八": (12, 8),
}  # fmt: skip
LONG = {"春节", "过年"}  # whoever pays after one of these means after the fifteenth of the first month


def festival(name: str, year: int | None, after: bool, today: date) -> date:
    """The day of a festival in a year, else the next one; `after` (国庆后) takes its last day."""
    if name in SOLAR:
        month, first, last = SOLAR[name]
        day = date(year or today.year, month, last if after else first)
        return day if year or day >= today else day.replace(year=day.year + 1)
    month, day_of_month = LUNAR[name]
    found = lunar(month, day_of_month, date(year, 1, 1) if year else today)
    return found + timedelta(days=14) if after and name in LONG else found


def lunar(month: int, day: int, today: date) -> date:
    """The next such day of the lunar calendar; day 0, and a thirtieth that is not there, is the month's last."""
    found = today
    for year in (today.year - 1, today.year, today.year + 1):
        last = LunarMonth.fromYm(year, month).getDayCount()
        solar = Lunar.fromYmd(year, month, min(day or last, last)).getSolar()
        found = date(solar.getYear(), solar.getMonth(), solar.getDay())
        if found >= today:
            return found
    return found


def lunar_day(day: int, today: date) -> date:
    """初八 with no month: the next day that is the eighth of a lunar month."""
    for ahead in range(60):
        found = today + timedelta(days=ahead)
        if Solar.fromYmd(found.year, found.month, found.day).getLunar().getDay() == day:
            return found
    return today
