"""One YAML file into one value, with every fault named at its line."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.content.problems import Loc, Problem
from bot.trade.value import Value

Shape = TypeVar("Shape", bound=Value)
Part = TypeVar("Part", dict[str, Any], list[Any])

# YAML 1.2 and the C parser: PyYAML would read 22:00 as 1320 and `no` as False.
_yaml = YAML(typ="safe")


def read_yaml(path: Path, problems: list[Problem]) -> Any:
    """The plain value in a file; None, and a problem, when it cannot be read."""
    try:
        return _yaml.load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(path, (), "缺这个文件；请补上"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem(path, (), f"不是 UTF-8（第 {error.start} 字节）；请另存为 UTF-8", line))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(Problem(path, (), f"第 {line} 行 YAML 写坏了：{error.problem}；请改缩进或引号", line))
    except YAMLError as error:
        problems.append(Problem(path, (), f"YAML 读不了：{error}"))
    return None


def read_map(path: Path, problems: list[Problem]) -> dict[str, Any]:
    """The keys and values in a file; empty, and a problem, when it has none."""
    before = len(problems)
    raw = read_yaml(path, problems)
    if raw is None and len(problems) == before:
        problems.append(Problem(path, (), "文件是空的；请补上内容"))
    elif raw is not None and not isinstance(raw, dict):
        problems.append(Problem(path, (), f"应是键值对，这里是 {type(raw).__name__}"))
    return raw if isinstance(raw, dict) else {}


def part_of(raw: dict[str, Any], key: str, kind: type[Part], path: Path, problems: list[Problem]) -> Part:
    """What stands under a key; empty where the key is missing, and a problem where it holds something else."""
    part = raw.get(key, kind())
    if isinstance(part, kind):
        return part
    wanted = "键值对" if kind is dict else "列表"
    problems.append(Problem(path, (key,), f"应是{wanted}，这里是 {type(part).__name__}"))
    return kind()


def read_shape(path: Path, shape: type[Shape], problems: list[Problem]) -> Shape | None:
    """The file as a value of this shape; None, and a problem for each fault, when it is not one."""
    before = len(problems)
    raw = read_yaml(path, problems)
    if raw is None:
        if len(problems) == before:
            problems.append(Problem(path, (), "文件是空的；请补上内容"))
        return None
    return parse(raw, shape, path, (), problems)


def parse(raw: Any, shape: type[Shape], path: Path, loc: Loc, problems: list[Problem]) -> Shape | None:
    """A plain value as this shape; None, and a problem for each fault, when it does not fit."""
    if not isinstance(raw, dict):
        problems.append(Problem(path, loc, f"应是键值对，这里是 {type(raw).__name__}"))
        return None
    try:
        return shape.parse_obj(raw)
    except ValidationError as error:
        for fault in error.errors():
            problems.append(Problem(path, (*loc, *fault["loc"]), _in_words(fault)))
        return None


def _in_words(fault: Any) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error.extra":
        return "不认识的键；请改名或删掉（形状见 design 第 7 节）"
    if kind == "value_error.missing":
        return "缺这个键；请补上"
    if kind == "value_error.const":
        return f"{context.get('given')!r} 不在封闭表里；可用：{'、'.join(str(p) for p in context.get('permitted', ()))}"
    return str(fault["msg"])
