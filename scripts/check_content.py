"""python -m scripts.check_content [PAGE …]: check pages and registries; each finding says place, reason and remedy."""

from __future__ import annotations

import sys

from scripts import content_rules


def main(arguments: list[str]) -> int:
    """Print the findings (only those of the named pages, when pages are named); 1 when there are any."""
    problems = content_rules.check_docs()
    if arguments:
        problems = [problem for problem in problems if any(name in problem.path for name in (*arguments, "docs/_registry"))]
    for problem in sorted(problems):
        print(problem)
    pages = len(content_rules.markdown_files(content_rules.DOCS))
    print(f"内容检查：{pages} 页，{len(problems)} 处要改。" if problems else f"内容检查：{pages} 页，没有发现问题。")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
