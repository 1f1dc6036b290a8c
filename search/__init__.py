"""讲理's engine: a library. Prints nothing, reads no environment, knows no web.

The public face: everything that `qa_service` and `scripts` may use is named here or is one of the modules
`frontmatter`, `registry`, `references`, `releases`, `content`, `evaluation`.
"""

from search.engine import AnswerEngine
from search.errors import ContentError, IndexUnavailable, Problem, SearchError
from search.indexer import write_content, write_index
from search.lexicon import WORDS, Lexicon
from search.lexicon import load as load_lexicon
from search.model import Answer, Option, Passage, Quote, SearchResult, State, Suggestion
from search.pages import Page
from search.segmentation import Segmenter

__all__ = [
    "WORDS",
    "Answer",
    "AnswerEngine",
    "ContentError",
    "IndexUnavailable",
    "Lexicon",
    "Option",
    "Page",
    "Passage",
    "Problem",
    "Quote",
    "SearchError",
    "SearchResult",
    "Segmenter",
    "State",
    "Suggestion",
    "load_lexicon",
    "write_content",
    "write_index",
]
