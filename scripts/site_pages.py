"""Registries → Markdown of the pages that nobody writes by hand: law pages, their index, platform rules, glossary.

Pure: registries and a day in, path → text out. Does not know MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from search.registry import Law, PlatformRule, Registry, anchor_of, anchor_of_rule, place_of

GROUPS = {
    "投诉渠道": "channels/",
    "退换货规则": "returns/",
    "拉黑与黑名单申诉": "blacklist/",
    "违规与处罚": "penalties/",
    "客服沟通": "service/",
    "证据与赔偿": "claims/",
    "特殊场景": "scenes/",
    "卖家与客服从业者": "sellers/",
}
TYPES = ("法律", "行政法规", "部门规章", "司法解释", "规范性文件")
COLLECTIONS = (
    (
        "laws/civil.md", "law-civil", "民法典与诉讼程序要点",
        "合同怎么成立和解除、侵权怎么赔，看民法典；去哪告、怎么告、要花多少钱，看诉讼和仲裁的规定。",
        ("mdf", "mssf", "msjs", "zjgd", "susx", "ssfy", "zxss", "zcf", "rmtj", "xzfy", "flyz"),
    ),
    (
        "laws/interpretations.md", "law-interpretations", "司法解释要点：网络消费、食品药品、预付式消费",
        "法院审消费纠纷时用的解释，回答的多是“这种情形算不算、怎么赔”。",
        ("wlxf", "yfs", "spcf", "spms", "spyp", "xxwl", "jssh", "mmht", "htjs"),
    ),
)  # fmt: skip
NOT_OFFICIAL = "下面是要旨，不是条文原文，也不是法律意见；要引用原文，请打开官方文本。"


def generated(registry: Registry, day: date) -> dict[str, str]:
    """Path under docs → Markdown, for every page that comes from the registries alone."""
    pages = {f"laws/{law.id}.md": "\n".join(_law_page(law, registry, day)) for law in registry.laws.values() if law.articles}
    pages["laws/index.md"] = "\n".join(_law_index(registry, day))
    for path, page_id, title, intro, ids in COLLECTIONS:
        pages[path] = "\n".join(_collection(registry, day, page_id, title, intro, ids))
    pages["laws/platform-rules.md"] = "\n".join(_platform_rules(registry, day))
    if registry.terms:
        pages["glossary.md"] = "\n".join(_glossary(registry))
    return pages


def _front_matter(page_id: str, title: str, kind: str, group: str) -> Iterator[str]:
    yield from ("---", f"id: {page_id}", f"title: {title}", f"kind: {kind}", f"group: {group}", "---", "")


def _law_page(law: Law, registry: Registry, day: date) -> Iterator[str]:
    yield from _front_matter(f"law-{law.id}", law.page_title or law.short, "law", "法规索引")
    status = law.status(day)
    if status != "现行":
        yield from _law_banner(law, registry, status)
    yield f"**{law.title}** · {law.type} · {law.issuer}" + (f" · {law.number}" if law.number else "")
    yield from ("", "| 效力 | 施行 | 修改 | 核对日期 | 所用文本截至 |", "| --- | --- | --- | --- | --- |")
    yield f"| {status} | {law.effective} | {law.amended or '—'} | {law.checked} | {law.text_as_of or '没有记录'} |"
    yield ""
    if law.source:
        yield f"[官方文本（站外链接）]({law.source}){{ rel=noopener }}"
    else:
        yield "官方文本的地址没有核对到，请在国家法律法规数据库或发布机关网站按名称查找。"
    yield from ("", NOT_OFFICIAL)
    if law.note:
        yield from ("", f"说明：{law.note}")
    yield ""
    for number in sorted(law.articles, key=_order):
        yield from _article(law, number)


def _law_banner(law: Law, registry: Registry, status: str) -> Iterator[str]:
    replaced = registry.laws.get(law.repealed_by or "")
    if status == "已废止":
        yield f'!!! danger "已废止：{law.repealed} 起不再适用"'
        yield f"    现在看 [{replaced.short}]({replaced.id}.md)。" if replaced else "    这里只作历史对照。"
    else:
        yield f'!!! warning "即将施行：{law.effective} 起适用"'
        yield "    在那以前发生的事，一般看当时有效的规定。"
    yield ""


def _article(law: Law, number: str) -> Iterator[str]:
    article = law.articles[number]
    yield f"## {place_of(f'{law.id}#{number}')} {article.label} {{#{anchor_of(number)}}}"
    if article.repealed is not None:
        yield from ("", f"**{article.repealed} 起废止。**")
    yield from ("", article.gist, "")
    if article.figures:
        yield from (f"数字：{'、'.join(article.figures)}", "")
    if article.means:
        yield from (f"对买家意味着：{article.means}", "")


def _order(number: str) -> tuple[int, int]:
    head, _, suffix = number.partition("-")
    return int(head), int(suffix or 0)


def _law_index(registry: Registry, day: date) -> Iterator[str]:
    yield from _front_matter("law-index", "法规索引与有效性总表", "law", "法规索引")
    yield f"本站引用的法律、法规、规章和司法解释，按 {day} 这一天标明效力。{NOT_OFFICIAL}"
    yield from ("", "平台自己的规则不是法律，另见[平台规则索引：淘宝与天猫](platform-rules.md)。", "")
    for kind in TYPES:
        laws = [law for law in registry.laws.values() if law.type == kind and law.articles]
        if laws:
            yield from (
                f"## {kind} {{#{'abcde'[TYPES.index(kind)]}-laws}}",
                "",
                "| 名称 | 效力 | 施行 | 所用文本截至 | 收录条数 |",
                "| --- | --- | --- | --- | --- |",
            )
            yield from _law_rows(laws, day)
            yield ""


def _collection(registry: Registry, day: date, page_id: str, title: str, intro: str, ids: Iterable[str]) -> Iterator[str]:
    """A page that gathers the articles of several laws, each linked to its own anchor."""
    yield from _front_matter(page_id, title, "law", "法规索引")
    yield from (f"{intro}按 {day} 这一天标明效力。{NOT_OFFICIAL}", "")
    for law in (registry.laws[law_id] for law_id in ids if law_id in registry.laws and registry.laws[law_id].articles):
        yield from (f"## {law.short} {{#{law.id}}}", "", f"{law.status(day)} · 施行 {law.effective}", "")
        for number in sorted(law.articles, key=_order):
            yield f"- [{place_of(f'{law.id}#{number}')}]({law.id}.md#{anchor_of(number)})：{law.articles[number].label}"
        yield ""


def _law_rows(laws: Iterable[Law], day: date) -> Iterator[str]:
    for law in sorted(laws, key=lambda law: (law.status(day) == "已废止", -len(law.articles))):
        yield f"| [{law.short}]({law.id}.md) | {law.status(day)} | {law.effective} | {law.text_as_of or '没有记录'} | {len(law.articles)} |"


def _platform_rules(registry: Registry, day: date) -> Iterator[str]:
    yield from _front_matter("platform-rules", "平台规则索引：淘宝与天猫", "law", "法规索引")
    yield "平台规则不是法律，平台可以按程序修改。下面写的是**在所注日期看到的**大意；以平台当前页面为准。"
    yield from ("", "所看到的淘宝规则文本没有提到天猫，天猫订单要看天猫的规则。", "")
    for key, rule in registry.platform_rules.items():
        yield from _rule(key, rule, stale=rule.is_stale(day))


def _rule(key: str, rule: PlatformRule, *, stale: bool) -> Iterator[str]:
    yield f"## {rule.platform}：{rule.name} {{#{anchor_of_rule(key)}}}"
    yield ""
    if stale:
        yield from ("**查看日期已久，以平台页面为准。**", "")
    yield from (rule.gist, "")
    version = f" · 版本 {rule.version}" if rule.version else ""
    yield from (f"在哪里看：{rule.where} · 查看日期 {rule.seen_on}{version}", "")


def _glossary(registry: Registry) -> Iterator[str]:
    yield from _front_matter("glossary", "术语表", "terms", "术语表")
    yield "维权时常碰到的词，用平常的话说一遍。"
    yield ""
    for key, term in registry.terms.items():
        yield f"## {term.term} {{#{key}}}"
        yield ""
        if term.also:
            yield from (f"也叫：{'、'.join(term.also)}", "")
        yield from (term.plain, "")


def redirect(url: str) -> str:
    """A page that stands at an old address and leads to the new one, without a script."""
    head = f'<meta charset="utf-8"><meta http-equiv="refresh" content="0; url={url}"><link rel="canonical" href="{url}">'
    return f'<!doctype html><html lang="zh"><head>{head}<title>讲理</title></head><body><a href="{url}">这一页搬家了，点这里继续</a></body></html>'
