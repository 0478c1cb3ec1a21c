"""Simplified or traditional characters, at the edge: pages are written in one script and shown in the reader's."""

import re

from bot.text.normalise import to_traditional

TRADITIONAL = "hant"
COOKIE = "script"
_TAG = re.compile(r"(<[^>]*>)")
# Attributes that people read; ids, keys and values stay as they are.
_READ = re.compile(r'((?:placeholder|title|aria-label|data-say|data-body|data-instead)=")([^"]*)(")')


def in_traditional(html: str) -> str:
    """The page in traditional characters: its words and what is read out of its tags, nothing that is sent back."""
    parts = _TAG.split(html)
    for i, part in enumerate(parts):
        if i % 2 == 0:
            parts[i] = to_traditional(part)
        elif not part.isascii():
            parts[i] = _READ.sub(lambda m: m[1] + to_traditional(m[2]) + m[3], part)
    return "".join(parts).replace('lang="zh-Hans"', 'lang="zh-Hant"', 1)
