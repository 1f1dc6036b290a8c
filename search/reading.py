"""Text → terms and features with the knowledge of the lexicon: what pages, asks and questions have in common.

Lay words are given their official word on both sides, so that 屏蔽 in a question meets 拉黑 in an ask and the other way
round. Does not know: Whoosh, what is a question and what is a page.
"""

from __future__ import annotations

from collections.abc import Iterable

from search.lexicon import Lexicon
from search.segmentation import Segmenter, bigrams


def expansions(text: str, lexicon: Lexicon, segmenter: Segmenter) -> dict[str, float]:
    """Official words for the lay words of a normalised text, with their weights (0–1)."""
    found: dict[str, float] = {}
    for _, targets in lexicon.synonyms_in(text):
        for target, weight in targets:
            for part in segmenter.cut_for_search(target):
                found[part] = max(weight, found.get(part, 0.0))
    return found


def features(text: str, lexicon: Lexicon, segmenter: Segmenter) -> frozenset[str]:
    """What the likeness of two questions is measured by: bigrams, and official words marked with `~`."""
    return features_with(text, expansions(text, lexicon, segmenter), lexicon, segmenter)


def features_with(text: str, official: Iterable[str], lexicon: Lexicon, segmenter: Segmenter) -> frozenset[str]:
    """The same, when the official words of the text are known already."""
    present = {f"~{word}" for word in segmenter.cut_for_search(text) if word in lexicon.official}
    return frozenset(bigrams(text)) | {f"~{word}" for word in official} | present
