#!/usr/bin/env python3
"""Writes tests/metrics/fixtures/task_metrics.json: what the reference implementations say about random cases.

    pip install scikit-learn==1.9.1 scipy==1.17.1 seqeval==1.2.2
    python3 scripts/parity/task_metrics.py [--cases 12] [--output FILE]

Answers are scored by the rules of the SQuAD evaluation scripts, versions 1.1 and 2.0, restated below.
"""

import argparse
import collections
import json
import math
import pathlib
import random
import re
import string

import scipy.stats
import seqeval.metrics
import sklearn.metrics

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "tests/metrics/fixtures/task_metrics.json"
WORDS = ["the", "a", "an", "cat", "Cat", "in", "1990", "U.S.", "the-end", "caf\u00e9", "\u00c9cole", "it's", "--", "(a)", "\u2013the\u2013",
         "a_b", "\u4e2d\u6587", "\u00b2the", "\u0130stanbul", "no\u00a0break", "theatre", "e\u0301a"]


def classification(rng: random.Random) -> dict:
    labels = rng.choice([2, 2, 3, 5])
    size = rng.choice([1, 2, 5, 40])
    used = rng.sample(range(labels), rng.randint(1, labels))
    truth = [rng.choice(used) for _ in range(size)]
    predicted = [t if rng.random() < 0.6 else rng.randrange(labels) for t in truth]

    def scores(**options):
        return list(sklearn.metrics.precision_recall_fscore_support(truth, predicted, zero_division=0, **options)[:3])

    return {"labels": labels, "truth": truth, "predicted": predicted,
            "accuracy": sklearn.metrics.accuracy_score(truth, predicted),
            "label_1": [float(part[0]) for part in scores(labels=[1], average=None)],
            "macro": scores(average="macro"), "micro": scores(average="micro"),
            "mcc": sklearn.metrics.matthews_corrcoef(truth, predicted)}


def correlation(rng: random.Random) -> dict:
    size = rng.choice([2, 3, 10, 50])
    # Halves give ties; a small number on top of a large one loses digits.
    step, offset = rng.choice([(0.5, 0), (1e-9, 0), (1, 0), (0.25, 1e6)])
    x = y = [0.0]
    while len(set(x)) == 1 or len(set(y)) == 1:
        x = [offset + step * rng.randint(0, 12) for _ in range(size)]
        y = [rng.choice([a, rng.uniform(0, 5), 3.0]) for a in x]
    return {"x": x, "y": y, "pearson": float(scipy.stats.pearsonr(x, y)[0]), "spearman": float(scipy.stats.spearmanr(x, y)[0])}


def entities(rng: random.Random) -> dict:
    tags = ["O", "O", "O", "B-person", "I-person", "I-person", "B-place", "I-place", "I-creative-work", "B", "I"]
    truth = [[rng.choice(tags) for _ in range(rng.randint(1, 12))] for _ in range(rng.randint(1, 6))]
    predicted = [[t if rng.random() < 0.8 else rng.choice(tags) for t in sentence] for sentence in truth]

    def scores(average):
        functions = (seqeval.metrics.precision_score, seqeval.metrics.recall_score, seqeval.metrics.f1_score)
        values = [float(f(truth, predicted, average=average, zero_division=0)) for f in functions]
        return [0.0 if math.isnan(value) else value for value in values]  # the mean over no types; attend gives 0

    found = seqeval.metrics.sequence_labeling.get_entities(truth[0])
    return {"truth": truth, "predicted": predicted, "micro": scores("micro"), "macro": scores("macro"),
            "found": [[begin, end + 1, kind] for kind, begin, end in found]}


def normalize(text: str) -> str:
    text = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def f1(prediction: str, answer: str, version: int) -> float:
    given, wanted = normalize(prediction).split(), normalize(answer).split()
    if version == 2 and (not given or not wanted):
        return float(given == wanted)
    same = sum((collections.Counter(given) & collections.Counter(wanted)).values())
    if same == 0:
        return 0.0
    precision, recall = same / len(given), same / len(wanted)
    return 2 * precision * recall / (precision + recall)


def answer(rng: random.Random) -> dict:
    def text():
        return rng.choice([" ", "  "]).join(rng.choices(WORDS, k=rng.choice([0, 1, 1, 2, 3, 5])))

    answers = [text() for _ in range(rng.randint(1, 3))]
    prediction = rng.choice([text(), rng.choice(answers).upper(), "The " + rng.choice(answers) + "."])
    case = {"prediction": prediction, "answers": answers, "normalized": normalize(prediction)}
    for version in (1, 2):
        wanted = answers if version == 1 else [a for a in answers if normalize(a)] or [""]
        case[f"v{version}"] = [max(float(normalize(prediction) == normalize(a)) for a in wanted),
                               max(f1(prediction, a, version) for a in wanted)]
    return case


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=12, help="of each kind")
    parser.add_argument("--output", type=pathlib.Path, default=OUTPUT)
    arguments = parser.parse_args()
    rng = random.Random(1)
    kinds = {"classification": classification, "correlation": correlation, "entities": entities, "answers": answer}
    counts = {name: arguments.cases * (4 if name == "answers" else 1) for name in kinds}
    goldens = {name: [kind(rng) for _ in range(counts[name])] for name, kind in kinds.items()}
    assert not any(math.isnan(case["pearson"]) for case in goldens["correlation"])
    arguments.output.write_text(json.dumps(goldens, indent=0) + "\n", encoding="utf-8")


main()
