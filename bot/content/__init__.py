"""The only reader of data/: YAML into trade objects, all errors at once as ``path:line: problem``."""

from bot.content.floor import with_strips, write_strips
from bot.content.load import Content, load_content
from bot.content.problems import ContentError, Problem

__all__ = ["Content", "ContentError", "Problem", "load_content", "with_strips", "write_strips"]
