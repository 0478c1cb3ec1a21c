"""The floor's own choices (data/house.yml): numbers a manager changes without a programmer."""

from datetime import time

from pydantic import Field

from bot.trade.value import Value


class Hours(Value):
    from_: time = Field(..., alias="from")
    to: time

    def contain(self, moment: time) -> bool:
        """Whether a time of day lies in the permitted hours; the end itself no longer does."""
        return self.from_ <= moment < self.to


class LongestTerm(Value):
    consumer: int = Field(..., gt=0)
    b2b: int = Field(..., gt=0)


class House(Value):
    """house.yml. Its version is written into every record."""

    version: int
    company: str
    service_line: str
    hotline: str
    minimum_share: float = Field(..., gt=0, le=1)
    longest_term: LongestTerm
    first_payment_working_days: int = Field(..., ge=0)
    empathy_words: tuple[str, ...]
    contact_hours: Hours
    effective_calls_per_day: int = Field(..., gt=0)
    unanswered_dials_per_day: int = Field(..., gt=0)
    failures_before_third: int = Field(..., gt=0)
    visit_people: int = Field(..., gt=0)
    idle_minutes: int = Field(..., gt=0)
    retention_years: int = Field(..., gt=0)
    grace_banking_days: int = Field(..., ge=0)
