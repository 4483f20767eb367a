"""Markdown becomes HTML that is safe to show, at a cost in proportion to its length."""

import re
from functools import partial
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.binding.markdown import html_of
from tests.steps import steps_of

LONGEST = 5000  # of a description in the contract
_ELEMENTS = {
    "p",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "code",
    "em",
    "strong",
    "a",
}


class Seen(HTMLParser):
    """What a browser would find in HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_what_people_write_is_shown() -> None:
    text = "# 长桌午餐\n\nBring **gloves** and *water*:\n\n- one\n- two\n\n3. three\n\n> said\n\n`x < y`"
    assert html_of(text) == (
        "<h1>长桌午餐</h1>\n<p>Bring <strong>gloves</strong> and <em>water</em>:</p>\n"
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        '<ol start="3">\n<li>three</li>\n</ol>\n'
        "<blockquote>\n<p>said</p>\n</blockquote>\n<p><code>x &lt; y</code></p>\n"
    )
    assert html_of("[us](https://example.org/a?b=c 'title')") == (
        '<p><a href="https://example.org/a?b=c" title="title" rel="nofollow noopener noreferrer">us</a></p>\n'
    )
    for address in ("mailto:a@example.org", "tel:+8610"):
        assert f'href="{address}"' in html_of(f"[call]({address})")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://tracker.example/who.gif)",
    "<javascript:alert(1)>",
    '[x](https://e.example/"onmouseover="alert(1))',
    "[x](https://e.example 'a\" onclick=\"alert(1)')",
    "[x]: javascript:alert(1)\n\n[x]",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '```"><script>alert(1)</script>\nx\n```',
    "`<img src=x onerror=alert(1)>`",
    "<iframe src=//e.example></iframe><base href=//e.example>",
    "<p style=position:fixed onload=alert(1) class=x id=y>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)\\</script>",
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_nothing_runs_and_nothing_is_loaded(markdown: str) -> None:
    seen = Seen(html_of(markdown))
    assert seen.elements <= _ELEMENTS
    for name, value in seen.attributes:
        assert name in ("href", "title", "start", "rel")
        if name == "href":
            assert re.match("(https?|mailto|tel):", value or "")


_PIECES = st.sampled_from([*HOSTILE, "<", ">", '"', "'", "[", "](", ")", "`", "\n", "*", "&#", "x"])


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_no_mixture_of_them_does_either(markdown: str) -> None:
    seen = Seen(html_of(markdown))
    assert seen.elements <= _ELEMENTS
    assert {name for name, _ in seen.attributes} <= {"href", "title", "start", "rel"}


BOMBS = {
    "brackets": "[",
    "images": "![",
    "links": "[a](",
    "links in angles": "[](<",
    "emphasis": "*a**b",
    "emphasis of both kinds": "*a_",
    "quotes": "> ",
    "lists": "- ",
    "numbers": "1. ",
    "ticks": "`a",
    "angles": "<",
    "entities": "&#1;",
    "backslashes": "\\",
    "lines": "a\n",
    "items": "- a\n",
    "headings": "a\n=\n",
    "fences": "```\n",
    "references": "[a]: b\n[a] ",
}


@pytest.mark.parametrize("piece", BOMBS.values(), ids=BOMBS.keys())
def test_time_and_space_grow_with_the_length(piece: str) -> None:
    few, many = (piece * (size // len(piece)) for size in (LONGEST // 4, LONGEST))
    short, long = (steps_of(partial(html_of.__wrapped__, text)) for text in (few, many))
    assert long < 8 * short + 20_000  # four times as long; by the square it would be 16 times
    assert len(html_of(many)) < 8 * LONGEST
