"""The `huashu` command: one subcommand a file, loaded only when it is called."""

import importlib
import os
import sys

import click

from bot.content.problems import ContentError
from bot.record import RecordError
from bot.settings import SettingError

# One thread an encoder: on two shared cores OpenMP's waiting threads cost more than they bring (12 ms became 300).
# Set before numpy and the encoders load; a process that wants otherwise says so in its environment.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = {
    "advise": "债务人的话进，卡片出（批量）",
    "bench": "量速度和内存",
    "call": "看一通电话",
    "calls": "列出记录下来的通话",
    "chat": "在终端里用助手",
    "check": "催收员的话进，动作和违规出（批量）",
    "check-content": "证明 data/ 里的内容没有错",
    "diff-content": "内容改了，哪些卡片、判定、演练、评分跟着变",
    "eval": "在冻结的测试句上量准不准",
    "explain": "一句话为什么这样读",
    "export": "导出一通电话（JSON lines）",
    "import-accounts": "导入案件（CSV、Excel、JSON lines）",
    "import-contacts": "导入拨打记录",
    "import-payments": "导入入账流水，判定承诺",
    "message": "起草短信、邮件、函件，存成 .docx",
    "new-exchange": "给一个标签添一条黄金对话",
    "new-play": "给一个标签添一手，连同证明它的对话",
    "parse": "话进，研判出（批量）",
    "replay": "把一份通话记录放进控制台的直播口",
    "retain": "抹掉保存期满的记录",
    "reassign": "批量改派案件",
    "preview": "一手话对每个样例案件会说什么",
    "due": "今天该联系谁、为什么",
    "cases": "把整案从头走一遍，与写的核对",
    "approvals": "等主管答复的，和答复",
    "score": "给一份通话记录打分",
    "strips": "一键接话的九个键，按记录提议",
    "tickets": "答应债务人去办的事：列、答复",
    "train": "训练模型（没变化就不训）",
    "up": "启动全部服务",
    "users": "谁能用控制台：列、发链接、改角色、重设密码",
    "verify": "验链：记录有没有被动过",
}


class Lazy(click.Group):
    """Subcommands are modules of bot.cli: help lists them all, only the one called is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"bot.cli.{name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="huashu")
def group() -> None:
    """话术：催收员的话术助手。"""


def main() -> None:
    """Runs a subcommand; a fault of content, record or settings is told in its own words, exit 1."""
    try:
        group(prog_name="huashu")
    except (ContentError, RecordError, SettingError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
