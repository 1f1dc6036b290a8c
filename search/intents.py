"""What a question is about before anything is searched: ours, or one of the states that no guide answers.

A linear classifier (multinomial logistic regression over TF-IDF weights of words and bigrams), trained by
`python -m scripts.train_intents` on the examples in `data/intents` against the questions of our pages, and kept as data in
`data/intents.json`. It knows what the rules of `guards.yml` have no word for. Pure; does not know: the index, rules, thresholds.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from search.model import State
from search.segmentation import Segmenter, bigrams

OURS = "ours"


@dataclass(frozen=True)
class IntentModel:
    """`weights`: feature → (its idf, its weight in each of `classes`)."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    examples: str  # sha256 of the examples that it was trained on

    def probabilities(self, features: Mapping[str, int]) -> dict[str, float]:
        """Class → probability (softmax) for the features of a text with their counts."""
        known = {name: (1 + math.log(count)) * self.weights[name][0] for name, count in features.items() if name in self.weights}
        length = math.sqrt(math.fsum(value * value for value in known.values())) or 1.0
        if not known:
            return {name: float(name == OURS) for name in self.classes}  # nothing speaks for another intent
        scores = list(self.bias)
        for name, value in known.items():
            for place, weight in enumerate(self.weights[name][1:]):
                scores[place] += value / length * weight
        highest = max(scores)
        shares = [math.exp(score - highest) for score in scores]
        return {name: share / sum(shares) for name, share in zip(self.classes, shares, strict=True)}


def features_of(text: str, segmenter: Segmenter) -> Counter[str]:
    """Words and bigrams (marked with #) of a normalised text, counted."""
    return Counter([*segmenter.cut_for_search(text), *(f"#{gram}" for gram in bigrams(text))])


def strongest(probabilities: Mapping[str, float]) -> tuple[float, State]:
    """(probability that a question is ours, the strongest state among the others)."""
    others = {name: share for name, share in probabilities.items() if name != OURS}
    return probabilities[OURS], cast(State, max(others, key=lambda name: others[name]))


def digest_of_examples(folder: Path) -> str:
    """sha256 of all example files, as a trained model keeps it."""
    found = hashlib.sha256()
    for path in sorted(folder.glob("*.txt")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def load(path: Path) -> IntentModel:
    """Read a trained model. Raises OSError, ValueError, KeyError or TypeError for a file that is not one."""
    data = json.loads(path.read_text(encoding="utf-8"))
    weights = {name: tuple(float(value) for value in row) for name, row in data["weights"].items()}
    return IntentModel(tuple(data["classes"]), tuple(data["bias"]), weights, data["examples"])
