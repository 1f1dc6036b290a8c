"""python -m scripts.check_content [PAGE …] [--hints] [--seeds]: check pages and registries; each finding says place, reason, remedy."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from scripts import content_rules


def main(arguments: list[str]) -> int:
    """Print the findings (only those of the named pages, when pages are named); 1 when there are problems."""
    parser = argparse.ArgumentParser(prog="python -m scripts.check_content", description="检查页面和登记表。")
    parser.add_argument("pages", nargs="*", help="只看这些页面的问题")
    parser.add_argument("--hints", action="store_true", help="同时列出不影响发布的建议（长句、长段）")
    parser.add_argument("--seeds", action="store_true", help="打印种子问题覆盖表")
    parser.add_argument("--unverified", action="store_true", help="列出页面上写明没有核对到的每一句，供人去核")
    parser.add_argument("--on", type=date.fromisoformat, metavar="日期", help="按这一天计算法律效力，如 2026-04-14")
    options = parser.parse_args(arguments)
    found = content_rules.check_docs(day=options.on)
    wanted = (*options.pages, "docs/_registry")
    problems = [problem for problem in found.problems if not options.pages or any(name in problem.path for name in wanted)]
    hints = [hint for hint in found.hints if not options.pages or any(name in hint.path for name in wanted)]
    for problem in sorted(set(problems)):
        print(problem)
    if options.hints:
        for hint in sorted(set(hints)):
            print(f"建议 {hint}")
    if options.seeds:
        _print_seeds()
    if options.unverified:
        _print_unverified()
    pages = len(content_rules.markdown_files(content_rules.DOCS))
    print(f"内容检查：{pages} 页，{len(problems)} 处要改，{len(hints)} 处建议（--hints 列出）。")
    return 1 if problems else 0


def _print_unverified() -> None:
    docs = content_rules.DOCS
    for path in content_rules.knowledge_pages(docs):
        for sentence in content_rules.unverified(path.read_text(encoding="utf-8")):
            print(f"{content_rules.shown(path, docs)}:{sentence.line}: {sentence.text}")


def _print_seeds() -> None:
    docs = content_rules.DOCS
    pages = [content_rules.read_page(path, docs) for path in content_rules.knowledge_pages(docs)]
    source, covered = content_rules.seed_coverage(pages, docs)
    for seed, entry in (source.data if source else {}).items():
        where = "、".join(covered.get(seed, [])) or (
            f"法规页 {entry['law']}" if "law" in entry else f"未采纳：{entry.get('not_adopted', '')}"
        )
        print(f"{seed}  {where}  {entry['claim']}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
