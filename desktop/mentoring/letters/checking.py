"""Whether a template may be used: only places that its letter has, and only what a letter needs of Jinja's syntax.

A user's own template may come from somebody else, with a programme's texts say. So what it may hold is named here, and
everything else is refused before anything runs: no calls, filters, attributes of other things, nor loops in loops.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.mentoring.letters.kinds import CATALOGUE, LetterKind
from desktop.mentoring.letters.values import LISTS

if TYPE_CHECKING:
    from jinja2 import nodes

LONGEST_TEMPLATE = 20_000
"""Characters."""
_OF_A_LOOP = frozenset({"first", "last", "index"})


class FaultKind(StrEnum):
    """What is wrong with a template."""

    SYNTAX = "syntax"
    """It cannot be read: an opening without its close, or the like."""
    PLACE = "place"
    """It asks for something that this letter does not have."""
    LIST = "list"
    """It writes a list where words belong."""
    NOT_ALLOWED = "not-allowed"
    """It uses syntax that letters do without."""
    EMPTY = "empty"
    """It has no subject or no body."""
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `line` counts from 1, `what` is the name or word concerned, "" where there is none."""

    kind: FaultKind
    line: int = 1
    what: str = ""


def faults(kind: LetterKind, template: str) -> tuple[Fault, ...]:
    """What keeps `template` from being used for `kind`, in the order of its lines; empty where nothing does."""
    from jinja2 import TemplateError  # 60 ms, and most runs check nothing
    from jinja2.sandbox import SandboxedEnvironment

    if len(template) > LONGEST_TEMPLATE:
        return (Fault(FaultKind.TOO_LONG),)
    subject, _, body = template.strip().partition("\n")
    if not subject.strip() or not body.strip():
        return (Fault(FaultKind.EMPTY),)
    try:
        tree = SandboxedEnvironment(autoescape=False).parse(template)
    except TemplateError as error:
        return (Fault(FaultKind.SYNTAX, getattr(error, "lineno", None) or 1),)
    except RecursionError:
        return (Fault(FaultKind.SYNTAX),)
    found = _Checking(CATALOGUE[kind].places)
    return tuple(sorted(set(found.statements(tree.body, {})), key=lambda fault: (fault.line, fault.what)))


Scope = dict[str, frozenset[str]]
"""The names that a loop gives, each with its parts."""


class _Checking:
    """Walks a template's tree. What is not named here is refused."""

    def __init__(self, places: frozenset[str]) -> None:
        self._places = places

    def statements(self, body: list[nodes.Node], scope: Scope) -> Iterator[Fault]:
        from jinja2 import nodes

        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    yield from self._words(part, scope)
            elif isinstance(node, nodes.If):
                yield from self._test(node.test, scope)
                yield from self.statements([*node.body, *node.elif_, *node.else_], scope)
            elif isinstance(node, nodes.For):
                yield from self._loop(node, scope)
            else:
                yield _refused(node)

    def _loop(self, node: nodes.For, scope: Scope) -> Iterator[Fault]:
        from jinja2 import nodes

        if scope or node.recursive or node.test is not None or not isinstance(node.target, nodes.Name):
            yield _refused(node)
        elif not isinstance(node.iter, nodes.Name):
            yield _refused(node.iter)
        elif node.iter.name not in LISTS or node.iter.name not in self._places:
            yield Fault(FaultKind.PLACE, node.lineno, node.iter.name)
        else:
            inner = {node.target.name: LISTS[node.iter.name], "loop": _OF_A_LOOP}
            yield from self.statements(node.body, inner)
            yield from self.statements(node.else_, scope)

    def _words(self, node: nodes.Node, scope: Scope) -> Iterator[Fault]:
        """What is written out: words and never a list, or a thing with parts."""
        from jinja2 import nodes

        if isinstance(node, nodes.Name) and node.name in (LISTS if node.name not in scope else {}):
            kind = FaultKind.LIST if node.name in self._places else FaultKind.PLACE
            yield Fault(kind, node.lineno, node.name)
        elif isinstance(node, nodes.Name) and scope.get(node.name):
            yield Fault(FaultKind.LIST, node.lineno, node.name)
        elif isinstance(node, nodes.Or | nodes.And):
            yield from self._words(node.left, scope)
            yield from self._words(node.right, scope)
        elif isinstance(node, nodes.CondExpr):
            yield from self._test(node.test, scope)
            yield from self._words(node.expr1, scope)
            if node.expr2 is not None:
                yield from self._words(node.expr2, scope)
        else:
            yield from self._test(node, scope)

    def _test(self, node: nodes.Node, scope: Scope) -> Iterator[Fault]:
        """What is asked about: any place, a list too."""
        from jinja2 import nodes

        if isinstance(node, nodes.TemplateData):
            return
        if isinstance(node, nodes.Const):
            if not isinstance(node.value, str):
                yield _refused(node)
        elif isinstance(node, nodes.Name):
            if node.name not in self._places and node.name not in scope:
                yield Fault(FaultKind.PLACE, node.lineno, node.name)
        elif isinstance(node, nodes.Getattr):
            yield from self._part(node, scope)
        elif isinstance(node, nodes.Not):
            yield from self._test(node.node, scope)
        elif isinstance(node, nodes.Or | nodes.And):
            yield from self._test(node.left, scope)
            yield from self._test(node.right, scope)
        else:
            yield _refused(node)

    @staticmethod
    def _part(node: nodes.Getattr, scope: Scope) -> Iterator[Fault]:
        from jinja2 import nodes

        if not isinstance(node.node, nodes.Name):
            yield _refused(node.node)
        elif node.attr not in scope.get(node.node.name, frozenset()):
            yield Fault(FaultKind.PLACE, node.lineno, f"{node.node.name}.{node.attr}")


def _refused(node: nodes.Node) -> Fault:
    return Fault(FaultKind.NOT_ALLOWED, node.lineno, type(node).__name__.lower())
