"""What a browser calls itself, as a person would say it: a browser and a system. Versions are nobody's business."""

_BROWSERS = (
    ("micromessenger", "wechat"), ("qqbrowser", "qq"), ("ucbrowser", "uc"), ("360se", "360"), ("360ee", "360"),
    ("huaweibrowser", "huawei"), ("miuibrowser", "xiaomi"), ("opr/", "opera"), ("edg", "edge"), ("firefox", "firefox"),
    ("chrome", "chrome"), ("safari", "safari"),
)  # fmt: skip
_SYSTEMS = (
    ("harmonyos", "harmony"), ("openharmony", "harmony"), ("android", "android"), ("iphone", "ios"), ("ipad", "ios"),
    ("windows", "windows"), ("mac os", "macos"), ("linux", "linux"),
)  # fmt: skip


_PHONES = ("harmony", "android", "ios")


def is_phone(user_agent: str) -> bool:
    """Whether the browser calls itself one of a phone or a tablet."""
    return name_browser(user_agent).rpartition("/")[2] in _PHONES


def name_browser(user_agent: str) -> str:
    """Browser and system as codes, "firefox/windows"; "other" for what is not known."""
    said = user_agent.casefold()
    browser = next((name for sign, name in _BROWSERS if sign in said), "other")
    return f"{browser}/{next((name for sign, name in _SYSTEMS if sign in said), 'other')}"
