"""All that is said of an act is declared with it: no second list names it, and who asks finds it there."""

from pkgutil import resolve_name

from api.acts import form_of
from casework.acts.act import ACTS
from casework.acts.captions import Among, Chosen, MadeUp, OfAScript, mark_of
from casework.kinds import KINDS
from casework.rights import OPERATIONS
from web.acting.choices import CHOOSERS
from web.acting.fields import fields_of


def test_what_an_act_needs_can_be_asked() -> None:
    """Its open items are of kinds that there are, and a question of another module is a function there."""
    for operation in OPERATIONS.values():
        assert set(operation.needs_open) <= set(KINDS), operation.code
        for name in (operation.does, operation.ready):
            assert not isinstance(name, str) or not name or callable(resolve_name(name)), operation.code


def test_what_only_the_plan_knows_is_offered_to_choose_from() -> None:
    """Each such thing has its chooser, and some act asks for it."""
    asked = {
        mark.among for act in ACTS.values() for info in act.model_fields.values() if (mark := mark_of(info, Chosen))
    }
    assert set(CHOOSERS) == asked == set(Among)


def test_a_form_asks_each_field_as_it_is_marked() -> None:
    """What only a script says is in no form; a made-up code begins with its letter; a choice is one of the plan's."""
    for act, kind in ACTS.items():
        shown = {field.name: field for field in fields_of(act)}
        for name, info in kind.model_fields.items():
            assert not (mark_of(info, OfAScript) and name in shown), (act, name)
            if made_up := mark_of(info, MadeUp):
                assert (shown[name].control, shown[name].begins_with) == ("made_up", made_up.begins)
            if chosen := mark_of(info, Chosen):
                assert shown[name].chosen is chosen.among, (act, name)


def test_a_form_takes_as_much_text_as_its_act() -> None:
    """The bound in the form is the bound in the request's schema, also of a text that may be left out."""
    for act in ACTS:
        schema = form_of(act).model_json_schema()["properties"]
        for field in fields_of(act):
            if field.control in ("short", "long"):
                told = [schema[field.name], *schema[field.name].get("anyOf", ())]
                most = next((one["maxLength"] for one in told if "maxLength" in one), field.longest)
                assert field.longest == most, (act, field.name)
