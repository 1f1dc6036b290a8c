"""python -m scripts.explain "问题": how a question was read, which pages scored and why, what decided the state."""

from __future__ import annotations

import sys
from pprint import pprint

from scripts.evaluate import open_engine
from search import SearchError


def main(arguments: list[str]) -> int:
    if not arguments:
        print('用法：python -m scripts.explain "七天无理由从哪天开始算"', file=sys.stderr)
        return 2
    try:
        pprint(open_engine().explain(" ".join(arguments)), width=120, sort_dicts=False)
    except SearchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
