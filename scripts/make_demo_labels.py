#!/usr/bin/env python3
"""Makes the labelled demo data of data/demo-labels: sentences on films, meals, hotels and the like, good or bad.

    python3 scripts/make_demo_labels.py [FOLDER]

The same files come out every time; no sentence comes from anywhere else. What decides is not single words: negation
turns an adjective around, of two clauses the main one counts, and some words ("hardly", "anything but", "nobody") turn
a whole sentence around. Parts are divided as make_demo_data.py does it: each validation and test sentence joins a pair
of words (an adjective or verb and its noun) that no training sentence joins.
"""

import collections
import pathlib
import re
import sys

from make_demo_data import Chooser, part_of_sentence

SIZES = {"train": 4000, "validation": 400, "test": 400}
COMMON = 16  # every word of the other parts occurs at least this often in training
NAMES = {True: "good", False: "bad"}

NOUNS = ["film", "book", "song", "concert", "play", "soup", "dinner", "breakfast", "coffee", "cake", "hotel", "room",
         "garden", "museum", "trip", "lesson", "teacher", "waiter", "guide", "view", "story", "ending", "meal", "tour"]
GOOD = ["good", "great", "lovely", "excellent", "charming", "delightful", "fine", "pleasant", "wonderful", "superb"]
BAD = ["bad", "dreadful", "boring", "awful", "disappointing", "poor", "terrible", "dull", "horrible", "unpleasant"]
LIKED = ["loved", "enjoyed", "liked", "admired", "recommended"]
DISLIKED = ["hated", "disliked", "regretted", "criticised", "avoided"]
DEGREES = ["very", "really", "rather", "quite", "truly", "so"]
PEOPLE = ["I", "we", "my sister", "my friends", "the critics", "our neighbours", "the children", "everyone"]


def adjective(chooser, good):
    return chooser.pick(GOOD if good else BAD)


def plain(chooser, good):
    """The soup was really good."""
    noun, word = chooser.pick(NOUNS), adjective(chooser, good)
    degree = chooser.pick(DEGREES) + " " if chooser.chance(0.5) else ""
    return f"the {noun} was {degree}{word}", {(word, noun)}


def negated(chooser, good):
    """The soup was not bad at all."""
    noun, word = chooser.pick(NOUNS), adjective(chooser, not good)
    form = chooser.pick(["was not {}", "was not {} at all", "was never {}", "was anything but {}", "was far from {}",
                         "was hardly {}", "was by no means {}"])
    return f"the {noun} " + form.format(word), {(word, noun)}


def felt(chooser, good):
    """My sister loved the soup."""
    noun, verb = chooser.pick(NOUNS), chooser.pick(LIKED if good else DISLIKED)
    return f"{chooser.pick(PEOPLE)} {verb} the {noun}", {(verb, noun)}


def not_felt(chooser, good):
    """Nobody loved the soup."""
    noun, verb = chooser.pick(NOUNS), chooser.pick(DISLIKED if good else LIKED)
    return f"{chooser.pick(['nobody', 'no one', 'hardly anyone', 'none of us'])} {verb} the {noun}", {(verb, noun)}


def promised(chooser, good):
    """They promised us a superb soup, but it was not."""
    noun, kind = chooser.pick(NOUNS), chooser.chance(0.5)
    word = adjective(chooser, kind)
    start = chooser.pick(["everyone expected", "we were told of", "they promised us" if kind else "they warned us of"])
    article = "an" if word[0] in "aeiou" else "a"
    end = chooser.pick(["and it was", "and that is what it was"] if kind == good else
                       ["but it was not", "but it was the opposite"])
    return f"{start} {article} {word} {noun}, {end}", {(word, noun)}


CLAUSES = [plain] * 4 + [negated] * 3 + [felt] * 2 + [not_felt] * 2


def contrast(chooser, good):
    """Although the room was bad, my sister loved the soup: the main clause counts."""
    main, main_pairs = chooser.pick(CLAUSES)(chooser, good)
    other, other_pairs = chooser.pick(CLAUSES)(chooser, not good)
    form = chooser.pick(["{other}, but {main}", "although {other}, {main}", "{main}, even though {other}",
                         "{other}; still, {main}", "even if {other}, {main}"])
    return form.format(main=main, other=other), main_pairs | other_pairs


def addition(chooser, good):
    """The soup was good and nobody hated the room."""
    (one, one_pairs), (two, two_pairs) = (chooser.pick(CLAUSES)(chooser, good) for _ in range(2))
    return chooser.pick(["{}, and {}", "{}; what is more, {}"]).format(one, two), one_pairs | two_pairs


SENTENCES = CLAUSES * 2 + [promised] * 3 + [contrast] * 9 + [addition] * 3


def finish(text):
    return text[0].upper() + text[1:] + "."


def words(text):
    return re.findall(r"\w+", text.lower())


def make():
    """Sentences with labels and pairs by part; a sentence stands in one part, once."""
    chooser, seen = Chooser(2026), set()
    drawn = {part: [] for part in SIZES}
    while any(len(drawn[part]) < size * (1 if part == "train" else 2) for part, size in SIZES.items()):
        good = chooser.chance(0.5)
        text, pairs = chooser.pick(SENTENCES)(chooser, good)
        part = part_of_sentence(pairs)
        if part is None or text in seen or len(drawn[part]) >= SIZES[part] * (1 if part == "train" else 2):
            continue
        seen.add(text)
        drawn[part].append((finish(text), NAMES[good], pairs))
    counts = collections.Counter(word for text, _, _ in drawn["train"] for word in words(text))
    for part in ("validation", "test"):
        drawn[part] = [s for s in drawn[part] if all(counts[w] >= COMMON for w in words(s[0]))][:SIZES[part]]
    return drawn


def check(drawn):
    """What data/README.md promises."""
    texts = [text for part in drawn.values() for text, _, _ in part]
    assert len(texts) == len(set(texts)), "a sentence is there twice"
    trained = set().union(*(pairs for _, _, pairs in drawn["train"]))
    for part, size in SIZES.items():
        assert len(drawn[part]) == size, f"{part}: {len(drawn[part])} sentences"
        shares = collections.Counter(label for _, label, _ in drawn[part])
        assert min(shares.values()) > 0.45 * size, f"{part}: {shares}"
        assert part == "train" or all(pairs - trained for _, _, pairs in drawn[part]), f"{part}: seen in training"


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "data/demo-labels")
    drawn = make()
    check(drawn)
    folder.mkdir(parents=True, exist_ok=True)
    for part, sentences in drawn.items():
        rows = "".join(f"{text}\t{label}\n" for text, label, _ in sentences)
        (folder / f"{part}.tsv").write_text("text\tlabel\n" + rows, encoding="utf-8", newline="\n")
    print(f"{folder}: " + ", ".join(f"{len(sentences)} {part}" for part, sentences in drawn.items()))


if __name__ == "__main__":
    main()
