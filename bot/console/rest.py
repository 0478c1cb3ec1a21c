"""Rasa's REST webhook as a client has it: what is sent, masked, and what an answer holds. For the console and the terminal."""

from typing import Any

from bot.text.masking import mask

TIMEOUT = 6.0  # seconds: whoever is on the phone is told by then that he is on his own


class NotAnswered(Exception):
    """Nobody answered; the same message may be sent again with the same exchange id."""


def webhook(rasa_url: str) -> str:
    return f"{rasa_url}/webhooks/rest/webhook"


def body(sender: str, message: str, metadata: dict[str, Any]) -> dict[str, Any]:
    """One message as Rasa takes it."""
    return {"sender": sender, "message": mask(message), "metadata": metadata}


def answer_in(messages: list[dict[str, Any]]) -> tuple[str, dict[str, Any]] | None:
    """(words, payload); None where no action answered (Rasa sends [] when one died)."""
    payload = next((m["custom"] for m in messages if "custom" in m), None)
    return None if payload is None else ("\n".join(m["text"] for m in messages if "text" in m), payload)
