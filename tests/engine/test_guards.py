"""Guards as data: their patterns catch their examples, their order is kept, bad patterns are refused in Chinese."""

from __future__ import annotations

import pytest

from search import ContentError, intents, lexicon
from search.guards import PRECEDENCE, compile_pattern, first_that_catches
from search.normalize import normalize
from search.segmentation import Segmenter

RULES = lexicon.guard_rules()
LANGUAGE = lexicon.load()


def test_guards_stand_in_the_order_of_their_states() -> None:
    places = [PRECEDENCE.index(guard.state) for guard in LANGUAGE.guards]
    assert places == sorted(places)
    assert len(places) > 40


def test_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_most_examples_are_known_by_their_words() -> None:
    """The rest is known by the classifier alone."""
    examples = [(rule, question) for rule in RULES for question in rule.matches]
    caught = sum(first_that_catches(LANGUAGE.guards, normalize(question)) is not None for _, question in examples)
    assert caught / len(examples) >= 0.7


@pytest.mark.parametrize(
    ("pattern", "text", "caught"),
    [
        ("房东|中介 & 押金", "房东不退押金", True),
        ("房东|中介 & 押金", "商家不退押金", False),
        ("让我…验证码", "他让我报一下验证码", True),
        ("让我…验证码", "验证码让我输", False),
        ("^你好$", "你好", True),
        ("^你好$", "你好，能退货吗", False),
    ],
)
def test_patterns(pattern: str, text: str, caught: bool) -> None:
    assert all(part.search(text) for part in compile_pattern(pattern)) == caught


def test_a_pattern_with_an_empty_word_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="|"):
        compile_pattern("房东| & 押金")


def test_the_classifier_was_trained_on_the_present_examples() -> None:
    assert LANGUAGE.intents.examples == intents.digest_of_examples(lexicon.DATA / "intents"), "运行 python -m scripts.train_intents"


def test_nothing_known_is_taken_for_ours(segmenter: Segmenter) -> None:
    shares = LANGUAGE.intents.probabilities(intents.features_of("", segmenter))
    assert intents.strongest(shares)[0] == 1.0


def test_a_broken_classifier_is_told_with_its_remedy(tmp_path_factory: pytest.TempPathFactory) -> None:
    import shutil

    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(lexicon.DATA, folder, dirs_exist_ok=True)
    (folder / "intents.json").write_text("{", encoding="utf-8")
    with pytest.raises(ContentError, match="train_intents"):
        lexicon.load(folder)
