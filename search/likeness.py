"""How like a question is to the questions that editors attached: an inverted index over their features. Pure.

The likeness of two questions is the cosine of their feature sets, each feature weighted by its idf, between 0 and 1. Going
through the postings costs a fiftieth of comparing a question with every ask.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Idf = Callable[[str], float]
OwnerT = TypeVar("OwnerT")


class LikenessIndex(Generic[OwnerT]):
    """Feature sets with an owner each (a passage, a page), searchable by likeness. Immutable after construction."""

    def __init__(self, texts: Iterable[tuple[OwnerT, Iterable[str]]], idf: Idf) -> None:
        self._idf = idf
        self._owners: list[OwnerT] = []
        self._lengths: list[float] = []
        self._postings: dict[str, list[int]] = {}
        self._weights: dict[str, float] = {}
        for owner, found in texts:
            number, square = len(self._owners), 0.0
            for feature in found:
                self._postings.setdefault(feature, []).append(number)
                if feature not in self._weights:
                    self._weights[feature] = idf(feature) ** 2
                square += self._weights[feature]
            self._owners.append(owner)
            self._lengths.append(math.sqrt(square))

    def nearest(self, asked: frozenset[str]) -> dict[OwnerT, float]:
        """Owner → likeness of its nearest text; owners that share no feature with the question are left out."""
        shared: dict[int, float] = {}
        for feature in asked:
            weight = self._weights.get(feature, 0.0)
            for number in self._postings.get(feature, ()):
                shared[number] = shared.get(number, 0.0) + weight
        length = math.sqrt(math.fsum(self._weights.get(feature) or self._idf(feature) ** 2 for feature in asked)) or 1.0
        best: dict[OwnerT, float] = {}
        for number, product in shared.items():
            owner, likeness = self._owners[number], product / (length * self._lengths[number])
            if likeness > best.get(owner, 0.0):
                best[owner] = likeness
        return best
