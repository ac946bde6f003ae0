#!/usr/bin/env python3
"""Makes the English-French demo data of data/demo from the grammar in scripts/demo_grammar.

    python3 scripts/make_demo_data.py [FOLDER]

The same files come out every time. Sentences are drawn from the grammar and put into a part by the word pairs that they
join, such as (red, car) or (dog, eat): some pairs belong to the validation part and some to the test part, and no
training sentence holds one of them. So each sentence of these parts has words that are common in training, in a
combination that never occurs there. Everything that is said here is checked before a file is written.
"""

import collections
import hashlib
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "demo_grammar"))

import french
import questions as ask
import statements as one
import two_clauses as two

SIZES = {"train": 7000, "validation": 300, "test": 300}
HELD_OUT = {"validation": 0.07, "test": 0.07}  # the share of the word pairs that is kept for a part
COMMON = 16  # every word of the other parts occurs at least this often in training

# Kinds of sentence and how often each is drawn.
SENTENCES = [(one.transitive, 20), (one.intransitive, 6), (one.movement, 7), (one.giving, 6), (one.liking, 4),
             (one.attribute, 8), (one.person_attribute, 4), (one.comparison, 5), (one.having, 6), (one.there_is, 5),
             (one.person_pronoun, 5), (one.age, 2), (one.feeling, 3), (one.job, 1), (one.friend, 2),
             (one.schedule, 2), (one.living, 2), (two.anaphora_object, 4), (two.anaphora_subject, 4),
             (two.because, 3), (two.relative_subject, 3), (two.relative_object, 4), (ask.yes_no, 5),
             (ask.addressed_question, 6), (ask.addressed_state, 2), (ask.addressed_statement, 4), (ask.order, 4),
             (ask.where_is, 2), (ask.circumstance, 3), (ask.who_did, 2), (ask.what, 2), (ask.which, 4),
             (ask.how_many_there, 1)]


class Chooser:
    """Draws from random.Random.random alone, the one generator that Python promises to keep as it is."""

    def __init__(self, seed):
        self.number = random.Random(seed).random

    def chance(self, probability):
        return self.number() < probability

    def pick(self, choices):
        return choices[int(self.number() * len(choices))]


def finish(text):
    """The sentence as it is written: a capital letter first, a full stop or question mark last."""
    text = text.replace(" ,", ",")
    return text[0].upper() + text[1:] + ("" if text.endswith("?") else ".")


def draw(chooser, kinds):
    """(English, French, pairs), or None where the words drawn do not fit together."""
    sentence = chooser.pick(kinds)(chooser)
    if sentence is None:
        return None
    english, french_text, pairs = sentence
    return finish(english.replace(" ?", "?")), finish(french.elide(french_text)), pairs


def part_of(pair):
    share = int.from_bytes(hashlib.sha256("|".join(pair).encode()).digest()[:4], "big") / 2**32
    for part, size in HELD_OUT.items():
        if share < size:
            return part
        share -= size
    return "train"


def part_of_sentence(pairs):
    """The one part whose held-out pairs the sentence has; None if it has pairs of two."""
    parts = {part_of(pair) for pair in pairs} - {"train"}
    return "train" if not parts else parts.pop() if len(parts) == 1 else None


def words(text):
    return re.findall(r"[\w-]+'?", text.lower())


def make():
    chooser = Chooser(2026)
    kinds = [kind for kind, weight in SENTENCES for _ in range(weight)]
    drawn = {part: [] for part in SIZES}
    translations, targets = {}, set()
    while any(len(drawn[part]) < 3 * size for part, size in SIZES.items() if part != "train") or \
            len(drawn["train"]) < SIZES["train"]:
        sentence = draw(chooser, kinds)
        if sentence is None:
            continue
        english, french_text, pairs = sentence
        assert translations.setdefault(english, french_text) == french_text, f"two translations: {english}"
        if french_text in targets:
            continue
        part = part_of_sentence(pairs)
        if part and len(drawn[part]) < (1 if part == "train" else 3) * SIZES[part]:
            targets.add(french_text)
            drawn[part].append(sentence)
    counts = collections.Counter(word for sentence in drawn["train"] for text in sentence[:2] for word in words(text))
    for part in HELD_OUT:
        common = [s for s in drawn[part] if all(counts[word] >= COMMON for text in s[:2] for word in words(text))]
        print(f"{part}: {len(common)} of {len(drawn[part])} have common words only")
        drawn[part] = common[:SIZES[part]]
    return drawn, counts


def check(drawn, counts):
    """What data/README.md promises."""
    for side in (0, 1):
        texts = [sentence[side] for part in drawn.values() for sentence in part]
        assert len(texts) == len(set(texts)), "a sentence is there twice"
    trained = set().union(*(sentence[2] for sentence in drawn["train"]))
    for part, size in SIZES.items():
        assert len(drawn[part]) == size, f"{part}: {len(drawn[part])} sentences"
        if part != "train":
            for english, french_text, pairs in drawn[part]:
                assert pairs - trained, f"seen in training: {english}"
                assert min(counts[word] for word in words(english) + words(french_text)) >= COMMON


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "data/demo")
    drawn, counts = make()
    check(drawn, counts)
    folder.mkdir(parents=True, exist_ok=True)
    for part, sentences in drawn.items():
        for side, language in enumerate(("en", "fr")):
            text = "".join(sentence[side] + "\n" for sentence in sentences)
            (folder / f"{part}.{language}").write_text(text, encoding="utf-8", newline="\n")
    print(f"{folder}: " + ", ".join(f"{len(sentences)} {part}" for part, sentences in drawn.items()))


if __name__ == "__main__":
    main()
