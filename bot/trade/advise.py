"""advise(): the one decision. Pure and deterministic: same reading, call and content give the same answer."""

from itertools import takewhile

from bot.trade.account import Account
from bot.trade.book import Book
from bot.trade.compliance import Hearing, check_line
from bot.trade.exchange import Answer, Call, Nearest, Nothing, Shown, Silence, Suggestion
from bot.trade.ledger import Entry
from bot.trade.moment import Moment, his_offer_in, offer_of, offered_in, rungs_closed, situation_of, spoken_of, times
from bot.trade.negotiation import Offer, asked_for
from bot.trade.party import OUTSIDERS
from bot.trade.playbook import Choice, Play, Playbook, Source, When, choose_play, fits
from bot.trade.reading import Reading
from bot.trade.stops import gravest
from bot.trade.taxonomy import OUT_OF_SCOPE, SELF_HARM
from bot.trade.value import Value
from bot.trade.wording import FIRST_SENTENCE_LIMIT, first_sentence, placeholders_in, render

OUTSIDERS_PLAYBOOK = "third_party"
OPENINGS = "openings"
GONE = "incapacitated"
OFFERS = ("offer_partial", "promise_to_pay")  # a sum said with one of these is what he offers himself


class Advice(Value):
    """The answer, and the call as it stands after it was heard."""

    call: Call
    answer: Answer


def advise(call: Call, reading: Reading, book: Book, moment: Moment) -> Advice:
    """What the collector should see for this utterance.

    Stops first, then honesty (a Silence below the floor or out of scope), then the first fitting play whose
    line this party may hear, that was not said before in this call and breaks no rule.
    """
    if reading.says_nothing:
        return Advice(call=call, answer=Nothing())
    if reading.primary is None and call.in_danger:
        # whatever he said, we stay with him: no silence once a life may be at stake
        reading = Reading.by_hand((SELF_HARM,), reading.text, reading.entities)
    if reading.primary is None:
        why = "out_of_scope" if reading.out_of_scope else "unsure"
        return Advice(call=call, answer=_silence(why, call, reading, book, moment))
    heard, first_soft_card = hear(call, reading, book, moment)
    view = _View(heard, reading, book, moment, first_soft_card)
    found = view.first_of(view.shelves())
    if found:
        playbook, choice = found
        shown = shown_of(playbook, choice, heard, book, moment)
        return Advice(call=heard.with_(shown=shown, pending=True), answer=view.suggestion(playbook, choice))
    return Advice(call=heard, answer=_silence("no_play", heard, reading, book, moment))


def hear(call: Call, reading: Reading, book: Book, moment: Moment) -> tuple[Call, bool]:
    """The call after these labels were heard: party moved, stops set, label remembered.

    The flag says that a soft stop was set just now, so that this first card makes no demand.
    """
    before, stops = call, call.stops
    for label in (reading.primary, *reading.also_said):
        if label is None:
            continue
        situation = situation_of(call, reading, book, moment)
        party = book.stops.party_after(label, situation)
        if party and _moves_to(party, call):
            call = call.moved_to(party, call.verified and party not in OUTSIDERS)
        stop = book.stops.heard(label, situation)
        if stop and stop not in call.stops:
            call = call.with_(stops=(*call.stops, stop))
    new_soft = any(stop.grade == "soft" for stop in call.stops[len(stops) :])
    ledger = call.ledger
    if set(OFFERS) & {reading.primary, *reading.also_said}:
        his = his_offer_in(call, reading, book, moment)
        ledger = (*ledger, Entry(by="him", proposal=his)) if his else ledger
    return call.with_(heard=(*before.heard, reading.primary), ledger=ledger), new_soft


def _moves_to(party: str, call: Call) -> bool:
    """A household or shop partner on record stays; anybody else becomes whom the words say."""
    return not (party == "contact" and call.party in ("spouse_joint", "guarantor", "co_debtor"))


class _View:
    """One decision's working table: everything a play is weighed against."""

    def __init__(self, call: Call, reading: Reading, book: Book, moment: Moment, first_soft_card: bool) -> None:
        self.call, self.reading, self.book, self.moment = call, reading, book, moment
        self.first_soft_card = first_soft_card
        # heard_before counts what came before this utterance, which hear() has already added
        self.situation = situation_of(call.with_(heard=call.heard[:-1]), reading, book, moment)
        self.offer = offer_of(call, book, moment)
        self.spoken = spoken_of(call, reading, book, moment, self.offer)
        self.closed = rungs_closed(call, book, moment)
        self.outside = book.disclosure.only_passes_on(call.party, call.account.debt_group)

    def shelves(self) -> list[tuple[str, tuple[Play, ...]]]:
        """The playbooks to look through, in order: danger first, then who may hear, then the label itself."""
        label = self.reading.primary or OUT_OF_SCOPE
        if self.call.in_danger:
            return [(SELF_HARM, self._plays(SELF_HARM))]
        plays = self._plays(label)
        if self.outside:
            row = self.book.stops.stops.get(label)
            # The labels that make somebody an outsider are written for outsiders as a whole.
            about_them = row is not None and row.grade == "privacy"
            theirs = tuple(p for p in plays if about_them or (p.when.party and self.call.party in p.when.party))
            # who speaks for a debtor that died or sits in prison is not asked to have him ring back
            gone = any(stop.label == GONE for stop in self.call.stops)
            then = [(GONE, self._plays(GONE))] if gone else []
            return [(label, () if gone else theirs), *then, (OUTSIDERS_PLAYBOOK, self._plays(OUTSIDERS_PLAYBOOK))]
        return [*self._expected(label), (label, plays)]

    def _plays(self, label: str) -> tuple[Play, ...]:
        playbook = self.book.playbooks.get(label)
        return playbook.plays if playbook else ()

    def _expected(self, label: str) -> list[tuple[str, tuple[Play, ...]]]:
        """The play that the last one shown holds ready for this very answer.

        How often it was heard before is asked of the matter we stay with, not of the answer.
        """
        shown = self.call.shown
        if shown is None or shown.playbook not in self.book.playbooks:
            return []
        playbook = self.book.playbooks[shown.playbook]
        last = playbook.play(shown.play)
        ready = playbook.play(last.expect[label]) if last and label in last.expect else None
        if ready is None:
            return []
        heard = self.call.heard[:-1].count(shown.playbook)
        if not fits(When(heard_before=ready.when.heard_before), self.situation.with_(heard_before=times(heard))):
            return []
        return [(shown.playbook, (ready.with_(when=ready.when.with_(heard_before=None)),))]

    def first_of(self, shelves: list[tuple[str, tuple[Play, ...]]]) -> tuple[str, Choice] | None:
        """The first fitting play of these shelves, with the name of its playbook."""
        for name, plays in shelves:
            choice = choose_play(plays, self.situation, self.wording_of)
            if choice:
                return name, choice
        return None

    def wording_of(self, play: Play) -> tuple[str, str] | None:
        """The first unused wording that may be said, rendered; None when the play must be passed over."""
        if play.rung in self.closed or self._demands_the_disputed(play) or self._asked_already(play):
            return None
        if not self._law_carries(play):
            return None
        if self.book.stops.forbids(play, self.call.stops, self.first_soft_card):
            return None
        for name, template in play.wordings:
            if play.move == "secure_commitment" and self.spoken.too_far and "他说的日" in placeholders_in(template):
                continue  # a promise is not sealed for a day that this stage does not allow
            line = self.unsaid(template)
            if line is not None:
                return name, line
        return None

    def _law_carries(self, play: Play) -> bool:
        """Whether a play that leans on articles (its first sources) may name one of them against this debtor."""
        leans_on = [self.book.laws[s.law] for s in takewhile(lambda s: s.law, play.from_) if s.law]
        if not leans_on or not leans_on[0].protects_small_traders:
            return True
        return any(law.binds_debt(self.call.account) for law in leans_on)

    def _demands_the_disputed(self, play: Play) -> bool:
        """Whether a demand names the whole sum while only part of it may be asked for."""
        owed, overdue = asked_for(self.call.account), self.call.account.amounts.overdue
        whole = "欠款" in placeholders_in(play.say)
        return whole and self.book.stops.is_demand(play.move) and owed != overdue

    def _asked_already(self, play: Play) -> bool:
        """Whether a play would ask for an approval after one was given or refused in this call."""
        decided = {*self.call.granted_kinds, *self.call.refused_kinds}
        if decided and play.move == "seek_approval":
            return True
        return any(todo.ask_approval in decided for todo in play.do if todo.ask_approval)

    def unsaid(self, template: str) -> str | None:
        """A template filled for this party.

        None when a fact is missing or withheld, when figures make the first sentence too long to say at a glance,
        when it was said before or would be the second empathic line of the call, or when it breaks a rule.
        """
        line = render(template, self.spoken, self.may_say)
        if line is None or len(first_sentence(line)) > FIRST_SENTENCE_LIMIT:
            return None
        if line in self.call.said or self._second_empathy(line):
            return None
        # The rules come last: they cost most, and late in a call most wordings have been said.
        return None if self._breaks_a_rule(line) else line

    def _breaks_a_rule(self, line: str) -> bool:
        hearing = Hearing(to=self.call.party, channel=self.call.channel, debt=self.call.account.debt_kind or "consumer")
        return bool(check_line(line, self.book.rules, hearing))

    def may_say(self, placeholder: str) -> bool:
        needs = self.book.placeholders[placeholder].needs
        return self.book.disclosure.may_hear(self.call.party, self.call.account.debt_group, needs)

    def _second_empathy(self, line: str) -> bool:
        words = self.book.house.empathy_words
        return any(w in line for w in words) and any(w in said for said in self.call.said for w in words)

    def suggestion(self, playbook: str, choice: Choice) -> Suggestion:
        label = self.reading.primary or OUT_OF_SCOPE
        play, book = choice.play, self.book
        own = book.playbooks[playbook]
        stop = gravest(self.call.stops)
        return Suggestion(
            label=label, zh=book.taxonomy.zh(label), confidence=self.reading.clauses[0].confidence,
            also_said=self.reading.also_said, playbook=playbook, play=play.id, move=play.move,
            move_zh=book.taxonomy.zh(play.move), wording=choice.wording, say=choice.line,
            softer=self.unsaid(play.softer), firmer=self.unsaid(play.firmer), rung=play.rung,
            do=tuple(todo.dict() for todo in play.do),
            ask_first=() if self.outside else tuple(a.ask for a in own.ask_first),
            never=tuple(n.say_alike for n in own.never), because=because(playbook, play, book, self.call.account),
            stop=stop.grade if stop else None, party=self.call.party,
        )  # fmt: skip


def because(playbook: str, play: Play, book: Book, account: Account) -> tuple[dict[str, str], ...]:
    """Where a play comes from, in words a collector can repeat; without the laws that cannot bind this debt.

    A rule of another kind of lender is still named where it is all the play has: it is good practice for everyone.
    """
    binding = tuple(s for s in play.from_ if s.law is None or book.laws[s.law].binds_debt(account))
    return tuple(
        {"file": f"{playbook}.yml", "version": book.version, **_origin(s, book)} for s in binding or play.from_
    )


def _origin(source: Source, book: Book) -> dict[str, str]:
    if source.law:
        law = book.laws[source.law]
        doubt = "" if law.settled else "（未核实，不作定论）"
        return {"law": source.law, "source": law.cite + doubt, "why": law.says, "confidence": law.confidence}
    if source.item:
        return {"item": source.item, "source": "催收资料", "why": source.anchor or ""}
    return {"source": "行业惯例，非文件", "why": source.practice or ""}


def shown_of(playbook: str, choice: Choice, call: Call, book: Book, moment: Moment) -> Shown:
    """A chosen play as the call remembers it, with what its line offers."""
    play = choice.play
    return Shown(
        playbook=playbook, play=play.id, wording=choice.wording, move=play.move, line=choice.line, rung=play.rung,
        offers=offered_in(getattr(play, choice.wording), play.move, play.rung, call, book, moment),
    )  # fmt: skip


def _silence(why: str, call: Call, reading: Reading, book: Book, moment: Moment) -> Silence:
    """No line, but the two likeliest labels with the play each would bring."""
    likely = [r for r in reading.ranking if r.name in book.playbooks][:2]
    nearest = []
    for ranked in likely if why != "no_play" else ():
        guess = Reading.by_hand((ranked.name,), reading.text, reading.entities)
        answer = advise(call, guess, book, moment).answer
        fitting = answer if isinstance(answer, Suggestion) else None
        nearest.append(
            Nearest(
                label=ranked.name, zh=book.taxonomy.zh(ranked.name), confidence=ranked.confidence,
                play=fitting.play if fitting else None, say=fitting.say if fitting else None,
            )
        )  # fmt: skip
    stop = gravest(call.stops)
    return Silence(why=why, nearest=tuple(nearest), stop=stop.grade if stop else None, party=call.party)


def opening(call: Call, book: Book, moment: Moment) -> tuple[str, Choice] | None:
    """The first line of a call for this account, party and stage, with its playbook; None when none may be said.

    A danger stop and a party who may only pass a message on come first here too.
    """
    view = _View(call.with_(heard=(OUT_OF_SCOPE,)), Reading(), book, moment, False)
    shelves = [(name, plays) for name, plays in view.shelves() if name in (SELF_HARM, OUTSIDERS_PLAYBOOK)]
    if not shelves:
        return view.first_of([(OPENINGS, book.openings)])
    written_for_them = tuple(p for p in book.openings if p.when.party and call.party in p.when.party)
    return view.first_of(shelves if call.in_danger else [(OPENINGS, written_for_them), *shelves])


def next_play(call: Call, playbook: Playbook, book: Book, moment: Moment) -> tuple[str, Choice] | None:
    """The next fitting play after the one last shown, with its playbook: another move, not another wording of the same."""
    reading = Reading.by_hand((playbook.label,))
    view = _View(call.with_(heard=call.heard or (playbook.label,)), reading, book, moment, False)
    shown = call.shown.play if call.shown else None
    return view.first_of([(name, tuple(p for p in plays if p.id != shown)) for name, plays in view.shelves()])


def wording(call: Call, template: str, book: Book, moment: Moment, offer: Offer | None = None) -> str | None:
    """A template as it may be said to this party now, with another offer where one is given.

    None when it may not be said, or when it was said before.
    """
    view = _View(call.with_(heard=call.heard or (OUT_OF_SCOPE,)), Reading(), book, moment, False)
    if offer:
        view.spoken = view.spoken.with_(offer=offer)
    return view.unsaid(template)
