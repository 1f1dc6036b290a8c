"""Reads the Markdown sources and applies every content rule; the command around it is `check_content`.

Every rule has an id that stands in its messages and in docs/contributing/rules.md. A *problem* stops the check, a *hint* is
only printed. Rules about ranking are kept by the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from scripts import figures, prose, site_pages
from search import flows, frontmatter, letters, references, registry, yaml_source
from search.errors import ContentError, Problem
from search.flows import Flow, Outcome
from search.frontmatter import Guide
from search.letters import Letters
from search.references import CheckedPage
from search.registry import Registry
from search.yaml_source import KeyPath, YamlSource

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
HANDBOOK = "contributing"
MAX_SENTENCE, MAX_PARAGRAPH = 60, 200

_HEADING = re.compile(r"^#{1,6} .*?(?:\{#([\w-]+)[^}]*\})?\s*$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)[^)]*\)")


@dataclass
class Findings:
    """Problems stop the check; hints are printed."""

    problems: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)


def markdown_files(docs: Path) -> list[Path]:
    """All pages below `docs`, without registries, theme and other private folders."""
    return sorted(path for path in docs.rglob("*.md") if not any(part.startswith("_") for part in path.relative_to(docs).parts))


def is_handbook(path: Path, docs: Path) -> bool:
    """Whether a page belongs to the editors' handbook, which is never used for answers."""
    return path.relative_to(docs).parts[0] == HANDBOOK


def shown(path: Path, docs: Path) -> str:
    """Path as messages name it: relative to the project."""
    return f"docs/{path.relative_to(docs).as_posix()}"


def read_page(path: Path, docs: Path) -> CheckedPage:
    """Parse and validate one page's front matter. Raises ContentError."""
    text = path.read_text(encoding="utf-8")
    source = frontmatter.read_source(text, shown(path, docs))
    body, _ = frontmatter.body_of(text)
    return CheckedPage(source, frontmatter.check(source), _anchors(body))


def knowledge_pages(docs: Path) -> list[Path]:
    """All pages but those of the handbook."""
    return [path for path in markdown_files(docs) if not is_handbook(path, docs)]


def _anchors(markdown: str) -> set[str]:
    return {match[1] for match in _HEADING.finditer(markdown) if match[1]}


def check_docs(docs: Path = DOCS, day: date | None = None) -> Findings:
    """Every finding of every page and registry below `docs`, as of `day`."""
    day = day or date.today()
    found = Findings()
    try:
        entries = registry.load(docs / "_registry")
        written = letters.load(docs / "_registry" / "letters", entries)
    except ContentError as error:
        return Findings(error.problems)
    pages: dict[Path, CheckedPage] = {}
    for path in knowledge_pages(docs):
        try:
            pages[path] = read_page(path, docs)
        except ContentError as error:
            found.problems += error.problems
    found.problems += references.check_pages(pages.values(), entries)
    found.problems += written.repealed(entries, day)
    found.problems += _letter_problems(pages.values(), written)
    found.problems += _ledger_problems(pages, docs)
    found.problems += _seed_problems(pages, entries, docs)
    found.problems += _flow_problems(docs, entries, written, pages.values(), day)
    generated = {name: _anchors(text) for name, text in site_pages.generated(entries, day).items()}
    for path in markdown_files(docs):
        text = path.read_text(encoding="utf-8")
        found.problems += _link_problems(text, path, docs, generated)
        if path in pages:
            _check_guide(text, pages[path], entries, day, found)
    return found


def _check_guide(text: str, page: CheckedPage, entries: Registry, day: date, found: Findings) -> None:
    path = page.source.path
    found.problems += _wording_problems(text, path)
    if not isinstance(page.meta, Guide):
        return
    try:
        known = figures.allowed(page.meta, entries)
        found.problems += figures.problems(text, path, known)
        found.problems += _card_problems(page.source, _leads(page.meta), known, entries)
        found.problems += _repealed_cites(page.source, _cite_lists(page.meta), entries, day)
    except KeyError:
        return  # a cite that does not resolve has been reported already
    found.problems += _repealed_titles(text, path, entries, day)
    found.hints += _readability(text, path)


# --- links -----------------------------------------------------------------------------------------------------------


def _link_problems(text: str, path: Path, docs: Path, generated: dict[str, set[str]]) -> Iterator[Problem]:
    own = _anchors(text)
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _LINK.finditer(re.sub(r"`[^`]*`", "", line)):
            target, _, anchor = match[1].partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            if target.startswith("/"):
                yield Problem(shown(path, docs), number, f"链接 {match[1]} 是绝对地址", "改成相对路径，如 ../returns/seven-day.md", "links")
                continue
            anchors = own if not target else _target_anchors(path, target, docs, generated)
            if anchors is None:
                remedy = "改成存在的文件（相对本页所在文件夹），或去掉链接"
                yield Problem(shown(path, docs), number, f"链接指向不存在的页面 {target}", remedy, "links")
            elif anchor and anchor not in anchors:
                yield Problem(shown(path, docs), number, f"链接的锚点 #{anchor} 不存在", "改成那一页标题后面 {#…} 里的锚点", "links")


def _target_anchors(path: Path, target: str, docs: Path, generated: dict[str, set[str]]) -> set[str] | None:
    resolved = (path.parent / target).resolve()
    if resolved.is_file():
        return _anchors(resolved.read_text(encoding="utf-8")) if resolved.suffix == ".md" else set()
    try:
        return generated.get(PurePosixPath(resolved.relative_to(docs.resolve())).as_posix())
    except ValueError:
        return None


# --- permanence ------------------------------------------------------------------------------------------------------


def _ledger_problems(pages: dict[Path, CheckedPage], docs: Path) -> Iterator[Problem]:
    """ids are permanent: `_registry/pages.yml` remembers where each one lives; a moved page leaves a redirect."""
    path = docs / "_registry" / "pages.yml"
    if not path.is_file():
        return
    source = yaml_source.read(path, "docs/_registry/pages.yml")
    now = {page.meta.id: (file.relative_to(docs).as_posix(), page) for file, page in pages.items()}
    for page_id, home in source.data.items():
        if page_id not in now:
            yield source.problem((page_id,), f"页面 {page_id}（{home}）不见了", "恢复它，或改成 status: archived 并保留文件", "permanent")
    for page_id, (home, page) in now.items():
        before = source.data.get(page_id)
        if before is None:
            yield page.source.problem(
                ("id",), f"{page_id} 还没有登记", f"在 docs/_registry/pages.yml 加一行 {page_id}: {home}", "permanent"
            )
        elif before != home and before not in page.meta.redirects:
            yield page.source.problem(("id",), f"页面从 {before} 搬到了 {home}，没有留跳转", f"在 redirects 里写上 {before}", "permanent")


def _seed_problems(pages: dict[Path, CheckedPage], entries: Registry, docs: Path) -> Iterator[Problem]:
    source, covered = seed_coverage(pages.values(), docs)
    if source is None:
        return
    for seed, entry in source.data.items():
        if not covered.get(seed) and entry.get("law") not in entries.laws and not entry.get("not_adopted"):
            yield source.problem(
                (seed,),
                f"种子问题 {seed} 没有页面回答",
                "在回答它的页面 seed 里写上；法规页回答的写 law: 法编号；不采纳的写 not_adopted: 原因",
                "seeds",
            )
    for seed, owners in covered.items():
        if seed not in source.data:
            yield Problem(f"docs/{owners[0]}", 0, f"seed 里的 {seed} 不在 _registry/seeds.yml", "改成登记过的编号", "seeds")


def seed_coverage(pages: Iterable[CheckedPage], docs: Path) -> tuple[YamlSource | None, dict[str, list[str]]]:
    """(the registry of seed questions, seed id → pages that answer it)."""
    path = docs / "_registry" / "seeds.yml"
    covered: dict[str, list[str]] = {}
    for page in pages:
        if isinstance(page.meta, Guide) and page.meta.status == "live":
            for seed in page.meta.seed:
                covered.setdefault(seed, []).append(page.meta.id)
    return (yaml_source.read(path, "docs/_registry/seeds.yml") if path.is_file() else None), covered


# --- law -------------------------------------------------------------------------------------------------------------


def _repealed_cites(source: YamlSource, lists: Iterable[tuple[KeyPath, list[str]]], entries: Registry, day: date) -> Iterator[Problem]:
    for at, cites in lists:
        for index, cite in enumerate(cites):
            resolved = entries.resolve(cite)
            if resolved.status(day) == registry.REPEALED:
                what = f"依据《{resolved.name}》{resolved.place}已废止"
                yield source.problem((*at, index), what, "改引现行规定，并按新规定改写正文", "repealed")


def _cite_lists(meta: Guide) -> Iterator[tuple[KeyPath, list[str]]]:
    yield ("cites",), meta.cites
    for anchor, section in meta.sections.items():
        yield ("sections", anchor, "cites"), section.cites or []


def _repealed_titles(text: str, path: str, entries: Registry, day: date) -> Iterator[Problem]:
    gone = [law for law in entries.laws.values() if law.status(day) == registry.REPEALED]
    for sentence in prose.sentences(text):
        for law in gone:
            named = any(f"《{name}》" in sentence.text for name in (law.title, law.short, *law.aliases))
            if named and not re.search(r"废止|旧|以前|原来|历史", re.sub(r"《[^》]*》", "", sentence.text)):
                yield Problem(
                    path, sentence.line, f"提到已废止的《{law.short}》却没有说明", "在同一句里写明它已废止，或改成现行规定", "repealed"
                )


def _leads(meta: Guide) -> Iterator[tuple[KeyPath, str]]:
    """Every sentence of the front matter that a card shows."""
    for at, holder in [((), meta), *((("sections", anchor), section) for anchor, section in meta.sections.items())]:
        base: KeyPath = at
        yield (*base, "answer"), holder.answer
        for index, step in enumerate(holder.steps or []):
            yield (*base, "steps", index), step
        for index, branch in enumerate(holder.when or []):
            yield (*base, "when", index, "then"), branch.then


def _card_problems(
    source: YamlSource, said: Iterable[tuple[KeyPath, str]], known: set[figures.Figure], entries: Registry
) -> Iterator[Problem]:
    """What a card says (a guide's lead, a flow's result) keeps the rules of figures, of words and of terms of art."""
    explained = {name for term in entries.terms.values() for name in (term.term, *term.also)}
    for at, text in said:
        for written in figures.unsupported(text, known):
            yield source.problem(at, f"数字「{written}」在本页的依据里找不到", "补上写着这个数的 cites、deadlines 或 amounts", "figures")
        for rule, what, remedy in _faults(text):
            if rule not in _ANYWHERE:
                yield source.problem(at, what, remedy, rule)
        for word in JARGON:
            if word in text and word not in explained:
                remedy = "换成平常的话，或在 _registry/terms.yml 里解释它"
                yield source.problem(at, f"结论里有术语「{word}」，术语表里没有", remedy, "jargon")


JARGON = (
    "格式条款", "举证责任", "除斥期间", "诉讼时效", "惩罚性赔偿", "司法确认", "支付令", "小额诉讼", "行政复议", "重大误解", "可撤销",
    "连带责任", "缔约过失", "根本违约", "解除权", "初步证据", "电子数据", "公然侮辱", "名誉权", "人格尊严", "终止调解", "瑕疵", "缺陷",
    "定金罚则", "除外条款", "履行地", "管辖", "自营", "运费险", "仅退款", "极速退款", "平台介入", "三包", "完好", "调解",
)  # fmt: skip


# --- letters ---------------------------------------------------------------------------------------------------------


def _letter_problems(pages: Iterable[CheckedPage], written: Letters) -> Iterator[Problem]:
    """Guides that offer a letter about a dispute of which none is written (report first)."""
    for page in pages:
        dispute = written.dispute_of(page.meta.id)
        if isinstance(page.meta, Guide) and "letter" in page.meta.tools and dispute is not None and dispute not in written.writable:
            yield page.source.problem(("tools",), f"tools 里写了 letter，但 {dispute} 不写信", "从 tools 里去掉 letter", "letters")


# --- flows -----------------------------------------------------------------------------------------------------------


def _flow_problems(docs: Path, entries: Registry, written: Letters, pages: Iterable[CheckedPage], day: date) -> Iterator[Problem]:
    """The question trees: shape, ids, guides, and the same rules for what their results say as for the cards of guides."""
    try:
        found = flows.load(docs / "_registry" / "flows", entries)
    except ContentError as error:
        yield from error.problems
        return
    yield from found.guide_problems({page.meta.id: page.anchors for page in pages})
    yield from found.letter_problems(written)
    for name, flow in found.files.items():
        source = found.sources[name]
        cites = [cite for outcome in flow.outcomes.values() for cite in outcome.cites]
        yield from _card_problems(source, _questions_of(flow), figures.supported(cites, flow.outcomes.values(), entries), entries)
        for key, outcome in flow.outcomes.items():
            at: KeyPath = ("outcomes", key)
            yield from _card_problems(source, _said_by(outcome, at), figures.supported(outcome.cites, [outcome], entries), entries)
            yield from _repealed_cites(source, [((*at, "cites"), outcome.cites)], entries, day)


def _questions_of(flow: Flow) -> Iterator[tuple[KeyPath, str]]:
    for key, question in flow.nodes.items():
        yield ("nodes", key, "ask"), question.ask
        yield ("nodes", key, "why"), question.why or ""
        for index, option in enumerate(question.options):
            yield ("nodes", key, "options", index), f"{option.label}：{option.hint or ''}"


def _said_by(outcome: Outcome, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    yield (*at, "answer"), outcome.answer
    yield (*at, "then"), outcome.then or ""
    yield from (((*at, "do_now", index), step) for index, step in enumerate(outcome.do_now))


# --- words -----------------------------------------------------------------------------------------------------------

_LAW_NAMED = re.compile(r"《[^》]+》|第[零一二三四五六七八九十百千\d]+条|消法|民法典|电商法")
_WORDING: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    ("promise", re.compile(r"百分百|包赢|稳赢|包退成功|(?<!不)(?<!有)一定(?:能|会|可以|要赔|退|赔|赢)|保证(?:能|会|退|赔|让你|成功)"), "承诺词", "改成「可以主张」「一般」「通常」"),
    ("threat", re.compile(r"不(?:赔|退|处理)就(?:曝光|举报|挂|起诉到底|搞)|否则(?:我)?(?:曝光|挂网)"), "威胁的说法", "改成写明诉求、依据和期限，不拿曝光要挟"),
    ("contact", re.compile(r"加(?:我|客服)?微信|微信号[:：]|QQ群|扫码加|加群[:：]|1[3-9]\d{9}"), "联系方式或引流", "删掉"),
    ("qr", re.compile(r"扫(?:描)?(?:下方|下面|上方|这个)二维码"), "二维码", "删掉"),
    ("mojibake", re.compile(r"\ufffd|锟斤拷|锘|鈥|Ã|â€"), "乱码", "改成原来的字"),
    ("invisible", re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]"), "看不见的字符", "删掉"),
    ("width", re.compile(r"(?<=[\u4e00-\u9fff])[,;?!](?=[\u4e00-\u9fff]|$)|[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"), "标点或数字的宽度不对", "中文里用全角标点，数字和字母用半角"),
    ("spaces", re.compile(r"[\u4e00-\u9fff] +[\u4e00-\u9fff]|[，。！？；：、]{2,}"), "多余的空格或重复的标点", "删掉多余的"),
    ("lookalike", re.compile(r"[\u0370-\u03ff\u0400-\u04ff\u2e80-\u2fdf\uf900-\ufaff]"), "形似的异体字符", "换成正常的汉字或字母"),
)  # fmt: skip
_ANYWHERE = ("mojibake", "invisible", "lookalike")


def _wording_problems(text: str, path: str) -> Iterator[Problem]:
    """Findings about words in the body, and about broken characters anywhere. Inline code is an example of a word, not its use;
    asks and probes are written as people type them."""
    _, first = frontmatter.body_of(text)
    for number, line in enumerate(text.splitlines(), start=1):
        for rule, what, remedy in _faults(re.sub(r"`[^`]*`", "", line)):
            if number >= first or rule in _ANYWHERE:
                yield Problem(path, number, what, remedy, rule)
    for sentence in prose.sentences(text):
        if "违法" in sentence.text and sentence.kind not in ("heading", "table") and not _lawful(sentence.text):
            yield Problem(
                path,
                sentence.line,
                f"写了「违法」却没有条文（{sentence.text[:24]}…）",
                "写明哪部法第几条，或改成「违反平台规则」「可能侵权」",
                "unlawful",
            )


def _faults(text: str) -> Iterator[tuple[str, str, str]]:
    """(rule, what, remedy) for each wording rule that a line breaks."""
    for rule, pattern, what, remedy in _WORDING:
        if found := pattern.search(text):
            yield rule, f"{what}「{found[0]}」", remedy


def _lawful(sentence: str) -> bool:
    """Whether 违法 is used with an article, as a quoted word, a set phrase (违法线索, 违法所得) or a question or denial."""
    rest = re.sub(
        r"违法(?:的?事实|线索|所得|行为|商家|犯罪|和不良|广告|性)|「[^」]*违法[^」]*」|“[^”]*违法[^”]*”|不违法|违不违法|违法(?:吗|不)|算不算违法|(?:有没有|涉嫌|反映|举报|查处|是否|不等于|不一定|未必)[^，。]{0,8}违法|治安违法",
        "",
        sentence,
    )
    return "违法" not in rest or _LAW_NAMED.search(sentence) is not None


_UNVERIFIED = re.compile(r"没有?核对|没有?查到|据报道|未核对|没有登记")


def unverified(text: str) -> Iterator[prose.Sentence]:
    """Sentences in which a page says itself that something was not verified."""
    return (sentence for sentence in prose.sentences(text) if _UNVERIFIED.search(sentence.text))


def _readability(text: str, path: str) -> Iterator[Problem]:
    for sentence in prose.sentences(text):
        if sentence.kind == "text" and len(sentence.text) > MAX_SENTENCE:
            yield Problem(path, sentence.line, f"一句 {len(sentence.text)} 字", f"拆成 {MAX_SENTENCE} 字以内的短句", "long-sentence")
    for line, paragraph in prose.paragraphs(text):
        if len(paragraph) > MAX_PARAGRAPH:
            yield Problem(path, line, f"一段 {len(paragraph)} 字", f"拆成 {MAX_PARAGRAPH} 字以内的短段", "long-paragraph")
