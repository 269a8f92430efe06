"""The faults: every place of a module where one small thing can be turned, and the module with that one thing turned.

What stands inside `_(...)` and the other makers of texts, an annotation, a docstring or a `raise` is left alone: it is said, and moves no date,
nobody and nothing.
"""

import ast
from dataclasses import dataclass

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
TEXTS = ("_", "pgettext", "ngettext", "npgettext", "listed", "Bilingual")
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Fault:
    """One thing turned: in which function ("" for the module itself), on which line, from what to what."""

    file: str
    place: int
    """The how-manieth fault of its file."""
    function: str
    line: int
    text: str
    """The line as it stands."""
    turned: str

    @property
    def name(self) -> str:
        """By which the list of accepted faults knows it: no line number, so that it outlives other changes."""
        return f"{self.file} | {self.function or 'module'} | {self.text} | {self.turned}"


def find_faults(file: str, source: str) -> list[Fault]:
    """Every fault that can be put into that source, in the order of its lines."""
    walker = _Turning(None)
    walker.visit(ast.parse(source))
    lines = source.splitlines()
    return [
        Fault(file, place, function, line, lines[line - 1].strip(), turned)
        for place, (function, line, turned) in enumerate(walker.seen)
    ]


def apply_fault(source: str, fault: Fault) -> ast.Module:
    """The module with that one thing turned."""
    tree = _Turning(fault.place).visit(ast.parse(source))
    assert isinstance(tree, ast.Module)
    return ast.fix_missing_locations(tree)


class _Turning(ast.NodeTransformer):
    """Walks a module, notes every place, and turns the one that was asked for."""

    def __init__(self, turn: int | None) -> None:
        self.turn = turn
        self.seen: list[tuple[str, int, str]] = []
        self._within: list[str] = []

    def _here(self, node: ast.expr | ast.stmt, turned: str) -> bool:
        self.seen.append((".".join(self._within), node.lineno, turned))
        return len(self.seen) - 1 == self.turn

    # what is only said

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_Import(self, node: ast.Import) -> ast.AST:
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        return node

    # where it stands

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self._within.append(node.name)
        node.args.defaults = [self.visit(each) for each in node.args.defaults]
        node.args.kw_defaults = [each and self.visit(each) for each in node.args.kw_defaults]
        body: list[ast.stmt] = []
        for statement in node.body:
            made = self.visit(statement)
            body.extend(made if isinstance(made, list) else [made])
        node.body = body
        self._within.pop()
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self._within.append(node.name)
        node.body = [self.visit(each) for each in node.body]
        self._within.pop()
        return node

    # what is turned

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        for at, operator in enumerate(list(node.ops)):
            for other in COMPARED[type(operator)]:
                if self._here(node, f"{type(operator).__name__} -> {other.__name__}"):
                    node.ops[at] = other()
        return self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        other = COUNTED.get(type(node.op))
        if other is not None and self._here(node, f"{type(node.op).__name__} -> {other.__name__}"):
            node.op = other()
        return self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        if self._here(node, f"{type(node.op).__name__} -> {other.__name__}"):
            node.op = other()
        return self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if isinstance(node.op, ast.Not) and self._here(node, "not -> nothing"):
            return ast.copy_location(ast.Call(ast.Name("bool", ast.Load()), [self.visit(node.operand)], []), node)
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool):
            if self._here(node, f"{node.value} -> {not node.value}"):
                return ast.copy_location(ast.Constant(not node.value), node)
        elif isinstance(node.value, int):
            for step in (1, -1):
                if self._here(node, f"{node.value} -> {node.value + step}"):
                    return ast.copy_location(ast.Constant(node.value + step), node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name):
            if node.func.id in TEXTS:
                return node
            other = CALLED.get(node.func.id)
            if other and self._here(node, f"{node.func.id} -> {other}"):
                node.func.id = other
        return self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> ast.AST:
        if node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None):
            return node
        if self._here(node, "what is answered -> None"):
            return ast.copy_location(ast.Return(ast.Constant(None)), node)
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        node.test = self._asked(node.test)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        node.test = self._asked(node.test)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.ifs = [self._asked(each) for each in node.ifs]
        return node

    def _asked(self, test: ast.expr) -> ast.expr:
        """A question put as a bare word is asked the other way round; a comparison is turned where it stands."""
        if isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            return test
        if not self._here(test, "asked -> asked the other way round"):
            return test
        return ast.copy_location(ast.UnaryOp(ast.Not(), test), test)
