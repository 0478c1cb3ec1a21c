"""An answer in writing: the line of a card in the form that its channel has."""

from pydantic import Field, validator

from bot.trade.message import SMS_LIMIT, Written
from bot.trade.value import Value
from bot.trade.wording import PLACEHOLDER
from bot.trade.written import FILLERS, Facts, fill

LINE = "这句"


class ReplyForm(Value):
    """data/reply_forms.yml: what stands around the line on one channel."""

    body: str = Field(..., title="{这句} is the card's line")

    @validator("body")
    def _holds_the_line(cls, body: str) -> str:
        unknown = [name for name in PLACEHOLDER.findall(body) if name not in FILLERS and name != LINE]
        if unknown:
            raise ValueError(f"没有这样的占位：{'、'.join(unknown)}")
        if body.count("{" + LINE + "}") != 1:
            raise ValueError("正文里要正好有一处 {这句}")
        return body


def in_form(form: ReplyForm, channel: Written, line: str, facts: Facts) -> str:
    """The whole message: the line between its form of address and its sender.

    A line that would not fit into a text message with them goes out bare.
    """
    text = PLACEHOLDER.sub(lambda m: line if m[1] == LINE else fill(m[1], facts) or "", form.body).strip()
    text = text.replace("您您好", "您好")  # nobody's name is known
    return line if channel == "sms" and len(text) > SMS_LIMIT else text
