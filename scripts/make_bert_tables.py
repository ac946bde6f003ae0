#!/usr/bin/env python3
"""Writes src/tokenizers/bert_tables.inl: what BERT's normaliser and pre-tokeniser do with each code point.

    pip install tokenizers==0.23.3
    python3 scripts/make_bert_tables.py

The tables are measured, not taken from a Unicode version: each code point is given to the package's steps one by one.
That matters because the package's parts follow different and partly old versions, and published models were trained
with them. Of two marks on a letter, the order is measured against marks whose combining class never changes.
"""

import pathlib
import unicodedata

import tokenizers
from tokenizers.normalizers import NFD, BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

OUTPUT = pathlib.Path(__file__).resolve().parents[1] / "src/tokenizers/bert_tables.inl"
SYLLABLES = range(0xAC00, 0xD7A4)  # Hangul: taken apart by arithmetic
OVERLAY = "\u0334"  # a mark of class 1, the lowest
POINTS = [point for point in range(0x110000) if not 0xD800 <= point < 0xE000]
WIDTH = 110

HEADER = """// Written by scripts/make_bert_tables.py from the behaviour of tokenizers {version}. Do not edit.
// Ranges are {{first, last}}; both belong to the range.
// clang-format off
"""


def step(**chosen):
    off = {"clean_text": False, "handle_chinese_chars": False, "strip_accents": False, "lowercase": False}
    return BertNormalizer(**(off | chosen)).normalize_str


def changes(function, points=POINTS):
    """{point: what it becomes} where that is not the point itself."""
    results = {point: function(chr(point)) for point in points}
    return {point: text for point, text in results.items() if text != chr(point)}


def ranges(points):
    result = []
    for point in sorted(points):
        if result and result[-1][1] == point - 1:
            result[-1][1] = point
        else:
            result.append([point, point])
    return result


def combining_classes():
    """{point: class} of the points that NFD moves past others, and of those whose first part it moves."""
    nfd = NFD().normalize_str

    def goes_first(a, b):
        """Whether `b`, written after `a`, comes to stand before it."""
        return a != b and nfd("x" + a + b)[1] == b

    marks = {}  # one plain mark of each class, of those that the package knows
    for point in POINTS:
        mark, order = chr(point), unicodedata.combining(chr(point))
        if order == 1 or (order > 1 and nfd(mark) == mark and goes_first(mark, OVERLAY)):
            marks.setdefault(order, mark)

    lowest, highest = marks[min(marks)], marks[max(marks)]
    classes = {}
    for point in POINTS:
        first = nfd(chr(point))[0]
        if first == lowest or goes_first(first, lowest) or goes_first(highest, first):
            below = [order for order, mark in marks.items() if mark == first or not goes_first(mark, first)]
            classes[point] = max(below)
    return classes


def runs(mapping):
    """[first, last, stride, to first]: equal distances of the points and of what they become."""
    result = []
    for point, to in sorted(mapping.items()):
        if result:
            first, last, stride, target = result[-1]
            gap = point - last
            if gap <= 2 and stride in (0, gap) and to - target == point - first:
                result[-1] = [first, point, gap, target]
                continue
        result.append([point, point, 0, to])
    return [[first, last, stride or 1, target] for first, last, stride, target in result]


def table(doc, kind, name, entries):
    lines, line = [f"\n/// {doc}", f"constexpr {kind} {name}[] = {{"], "   "
    for entry in entries:
        text = "{" + ", ".join(f"0x{number:x}" for number in entry) + "}"
        if len(line) + len(text) + 2 > WIDTH:
            lines.append(line)
            line = "   "
        line += f" {text},"
    return "\n".join([*lines, line, "};", ""])


def main():
    cleaned = changes(step(clean_text=True))
    spaces = [point for point in POINTS if cleaned.get(point, chr(point)) == " "]
    spaced = changes(step(handle_chinese_chars=True))
    stripped = changes(step(strip_accents=True), [point for point in POINTS if point not in SYLLABLES])
    lowered = changes(step(lowercase=True))
    # What a point of this list becomes besides: the first part has a list of its own.
    assert [point for point, text in lowered.items() if len(text) > 1] == [0x130]
    assert all(text == f" {chr(point)} " for point, text in spaced.items())
    split = BertPreTokenizer().pre_tokenize_str
    alone = [point for point in POINTS if len(split(f"a{chr(point)}a")) == 3]
    parts = {point: text for point, text in stripped.items() if len(text) > 1}

    pieces = [
        HEADER.format(version=tokenizers.__version__),
        table("Taken out of the text: control and format characters, private use.", "Range", "cleaned",
              ranges(point for point, text in cleaned.items() if text == "")),
        table("White space.", "Range", "spaces", ranges(spaces)),
        table("Ideographs, each a word of its own.", "Range", "ideographs", ranges(spaced)),
        table("Punctuation, each a word of its own.", "Range", "punctuation", ranges(alone)),
        table("Lower case: from the first to the last point in steps of the third number, to the fourth and on.",
              "Run", "lower_case", runs({point: ord(text[0]) for point, text in lowered.items()})),
        table("Accents, left out where accents are stripped.", "Range", "accents",
              ranges(point for point, text in stripped.items() if text == "")),
        table("What is left of a character without its accents.", "Pair", "bases",
              [[point, ord(text)] for point, text in stripped.items() if len(text) == 1]),
        table("Characters that are taken apart into several, which stay.", "Parts", "several",
              [[point, *map(ord, text), *[0] * (3 - len(text))] for point, text in parts.items()]),
        table("Marks and their combining class, by which marks after a letter are sorted.", "Order", "orders",
              order_ranges(combining_classes())),
    ]
    OUTPUT.write_text("".join(pieces), encoding="utf-8")


def order_ranges(classes):
    result = []
    for point, order in sorted(classes.items()):
        if result and result[-1][1] == point - 1 and result[-1][2] == order:
            result[-1][1] = point
        else:
            result.append([point, point, order])
    return result


if __name__ == "__main__":
    main()
