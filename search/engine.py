"""AnswerEngine: open, answer, suggest, search. Puts the steps in order and holds what they share; every step is elsewhere.

Does not know: Flask, HTML, the clock (the day comes from the caller).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from search import cards, decision, extraction, guards, intents, language_model, lexicon, registry, retrieval
from search.guards import Guard
from search.lexicon import Lexicon
from search.likeness import LikenessIndex
from search.model import ANSWERING_STATES, Answer, Decision, Hit, Option, Question, RankedPage, SearchResult, State, Suggestion
from search.question import read_question
from search.ranking import rank
from search.registry import Registry
from search.segmentation import Segmenter, bigrams
from search.spelling import Speller
from search.suggestions import Suggester

MAX_OPTIONS = 4
SNIPPET = 120
COVERED_BY_BIGRAMS = 0.9  # a word cut otherwise on the page: nearly as good as the word itself


class AnswerEngine:
    """One opened index with everything that is needed to answer from it. Read-only and safe to share between threads."""

    def __init__(
        self, index: retrieval.Index, entries: Registry, language: Lexicon, segmenter: Segmenter, speller: Speller, suggester: Suggester
    ) -> None:
        self._index = index
        self._registry = entries
        self._lexicon = language
        self._segmenter = segmenter
        self._speller = speller
        self._suggester = suggester
        asks = ((position, ask) for position, found in enumerate(index.ask_features) for ask in found)
        self._asks = LikenessIndex(asks, self._idf)
        self._not_asks = LikenessIndex(index.not_asks, self._idf)
        self._page_passages: dict[str, list[int]] = {}
        for position, passage in enumerate(index.passages):
            self._page_passages.setdefault(passage.page_id, []).append(position)

    @classmethod
    def open(cls, index_folder: Path, registry_folder: Path, segmenter: Segmenter, language: Lexicon | None = None) -> AnswerEngine:
        """Open an index. Raises IndexUnavailable, or ContentError when registries or language data are broken."""
        language = language or lexicon.load()
        index = retrieval.open_index(index_folder)
        speller = Speller(language_model.read(index_folder, segmenter), language.look_alikes)
        return cls(index, registry.load(registry_folder), language, segmenter, speller, Suggester(index.passages, index_folder))

    @property
    def index_id(self) -> str:
        """Id of the opened index, as in its manifest."""
        return self._index.manifest.id

    @property
    def passages(self) -> int:
        """Number of sections that can be found."""
        return len(self._index.passages)

    def answer(self, raw: str, day: date, as_typed: bool = False) -> Answer:
        """Answer a question as of `day`; `as_typed` leaves its spelling alone."""
        question = self._read(raw, as_typed)
        ranked, _ = self._rank(question)
        turned_away = self._turn_away(question, ranked)
        if turned_away is not None:
            return turned_away
        ranked = [page for page in ranked if cards.may_answer(self._index.cards[page.page_id][""], day)]
        decided = self._decide(question, ranked)
        return self._compose(question, ranked, decided, day)

    def rank_sections(self, raw: str) -> list[tuple[str, str]]:
        """(page id, anchor of its best section) in ranked order; for evaluation."""
        ranked, _ = self._rank(self._read(raw))
        return [(page.page_id, self._index.passages[page.passage].anchor) for page in ranked]

    def signals(self, raw: str) -> tuple[str, decision.Signals] | None:
        """(id of the first page, what the decision rests on); None when nothing matches. For calibration."""
        question = self._read(raw)
        ranked, _ = self._rank(question)
        found = self._signals(question, ranked)
        return None if found is None else (ranked[0].page_id, found[0])

    def explain(self, raw: str, top: int = 5) -> dict[str, Any]:
        """How a question was read, which pages scored and why, and what decided the state."""
        question = self._read(raw)
        ranked, _ = self._rank(question)
        decided = self._decide(question, ranked)
        turned_away = self._turn_away(question, ranked)
        return {
            "text": question.text,
            "corrections": question.corrections,
            "terms": [(term.text, term.weight, term.origin) for term in question.words],
            "understood": question.text if question.text != question.whole else None,
            "intents": {name: round(share, 2) for name, share in sorted(question.intents.items(), key=lambda entry: -entry[1])},
            "turned_away": turned_away and (turned_away.state, turned_away.id),
            "content": [word for word, _ in question.content],
            "pages": [
                {"passage": self._index.passages[page.passage].id, "score": round(page.score, 2), "reasons": page.reasons}
                for page in ranked[:top]
            ],
            "decision": decided,
        }

    def search(self, raw: str, limit: int = 10) -> list[SearchResult]:
        """Sections that match, best first; for the site's search box."""
        question = self._read(raw)
        _, hits = self._rank(question)
        return [self._result(question, hit) for hit in hits[:limit]]

    def suggest(self, raw: str, limit: int = 6) -> list[Suggestion]:
        """Editors' questions that hold what was typed, in Chinese, pinyin or initials."""
        return self._suggester.suggest(raw, limit)

    def _read(self, raw: str, as_typed: bool = False) -> Question:
        return read_question(raw, self._lexicon, self._segmenter, self._speller, as_typed)

    def _rank(self, question: Question) -> tuple[list[RankedPage], list[Hit]]:
        index, numbers = self._index, self._lexicon.ranking
        hits = retrieval.retrieve(question, index, numbers)
        return rank(hits, index.passages, self._asks.nearest(question.features), self._not_asks.nearest(question.features), numbers), hits

    def _turn_away(self, question: Question, ranked: list[RankedPage]) -> Answer | None:
        """The answer to a question that no guide may answer: a rule catches it, it holds no word to go by, or the classifier takes it
        for one of another intent.

        A rule needs the classifier not to be sure that the question is ours, and nobody turns away a question that editors wrote down
        themselves, unless it protects somebody.
        """
        numbers, domain = self._lexicon.ranking, self._lexicon.domain
        ours, state = intents.strongest(question.intents)
        alias = ranked[0].alias if ranked else 0.0
        if ours < numbers["cut_ours_with_rule"]:
            rule = guards.first_that_catches(self._lexicon.guards, question.text)
            if rule is not None and (alias < numbers["alias_over_intent"] or rule.state in guards.PROTECTING):
                return self._ruled_out(question, rule)
        if not question.is_blank and not decision.is_legible(question, domain, self._speller.model.is_word):
            return self._notice(question, "unclear")
        if alias >= numbers["alias_over_intent"] or (state == "smalltalk" and decision.speaks_of_domain(question, domain)):
            return None
        return self._notice(question, state) if ours < numbers["cut_ours"] else None

    def _decide(self, question: Question, ranked: list[RankedPage]) -> Decision:
        signals = self._signals(question, ranked)
        return decision.decide(question, signals, self._never_said, self._lexicon.ranking)

    def _never_said(self, word: str) -> bool:
        """Whether a word is a noun that no page says, nor any part of it (侮辱性 is said: 侮辱)."""
        parts = (word[start : start + 2] for start in range(len(word) - 1) if len(word) > 2)
        return self._speller.model.is_foreign_noun(word) and not any(self._speller.model.count(part) for part in parts)

    def _signals(self, question: Question, ranked: list[RankedPage]) -> tuple[decision.Signals, tuple[str, ...]] | None:
        if not ranked:
            return None
        index = self._index
        covers = self._covers(ranked[0].passage)
        familiarity = self._speller.model.familiarity
        return decision.signals(question, ranked, covers, self._lexicon.domain, index.words.idf, index.bigrams.idf, familiarity)

    def _covers(self, passage: int) -> Callable[[str], float]:
        """How well a word is covered by a section, or else by its page."""
        words, grams = self._index.words, self._index.bigrams
        page = self._page_passages[self._index.passages[passage].page_id]
        elsewhere = self._lexicon.ranking["weight_elsewhere_on_page"]

        def covers(word: str) -> float:
            if words.holds(word, passage):
                return 1.0
            if len(word) > 1 and all(grams.holds(gram, passage) for gram in bigrams(word)):
                return COVERED_BY_BIGRAMS
            return elsewhere if any(words.holds(word, other) for other in page) else 0.0

        return covers

    def _compose(self, question: Question, ranked: list[RankedPage], decided: Decision, day: date) -> Answer:
        if decided.state not in ANSWERING_STATES:
            return self._notice(question, decided.state, self._options(ranked) if decided.state == "choose" else ())
        passage = self._index.passages[ranked[0].passage]
        page_cards = self._index.cards[passage.page_id]
        card = page_cards.get(passage.anchor, page_cards[""])
        confidence, reason = _confidence(decided, self._lexicon.ranking)
        return Answer(
            question=question.raw,
            state=decided.state,
            understood=passage.question or self._lead_question(passage.page_id),
            corrections=question.corrections,
            id=self._answer_id(passage.id),
            passage=passage,
            card=cards.as_of(card, self._registry, day),
            quote=extraction.best_quote(question, passage, self._index.bigrams.idf),
            confidence=confidence,
            confidence_reason=reason,
            uncovered=decided.uncovered,
            options=self._options(ranked[1:3]),
            index_id=self.index_id,
        )

    def _notice(self, question: Question, state: State, options: tuple[Option, ...] = ()) -> Answer:
        """What is said in a state that gives no answer."""
        notice = self._lexicon.notices[state]
        return Answer(
            question=question.raw,
            state=state,
            understood=question.text,
            corrections=question.corrections,
            id=self._answer_id(""),
            options=options,
            notice=notice.text,
            next_steps=tuple(notice.next),
            calls=tuple((call.number, call.label) for call in notice.calls),
            index_id=self.index_id,
        )

    def _ruled_out(self, question: Question, rule: Guard) -> Answer:
        """What is said to a question that a rule caught."""
        page = self._page_passages.get(rule.page or "")
        lead = self._index.passages[page[0]] if page else None
        return Answer(
            question=question.raw,
            state=rule.state,
            understood=question.text,
            corrections=question.corrections,
            id=self._answer_id(rule.name),
            options=(Option(lead.question, lead.title, lead.url),) if lead else (),
            notice=rule.text,
            next_steps=rule.next_steps,
            calls=rule.calls,
            index_id=self.index_id,
        )

    def _answer_id(self, of: str) -> str:
        return f"{of}@{self.index_id[-8:]}"

    def _options(self, ranked: list[RankedPage]) -> tuple[Option, ...]:
        found = [self._index.passages[page.passage] for page in ranked[:MAX_OPTIONS]]
        return tuple(Option(passage.question or self._lead_question(passage.page_id), passage.title, passage.url) for passage in found)

    def _lead_question(self, page_id: str) -> str:
        return self._index.passages[self._page_passages[page_id][0]].question  # the lead comes first and is never missing

    def _result(self, question: Question, hit: Hit) -> SearchResult:
        passage = self._index.passages[hit.passage]
        quote = extraction.best_quote(question, passage, self._index.bigrams.idf)
        snippet = quote.text if quote else passage.text[:SNIPPET]
        return SearchResult(passage.title, passage.url, passage.heading, snippet, round(hit.score, 2))

    def _idf(self, feature: str) -> float:
        """Rarity of a feature: a bigram, or an official word marked with `~`."""
        return self._index.words.idf(feature[1:]) if feature.startswith("~") else self._index.bigrams.idf(feature)


def _confidence(decided: Decision, ranking: Mapping[str, float]) -> tuple[str, str]:
    """High or middling, in words with the reason; never a percentage."""
    if decided.state == "partial":
        return "中", "你提到的有一样本站没有写到，只答了对得上的部分"
    if decided.certainty >= ranking["certainty_high"]:
        if decided.alias >= ranking["alias_high"]:
            return "高", "问法与本节的常见问法很接近"
        return "高", "你说到的要点，这一页都讲到了"
    return "中", "只对上了一部分，请先看分情况和原文"
