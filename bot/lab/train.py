"""Training: only when something it depends on changed, with progress, and never a half-written model."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from bot.lab.card import card_of, write_card
from bot.nlu.archive import newest
from bot.nlu.corpus import folder_hash
from bot.settings import PROJECT, Settings

KEEP_MODELS = 3


class TrainingFailed(Exception):
    """Rasa could not train; the message holds the end of what it said."""


def stamp(settings: Settings) -> str:
    """A hash of everything a model is made from: playbook edits need no retraining, so they are not in it."""
    digest = hashlib.sha256()
    for folder in (settings.data / "nlu", settings.data / "stories", settings.data / "lexicon", settings.learned,
                   PROJECT / "bot" / "nlu", PROJECT / "bot" / "text"):  # fmt: skip
        digest.update(folder_hash(folder).encode() if folder.exists() else b"-")
    for path in (settings.data / "taxonomy.yml", settings.data / "stops.yml", PROJECT / "domain.yml",
                 PROJECT / "config.yml", PROJECT / "requirements.lock"):  # fmt: skip
        digest.update(path.read_bytes() if path.exists() else b"-")
    return digest.hexdigest()


def is_current(settings: Settings) -> bool:
    """Whether the newest model was made from what lies here now."""
    archive = newest(settings.models)
    noted = settings.models / "stamp.txt"
    return archive is not None and noted.exists() and noted.read_text().split() == [stamp(settings), archive.name]


def ensure_model(settings: Settings, force: bool = False) -> Path:
    """The current model's archive; trains first when there is none. Raises TrainingFailed with what went wrong."""
    archive = newest(settings.models)
    if archive is not None and is_current(settings) and not force:
        return archive
    started, wanted = time.monotonic(), stamp(settings)
    print("训练模型：约三分钟，句子编码过的不再编。", file=sys.stderr, flush=True)
    settings.models.mkdir(parents=True, exist_ok=True)
    _rasa_train(settings)
    archive = newest(settings.models)
    if archive is None:
        raise TrainingFailed("Rasa 没有写出模型；请看上面的输出")
    (settings.models / "stamp.txt").write_text(f"{wanted} {archive.name}\n")
    for old in sorted(settings.models.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)[:-KEEP_MODELS]:
        old.unlink()
        card_of(old).unlink(missing_ok=True)
    write_card(archive, settings, time.monotonic() - started)
    print(f"训练好了：{archive.name}，{time.monotonic() - started:.0f} 秒", file=sys.stderr, flush=True)
    return archive


def _rasa_train(settings: Settings) -> None:
    command = [sys.executable, "-m", "rasa", "train", "--out", str(settings.models), "--fixed-model-name",
               time.strftime("huashu-%Y%m%d-%H%M%S"), "--data", str(settings.data)]  # fmt: skip
    if settings.learned.exists():
        command.append(str(settings.learned))
    log = settings.home / "train.log"
    with log.open("w", encoding="utf-8") as quiet, subprocess.Popen(
        command, cwd=PROJECT, env=rasa_environment(settings), stdout=quiet, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:  # fmt: skip
        assert process.stderr is not None
        for line in process.stderr:
            quiet.write(line)
            if line.startswith("  ["):  # our own progress lines (bot/nlu/progress.py)
                print(line, end="", file=sys.stderr, flush=True)
    if process.returncode:
        raise TrainingFailed(
            f"训练失败；最后几行：\n{''.join(log.read_text(encoding='utf-8').splitlines(True)[-8:])}完整日志：{log}"
        )


def rasa_environment(settings: Settings) -> dict[str, str]:
    """The environment every Rasa process gets: no telemetry, our ports and token, quiet TensorFlow."""
    seal = {"HUASHU_SEAL_KEY": settings.seal_key_hex} if settings.seal_key_hex else {}
    return {
        **os.environ, **seal, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HUASHU_ACTION_PORT": str(settings.action_port),
        "HUASHU_CONSOLE_PORT": str(settings.console_port), "HUASHU_CONSOLE_HOST": settings.console_host,
        "HUASHU_ACTION_TOKEN": settings.action_token or "none", "HUASHU_HOME": str(settings.home),
        "HUASHU_DATA": str(settings.data), "HUASHU_KEYS": str(settings.keys),
    }  # fmt: skip
