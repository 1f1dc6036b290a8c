"""YAML text → plain data that remembers its lines; the one place where files written by editors are parsed and validated.

Owns: the YAML reader (duplicate keys are refused) and the Chinese wording of every schema violation.
Does not know: what any file means (`frontmatter`, `registry`, `lexicon` hold the schemas).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from search.errors import ContentError, Problem

KeyPath = tuple[str | int, ...]
ModelT = TypeVar("ModelT", bound=BaseModel)


class StrictModel(BaseModel):
    """Base of everything that editors write: unknown keys are errors, values do not change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True)
class YamlSource:
    """Parsed YAML: `data` as plain Python values, `lines` from key path to line number (from 1)."""

    path: str
    data: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, location: Sequence[str | int]) -> int:
        """Line of the nearest known ancestor of `location`."""
        for end in range(len(location), -1, -1):
            found = self.lines.get(tuple(location[:end]))
            if found is not None:
                return found
        return 0

    def problem(self, location: Sequence[str | int], what: str, remedy: str, rule: str = "schema") -> Problem:
        return Problem(self.path, self.line(location), what, remedy, rule)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # eight times faster where libyaml is
    """Safe YAML in which only true and false are booleans: editors write `verdict: yes` and mean a word."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


class _Reader:
    """Builds plain values from YAML nodes, noting the line of each key and refusing duplicate keys."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self._scalars = _Loader("")

    def build(self, node: yaml.Node, at: KeyPath) -> Any:
        self.lines.setdefault(at, node.start_mark.line + self.first_line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*at, index)) for index, item in enumerate(node.value)]
        value = self._scalars.construct_object(node, deep=True)
        return value.date() if isinstance(value, datetime) else value

    def _mapping(self, node: yaml.MappingNode, at: KeyPath) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(getattr(key_node, "value", ""))
            line = key_node.start_mark.line + self.first_line
            if key in built:
                self.problems.append(Problem(self.path, line, f"键 {key} 写了两次", "只留一处", "yaml"))
            self.lines[(*at, key)] = line
            built[key] = self.build(value_node, (*at, key))
        return built


def parse(text: str, path: str, first_line: int = 1) -> YamlSource:
    """Parse YAML text. Raises ContentError for broken YAML and for duplicate keys."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else first_line
        raise ContentError([_syntax_problem(path, line, error)]) from error
    except yaml.YAMLError as error:
        raise ContentError([Problem(path, first_line, "文件里有 YAML 不允许的字符", "删掉看不见的控制字符", "yaml")]) from error
    if node is None:
        return YamlSource(path, {}, {(): first_line})
    reader = _Reader(path, first_line)
    try:
        data = reader.build(node, ())
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError([Problem(path, first_line, f"有一个值读不出来（{error}）", "给它加上引号", "yaml")]) from error
    if reader.problems:
        raise ContentError(reader.problems)
    return YamlSource(path, data, reader.lines)


def _syntax_problem(path: str, line: int, error: yaml.MarkedYAMLError) -> Problem:
    return Problem(
        path, line, f"YAML 写法有误（{error.problem or '无法解析'}）", "检查缩进、冒号后的空格和引号；含「: 」「#」的文字整句加引号", "yaml"
    )


def read(path: Path, shown_as: str) -> YamlSource:
    """Read one YAML file. `shown_as` is the path that messages name."""
    return parse(path.read_text(encoding="utf-8"), shown_as)


def validate(model: type[ModelT], source: YamlSource, data: Any = None, at: KeyPath = ()) -> ModelT:
    """Validate `data` (default: the whole source) that stands at `at`. Raises ContentError with Chinese problems."""
    try:
        return model.model_validate(source.data if data is None else data)
    except ValidationError as error:
        raise ContentError(_problem(source, at, detail, model) for detail in error.errors()) from error


def _problem(source: YamlSource, at: KeyPath, detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    location = (*at, *detail["loc"])
    name = str(detail["loc"][-1]) if detail["loc"] else "文件"
    what, remedy = _wording(name, detail, model)
    return source.problem(location, what, remedy)


def _wording(name: str, detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Chinese (what is wrong, how to write it) for a schema violation."""
    kind, context, value = detail["type"], detail.get("ctx", {}), detail.get("input")
    if kind == "missing":
        return f"{name} 缺失", f"加一行 {name}: …"
    if kind == "extra_forbidden":
        return f"不认识的键 {name}", _known_key_remedy(name, _model_at(model, detail["loc"]))
    if kind == "literal_error":
        return f"{name} 的值 {value!r} 不在可选范围内", f"写成其中之一：{str(context.get('expected', '')).replace(' or ', ', ')}"
    if kind in ("string_too_long", "too_long"):
        limit = context.get("max_length")
        size = len(value) if hasattr(value, "__len__") else "?"
        return f"{name} 太长（{size}，最多 {limit}）", f"缩到 {limit} 以内"
    if kind in ("string_too_short", "too_short"):
        return f"{name} 太少或为空（至少 {context.get('min_length')}）", f"补够 {context.get('min_length')}"
    if kind.startswith("date"):
        return f"{name} 不是日期（{value!r}）", "写成 2026-11-20 这样的年-月-日"
    if kind == "string_pattern_mismatch":
        return f"{name} 的写法不对（{value!r}）", _pattern_remedy(str(context.get("pattern")))
    if kind == "string_type":
        return f"{name} 应当是文字，现在是 {value!r}", f"写成 {name}: 文字（像数字或日期的文字加引号）"
    if kind in ("list_type", "tuple_type"):
        return f"{name} 应当是列表", f"写成 {name}: [甲, 乙]"
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return f"{name} 应当是一组键值", f"在 {name}: 下一行缩进写键值"
    if kind == "value_error":
        what, _, remedy = str(context.get("error", detail["msg"])).partition("→")
        return what.strip(), remedy.strip() or "照内容模型改"
    return f"{name} 的值不对（{value!r}）", "照内容模型（docs/contributing/content-model.md）改"


def _pattern_remedy(pattern: str) -> str:
    """How to write a value, by the pattern that it failed."""
    if "rule:" in pattern:
        return "写成 法编号#条，如 xbf#25、xbf#56.1.8；平台规则写 rule:taobao/编号"
    return "只用小写字母、数字和连字符，如 tuihuo-yunfei" if "-" in pattern else f"要符合 {pattern}"


def _known_key_remedy(name: str, model: type[BaseModel]) -> str:
    known = [field.alias or key for key, field in model.model_fields.items()]
    near = get_close_matches(name, known, n=1)
    return f"是不是想写 {near[0]}？" if near else f"删掉，或改成这里允许的键：{'、'.join(known)}"


def _model_at(model: type[BaseModel], location: Sequence[str | int]) -> type[BaseModel]:
    """The (possibly nested) model that holds the last key of `location`."""
    for part in location[:-1]:
        info = model.model_fields.get(str(part))
        nested = _nested_model(info.annotation) if info else None
        model = nested or model
    return model


def _nested_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _nested_model(inner))), None)
