"""Texts in which nothing can be seen, and odd ones in which something can."""

# White space, fillers, format characters, and marks that have no letter to stand on.
BLANKS = [
    *"\u3000\u00a0\u200b\u3164\u2800\uffa0\u00ad\ufffc\U0001d159",
    *"\u200d\u200c\u061c\u2060\u034f\ufe0f\U000e0061",
    *"\u0301\u093e\u20e3",
    *("\u115f\u1160", "\u200e\u200f", " \t\n\u2028", "\u3000\u200b \u3164"),
]
# The blanks that people send most often.
COMMON_BLANKS = BLANKS[:5]
# Emoji joined and colored, letters younger than this Python, private characters, invisible shapers.
VISIBLE = [
    *("李", "!", "é", "Z̃", "ﷺ", "क्‍", "\U0002ebf0", "\U0001fae8", "\ue000", "\u1100\u1160"),
    *("👩‍👩‍👧", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "שלום!\u200f", "עִבְרִית"),
]
