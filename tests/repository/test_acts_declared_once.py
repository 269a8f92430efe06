"""All that is said of an act is declared with it: no second list names it, and who asks finds it there."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path
from pkgutil import resolve_name

import pytest
from sqlmodel import SQLModel

import casework
from casework.shared.acts.act import ACTS
from casework.shared.acts.captions import ChosenFrom, GeneratedCode, PlanChoices, ScriptOnly, get_marker
from casework.shared.files.plan_file import PlanFile
from casework.shared.hooks import HOOKS
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.rights import OPERATIONS
from serving.act_schemas import get_request_model
from tests.sources import parse_where
from web.acting.field_choices import CHOICE_LOADERS
from web.acting.form_fields import get_form_fields

ROOT = Path(__file__).parents[2]


def test_what_an_act_needs_can_be_asked() -> None:
    """Its open items are of kinds that there are, and a question of another module is a function there."""
    for operation in OPERATIONS.values():
        assert set(operation.needs_open) <= set(ITEM_KINDS), operation.code
        assert not isinstance(operation.ready, str) or callable(resolve_name(operation.ready)), operation.code


def test_what_a_subject_does_at_a_moment_of_another_can_be_called() -> None:
    """Somebody is called at every such moment, and each of them is a function of the module that it names."""
    for moment, functions in HOOKS.items():
        assert functions, moment
        assert all(callable(resolve_name(name)) for name in functions), moment


def test_every_subject_has_its_acts_loaded() -> None:
    """Each module in which acts are declared is named once in `casework`, so that none is missing."""
    declared = {
        file.relative_to(ROOT / "casework").with_suffix("").as_posix().replace("/", ".")
        for file in (ROOT / "casework").glob("*/acts*.py")
    }
    assert sorted(casework.ACTS) == sorted(declared | {"shared.acts.machine"})


def test_what_only_the_plan_knows_is_offered_to_choose_from() -> None:
    """Each such thing has its chooser, and some act asks for it."""
    asked = {
        marker.among
        for act in ACTS.values()
        for info in act.model_fields.values()
        if (marker := get_marker(info, ChosenFrom))
    }
    assert set(CHOICE_LOADERS) == asked == set(PlanChoices)


def test_a_form_asks_each_field_as_it_is_marked() -> None:
    """What only a script says is in no form; a made-up code begins with its letter; a choice is one of the plan's."""
    for act, kind in ACTS.items():
        fields = {field.name: field for field in get_form_fields(act)}
        for name, info in kind.model_fields.items():
            assert not (get_marker(info, ScriptOnly) and name in fields), (act, name)
            if made_up := get_marker(info, GeneratedCode):
                assert (fields[name].control, fields[name].begins_with) == ("made_up", made_up.begins)
            if chosen := get_marker(info, ChosenFrom):
                assert fields[name].chosen is chosen.among, (act, name)


def test_a_form_takes_as_much_text_as_its_act() -> None:
    """The bound in the form is the bound in the request's schema, also of a text that may be left out."""
    for act in ACTS:
        schema = get_request_model(act).model_json_schema()["properties"]
        for field in get_form_fields(act):
            if field.control in ("short", "long"):
                schemas = [schema[field.name], *schema[field.name].get("anyOf", ())]
                most = next((one["maxLength"] for one in schemas if "maxLength" in one), field.longest)
                assert field.longest == most, (act, field.name)


_A_KIND_AND_AN_ACT_MORE = '''
import importlib.util
import sys
from datetime import date
from pathlib import Path

row = """    _family("reading_note", _("读书笔记"), Event.CHECK_IN_DUE, None, None, on_the_line=True,
            rhythm=Rhythm(Recurrence.WEEK, EDUCATION, (Role.MINOR,), asked=_("读书笔记，周几"))),
"""
there = Path("casework/shared/items/item_kinds.py")
before, mark, after = there.read_text(encoding="utf-8").partition('    _family("return_check"')
spec = importlib.util.spec_from_file_location("casework.shared.items.item_kinds", there)
module = sys.modules["casework.shared.items.item_kinds"] = importlib.util.module_from_spec(spec)
exec(compile(before + row + mark + after, str(there), "exec"), module.__dict__)

from tests.repository.throw_away_act import PlantATree

import web.app
from casework.plan.calendar import list_due_between
from casework.plan.plan_fields import CADENCE_FIELDS
from casework.plan.views.timeline import load_timeline
from casework.shared.acts.act import ACTS
from casework.shared.files.acts_file import ActsFile
from casework.shared.files.plan_file import CadencePart, PlanFile
from casework.shared.rights import OPERATIONS, is_allowed
from casework.shared.rights.read_operations import READ_PLAN
from core.errors import NotAllowed
from law.working_days import WorkingDays
from pydantic import TypeAdapter
from serving.act_schemas import ActRequest
from tests.builders import start_plan
from web.acting.form_fields import get_form_fields
from web.acting.labels import get_act_title, get_field_label
from web.views.act_menu import load_act_menu
from web.views.period import ON_THE_LINE

said = CadencePart.model_validate({"reading_note": {"on": "Mon"}})
owed = list_due_between(said, [], date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 17), WorkingDays())
assert [(one.due_on.day, one.owner, one.article) for one in owed if one.kind == "reading_note"] == [
    (9, "minor", "CPL art 283(3)(4)"), (16, "minor", "CPL art 283(3)(4)"),
]
assert "reading_note" in str(PlanFile.model_json_schema())
for act, field in (("submit", "item"), ("change_cadence", "item"), ("explain", "item"), ("record_call", "item")):
    assert "reading_note" in ACTS[act].model_json_schema()["properties"][field]["enum"], act
assert "cadence.reading_note.on" in {field.place for field in CADENCE_FIELDS}
assert "reading_note" in ON_THE_LINE

life = start_plan()
prosecutor, worker = life.actor("prosecutor"), life.actor("social_worker")


def offered(actor):
    with life.context.open_for_reading(life.number, actor, READ_PLAN) as open_plan:
        return {offer.act for _, group in load_act_menu(open_plan).groups for offer in group}


assert "plant_a_tree" not in offered(prosecutor), "nothing is announced yet, so it is not ready"
life.act("prosecutor", "announce", present=["minor", "mother"], told=["period", "rules", "liability"])
assert "plant_a_tree" in offered(prosecutor)
assert "plant_a_tree" not in offered(worker)
assert get_act_title("plant_a_tree").en == "Record a tree"
assert [(get_field_label(field).zh, field.longest) for field in get_form_fields("plant_a_tree")] == [("种在哪里", 40)]
sent = TypeAdapter(ActRequest).json_schema()["$defs"]["PlantATreeAct"]["properties"]
assert set(sent) == {"did", "where", "by"}
assert "PlantATree" in ActsFile.model_json_schema()["$defs"]
with life.context.open_for_reading(life.number, prosecutor, READ_PLAN) as open_plan:
    right = OPERATIONS["plant_a_tree"]
    assert is_allowed(open_plan.session, prosecutor, right, open_plan.plan, open_plan.now)
    assert not is_allowed(open_plan.session, worker, right, open_plan.plan, open_plan.now)
try:
    life.act("social_worker", "plant_a_tree", where="操场")
except NotAllowed:
    pass
else:
    raise AssertionError("the worker planted a tree")
life.act("prosecutor", "plant_a_tree", where="操场")
with life.context.open_for_reading(life.number, prosecutor, READ_PLAN) as open_plan:
    newest = next(line for line in load_timeline(open_plan).lines if line.did == "plant_a_tree")
assert (newest.words.zh, newest.words.en) == ("承办检察官种了一棵树", "prosecutor planted a tree"), newest.words
assert newest.detail == {"where": "操场"}
'''


@pytest.mark.timeout(600)
def test_a_kind_and_an_act_that_are_declared_are_everywhere() -> None:
    """One row and one class more, in a process of its own. The plan file takes the kind, the calendar lays it out, acts name it, the
    form asks, the line shows it. The act is offered when there is something to do, to whoever may, with its form; requests and
    files take it; it is done, and the journal tells it."""
    done = subprocess.run(
        [sys.executable, "-c", _A_KIND_AND_AN_ACT_MORE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


PRODUCT = (
    "core", "law", "evaluation", "usage", "models", "notifications", "documents", "casework", "flows", "serving", "api", "web", "app",
)  # fmt: skip
MAX_FILES = 6
_FOUR_EYES = "its step in the table of four eyes is named by it: proposed, looked over, looked at again and decided in files of their own"
_PAPER = "a paper is to be made after it"
NAMED_MORE_OFTEN = {
    "change_period": (11, _FOUR_EYES),
    "decide_non_prosecution": (10, _FOUR_EYES),
    "revoke": (8, _FOUR_EYES),
    "record_service": (7, "recorded by its form and with the records, taken over with a plan file, put right by a correction"),
    "decide_leave": (7, _PAPER),
    "answer_explanation": (7, "one of the acts by which data on the record are put right"),
    "submit": (9, "asked for by a paper, recorded by the team under another word, handed in on the pages of a family and of staff and by the API's short form, its words shown on pages"),
    "upload_usage": (
        8, "handed in, shown before it counts and by whom, read from a photo, and done by a page and the API"
    ),
}  # fmt: skip
"""Acts that more product files name, in how many, and why: a number here only ever becomes smaller."""


def _other_names() -> set[str]:
    """What a field of a part or a column is called: a code that is such a name as well says nothing where it is quoted."""
    columns = {column.name for table in SQLModel.metadata.tables.values() for column in table.columns}
    return columns | set(PlanFile.model_fields) | {name for act in ACTS.values() for name in act.model_fields}


def _acts_named(file: Path, others: set[str]) -> set[str]:
    """The codes of the acts that a file names: it takes the act's class from where acts are declared, or quotes its code. Where it
    is the only act among the keys of a dictionary, the key is a word of that dictionary; two of them are a table of acts."""
    classes = {act.__name__: code for code, act in ACTS.items()}
    named_at_all = rf"[\"'](?:{'|'.join(ACTS)})[\"']|\.acts"
    nodes = list(ast.walk(parse_where(file, "" if file.name.startswith("acts") else named_at_all)))
    keys = [
        [key for key in node.keys if isinstance(key, ast.Constant) and key.value in ACTS]
        for node in nodes
        if isinstance(node, ast.Dict)
    ]
    words = {id(among[0]) for among in keys if len(among) == 1}
    named = {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and node.value in ACTS.keys() - others and id(node) not in words
    }
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and ".acts" in (node.module or ""):
            named |= {classes[each.name] for each in node.names if each.name in classes}
        if isinstance(node, ast.ClassDef) and file.name.startswith("acts") and node.name in classes:
            named.add(classes[node.name])
    return named


def test_an_act_is_named_in_few_files() -> None:
    """Its class, its verb, the kind that it answers, and where a page leads to it. The migration names columns, and the
    head of the acts page has examples: neither counts."""
    files = [
        file
        for folder in PRODUCT
        for file in (ROOT / folder).rglob("*.py")
        if file.name != "acts_page.py" and "migrations" not in file.parts
    ]
    others = _other_names()
    named = Counter(code for file in files for code in _acts_named(file, others))
    assert set(named) == set(ACTS)
    assert {code: number for code, number in named.items() if number > MAX_FILES} == {
        code: number for code, (number, _why) in NAMED_MORE_OFTEN.items()
    }
    assert sorted(named.values())[len(named) // 2] <= 3


def test_a_second_list_of_acts_is_seen(tmp_path: Path) -> None:
    """Quoted, as a table by acts, or as a class under another name."""
    file = tmp_path / "one.py"
    file.write_text(
        'from casework.checkins.acts import Submit as Handed\nA = ("announce",)\nB = {"pause_messages": 1, "revoke": 2, "note": 3}\n'
        'C = {"unseal": "a caption"}\n"""prosecute"""\n',
        encoding="utf-8",
    )
    assert _acts_named(file, {"note"}) - {"prosecute"} == {"submit", "announce", "pause_messages", "revoke"}
