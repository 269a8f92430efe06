"""All that is said of an act is declared with it: no second list names it, and who asks finds it there."""

from pathlib import Path
from pkgutil import resolve_name

import casework
from casework.acting.acts.act import ACTS
from casework.acting.acts.captions import ChosenFrom, GeneratedCode, PlanChoices, ScriptOnly, get_marker
from casework.acting.hooks import HOOKS
from casework.acting.rights import OPERATIONS
from casework.shared.items.item_kinds import ITEM_KINDS
from serving.act_schemas import get_request_model
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
    assert sorted(casework.ACTS) == sorted(declared | {"acting.acts.machine"})


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
