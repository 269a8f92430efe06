"""Everything that can be done to a plan, one module a subject: each act with its fields, who may do it, when it fits, what
it is called and whom it notifies.

Whoever imports any of them has all of them: a right is never missing because its module was not imported.
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
