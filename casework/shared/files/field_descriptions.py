"""What the declarations of parts say of their fields: the string that stands under each."""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel

# Pydantic's own use_attribute_docstrings reads the source anew for every class as it is made, which doubles the time
# in which the program starts. Here a module is read once, and only when somebody asks.


@cache
def get_field_descriptions(part: type[BaseModel]) -> Mapping[str, str]:
    """What is said of each field, by its name, in one line; of inherited fields too, and
    what several fields share is said by their type. A field of which nothing is said
    is not there."""
    descriptions: dict[str, str] = {}
    for each in reversed(part.__mro__):
        if issubclass(each, BaseModel) and each is not BaseModel and each.__module__ in sys.modules:
            descriptions |= _in_module(each.__module__).get(each.__name__, {})
    described = {name: info.description for name, info in part.model_fields.items() if info.description}
    descriptions = described | descriptions
    return {field: descriptions[field] for field in part.model_fields if field in descriptions}


@cache
def _in_module(name: str) -> Mapping[str, Mapping[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[name]))
    return {node.name: dict(_under_fields(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _under_fields(declared: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in zip(declared.body, declared.body[1:], strict=False):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, " ".join(text.split())
