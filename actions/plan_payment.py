"""A sum split over months."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.plan import plan_payment


class PlanPayment(Door):
    """A sum split over months."""

    def name(self) -> str:
        return "action_plan_payment"

    def answer(self, heard: Heard) -> Reply:
        return plan_payment(self.desk, heard)
