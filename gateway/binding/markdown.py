"""Markdown as HTML that is safe to show.

The text is CommonMark. HTML in it is shown as text. What the parser makes then passes a sanitizer that knows only
the elements below, so that a mistake in one of the two does no harm.
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

# Images would tell their servers who reads. A reference could repeat a long address many times.
_PARSER = MarkdownIt("commonmark", {"html": False}).disable(["image", "reference"])
_ELEMENTS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li"),
    *("pre", "code", "em", "strong", "a"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_REMEMBERED = 256


@lru_cache(_REMEMBERED)
def html_of(markdown: str) -> str:
    """Returns a text as HTML. Takes time and space in proportion to its length, whatever it says.

    Args:
        markdown: The text in CommonMark.
    """
    return nh3.clean(
        _PARSER.render(markdown),
        tags=_ELEMENTS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
