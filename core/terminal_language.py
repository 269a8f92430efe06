"""In which language a command speaks: as asked for, the terminal's, or the installation's. One language at a time."""

from core.errors import BadInput
from core.i18n import Language, _, find_language, languages
from core.settings import Settings, TerminalLocale


def get_terminal_language(asked: str | None = None) -> Language:
    """The language that was asked for, such as "en"; else that of the terminal's locale (`LC_ALL`, `LC_MESSAGES`, `LANG`);
    else, where the terminal names none or one without a catalogue, the installation's. BadInput for one asked for that
    has no catalogue."""
    if asked is not None:
        found = find_language(asked)
        if found is None:
            raise BadInput(_("没有这种语言：{asked}。可选：{known}。", asked=asked, known=", ".join(languages())))
        return found
    return find_language(TerminalLocale().locale.replace("_", "-")) or Settings().language


def is_language_set() -> bool:
    """Return whether the terminal's locale or the installation's settings name a language."""
    return (
        find_language(TerminalLocale().locale.replace("_", "-")) is not None
        or "language" in Settings().model_fields_set
    )
