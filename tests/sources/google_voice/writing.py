from __future__ import annotations

HEAD = (
    '<?xml version="1.0" ?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head>'
    "<title>{title}</title></head>\n<body>"
)
FOOT = (
    '\n<div class="tags">Labels:\n<a rel="tag" href="http://www.google.com/voice#sms">Text</a>'
    '</div>\n<div class="deletedStatusContainer">User Deleted:\n{deleted}</div></body></html>'
)
STAMP = "2025-11-06T21:00:00.250-05:00"
MS = 1762480800250


def cite(number: str = "+12025550133", name: str = "Jonas", *, own: bool = False) -> str:
    tag, more = ("abbr", ' title=""') if own else ("span", "")
    named = f'<{tag} class="fn"{more}>{name}</{tag}>'
    return f'<cite class="sender vcard"><a class="tel" href="tel:{number}">{named}</a></cite>'


ME = cite("+12025550144", "Me", own=True)


def message(text: str = "At eight.", who: str = "", stamp: str = STAMP, more: str = "") -> str:
    return (
        f'<div class="message"><abbr class="dt" title="{stamp}">Nov 6</abbr>:\n'
        f"{who or cite()}:\n<q>{text}</q>\n{more}</div> "
    )


def page(
    *messages: str, title: str = "Me to\nJonas", deleted: str = "False", people: str = ""
) -> str:
    group = f'<div class="participants">With:\n{people}</div>' if people else ""
    inner = f'<div class="hChatLog hfeed">{group}\n{"".join(messages)}</div>\n'
    return HEAD.format(title=title) + inner + FOOT.format(deleted=deleted)


def call(
    kind: str = "missed",
    number: str = "+12025550133",
    name: str = "Jonas",
    lasted: str = "",
    more: str = "",
) -> str:
    stated = f'<abbr class="duration" title="{lasted}">(x)</abbr>' if lasted else ""
    return (
        HEAD.format(title="Call") + '<div class="haudio"><span class="fn">Call with\n</span>\n'
        f'<div class="contributor vcard">Call with\n<a class="tel" href="tel:{number}">'
        f'<span class="fn">{name}</span></a></div>\n'
        f'<abbr class="published" title="{STAMP}">Nov 6</abbr>\n{more}{stated}<br />\n'
        f'<div class="tags"><a rel="tag" href="http://www.google.com/voice#{kind}">x</a>, '
        '<a rel="tag" href="http://www.google.com/voice#inbox">x</a></div></div></body></html>'
    )
