#!/usr/bin/env python3
"""Writes tests/metrics/fixtures/sacrebleu_goldens.json: texts of our own and what sacreBLEU says about them.

    pip install sacrebleu==2.6.0
    python3 scripts/parity/sacrebleu_goldens.py [FOLDER-WITH-MULTI30K]

With a folder, the scores of altered Multi30k references are made anew; without one, those in the file are kept.
"""

import json
import logging
import pathlib
import random
import sys

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF, TER

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "tests/metrics/fixtures/sacrebleu_goldens.json"
METRICS = {"bleu": BLEU, "chrf": CHRF, "chrf++": CHRF, "ter": TER}

# Hypothesis, references.
NASTY = [
    ("The cat sat on the mat.", ["The cat is sitting on the mat.", "On the mat sat a cat."]),
    ("the the the the the the the", ["The cat is on the mat.", "There is a cat on the mat."]),
    ("", ["Nothing came out here.", ""]),
    ("", ["", ""]),
    ("Something came out of nothing.", ["", ""]),
    ("a", ["a", "b"]),
    (".", [".", "!"]),
    ("It costs 1,000.5 euros, not 1.000,5.", ["It cost 1,000.50 euros, not 1.000,5!", "1,000.5 euros"]),
    ("In 2020. In 2021, too.", ["In 2020 . In 2021 , too .", "In 2020."]),
    (".5 and ,5 and 5. and 5,", ["0.5 and 0,5 and 5. and 5,", ".5,,5 5..5"]),
    ("3-4 co-operate - or -5, 6--7", ["3 - 4 cooperate -- or -5; 6-7", "3-4"]),
    ("He said &quot;no&quot; &amp; left &lt;b&gt;.", ["He said \"no\" & left <b>.", "&amp;quot;no&amp;lt;"]),
    ("<skipped> a well- known word", ["a well-known word", "<skipped>"]),
    ("John's dog isn't James' dog; it's the neighbours'.", ["John 's dog is not James ' dog", "It's Johns's"]),
    ("(a [b {c} d] e) ~ ^ ` | \\ / @ # * _ = + % $", ["(a [b {c} d] e)", "~^`|\\/@#*_=+%$"]),
    ("http://example.org/a?b=1&c=2 me@example.org", ["http://example.org/a?b=1&d=2", "you@example.org"]),
    ("U.S.A. and e.g. i.e., etc.", ["USA and e.g. i.e. etc...", "U. S. A."]),
    ("two  spaces\tand a tab ", ["two spaces and a tab", " two spaces  and\ta tab"]),
    ("no\u00a0break\u202fnarrow\u3000wide\u2028line\u2029end", ["no break narrow wide line end", "no\u00a0break"]),
    ("unit\x1fseparator\x1cfile\x85next", ["unit separator file next", "unit\x1fseparator"]),
    ("zero\u200bwidth soft\u00adhyphen \ufeffmark", ["zerowidth softhyphen mark", "zero\u200bwidth"]),
    ("Die Straße heißt GROẞE STRASSE.", ["Die Strasse heißt große Straße.", "die straße"]),
    ("Ärger über Öl – „schön“, sagte sie …", ["Ärger über Öl – \"schön\", sagte sie...", "»schön«"]),
    ("ΟΔΥΣΣΕΥΣ ΣΟΦΟΣ Σ ΑΣ. ΑΣ'Β 'Σ", ["οδυσσευς σοφος σ ας. ασ'β 'σ", "Οδυσσεύς"]),
    ("ΣΑΣ\u0301 ⅧΣ ⒶΣ ªΣ 1Σ", ["σας\u0301 ⅷς ⓐς ªς 1σ", "ΣΑΣ"]),
    ("İstanbul'da IŞIK ılık", ["istanbul'da ışık ılık", "i\u0307stanbul"]),
    ("ǅungla Ǆ ǆ ﬁn Ĳ ᾼ Ω", ["ǆungla ǆ ǆ fin ĳ ᾳ ω", "Ǆ"]),
    ("Cafe\u0301 nai\u0308ve", ["Café naïve", "Cafe naive"]),
    ("Il a dit : « Où est-ce ? » — Là-bas !", ["Il a dit: «Où est-ce?» – Là-bas!", "« Où »"]),
    ("¿Dónde está? ¡Aquí! N.º 5 a 1ª", ["¿Dónde esta? Aquí! Nº 5 a 1a", "¡¡¡"]),
    ("Всё хорошо, мир — это ВСЁ.", ["Всё хорошо: мир - это всё.", "Мир"]),
    ("日本語の文章。「引用」です！", ["日本語の文。「引用」でした!", "日本"]),
    ("他说：“你好”，（真的）？㈱㌔ ｡･", ["她说:\"你好\",(真的)?", "他说：「你好」"]),
    ("한국어 문장입니다.", ["한국어 문장이었습니다.", "한국 어"]),
    ("مرحبا، كيف حالك؟ ١٢٣٫٤٥", ["مرحبا كيف حالك؟ ١٢٣٫٤", "١٢٣"]),
    ("שלום עולם־גדול!", ["שלום עולם גדול!", "שלום"]),
    ("नमस्ते दुनिया। कैसे हो?", ["नमस्ते दुनिया, कैसे हो?", "नमस्ते"]),
    ("สวัสดีชาวโลก", ["สวัสดี ชาวโลก", "โลก"]),
    ("😀 👨\u200d👩\u200d👧 🇩🇪👍🏽 ok 😀😀", ["😀 👨👩👧 🇩🇪 👍 ok 😀", "😀😀😀"]),
    ("50 % ½ x² a½, ½,½ №5 §3 €5 5€ ±1 ×2", ["50% 1/2 x2 a½ , ½,½ № 5 § 3 5 €", "½½"]),
    ("'quoted' ‘single’ “double” ``latex''", ["\"quoted\" 'single' \"double\"", "‘‘’’"]),
    ("- a - b -- c --- d", ["-a -b --c ---d", "– a — b"]),
    ("a.b,c.d ,.,.,. ...,,, .a ,b", ["a . b , c . d", "... ... ..."]),
    ("line one\nline two-\nthree\n- four\rfive\n", ["line one line two-three four five", "line\none"]),
    ("one two three four five six seven eight", ["five six seven eight one two three four", "eight seven"]),
    ("a b c d e f g h i j k l m n o p", ["a b d c e f h g i k j l m o n p", "p o n m l k j i h g f e d c b a"]),
    ("x", ["a very long reference that has nothing at all to do with the single letter", "y"]),
    ("much much much longer than what was asked for, and then some more words again", ["short", "much longer"]),
]

WORDS = ("the a dog cat house tree Haus Straße été naïve мир ΛΟΓΟΣ 日本 中文。 1,000.5 3.14 2020. 5-6 it's &amp; &quot; .5 "
         "(so) [x] 😀 e\u0301 co-op , . ! ? ; : „ja“ … ½ € «oui» ١٢٣ runs sleeps sees and or not never always").split()


def sentence(rng, length):
    return " ".join(rng.choice(WORDS) for _ in range(length))


def altered(rng, text, changes):
    words = text.split(" ")
    for _ in range(changes):
        kind, place = rng.random(), rng.randrange(len(words) + 1)
        if kind < 0.25:
            words.insert(place, rng.choice(WORDS))
        elif kind < 0.5:
            del words[place:place + 1]
        elif kind < 0.75:
            words[place:place + 1] = [rng.choice(WORDS)]
        else:
            run = words[place:place + rng.randint(1, 12)]
            del words[place:place + len(run)]
            target = rng.randrange(len(words) + 1)
            words[target:target] = run
    return " ".join(words)


def random_corpus(seed, lengths, changes):
    rng = random.Random(seed)
    references = [sentence(rng, rng.choice(lengths)) for _ in range(40)]
    hypotheses = [altered(rng, text, rng.randint(0, changes)) for text in references]
    return {"hypotheses": hypotheses, "references": [references]}


def corpora():
    nasty = {"hypotheses": [hypothesis for hypothesis, _ in NASTY],
             "references": [[references[r] for _, references in NASTY] for r in range(2)]}
    first = {"hypotheses": nasty["hypotheses"], "references": nasty["references"][:1]}
    uneven = {"hypotheses": nasty["hypotheses"],
              "references": [nasty["references"][0],
                             [text if i % 3 else None for i, text in enumerate(nasty["references"][1])]]}
    rng = random.Random(4)
    shuffled = random_corpus(5, [60, 90], 0)
    shuffled = {key: value[:8] if key == "hypotheses" else [value[0][:8]] for key, value in shuffled.items()}
    shuffled["hypotheses"] = [" ".join(rng.sample(text.split(" "), len(text.split(" "))))
                              for text in shuffled["references"][0]]
    repeated = {"hypotheses": ["a b c " * 4, "w " * 3, "x y " * 40, "q " * 120],
                "references": [["c b a " * 60, "w " * 200, "y x " * 3, "q"]]}
    return {"nasty": first, "two_references": nasty, "uneven_references": uneven,
            "random": random_corpus(1, [1, 3, 8, 15, 30], 6), "long": random_corpus(2, [20, 40], 12),
            "shuffled": shuffled, "repeated": repeated}


EVERYWHERE = [("bleu", {}), ("chrf", {}), ("chrf++", {}), ("ter", {})]
OPTIONS = EVERYWHERE + [
    ("bleu", {"lowercase": True}), ("bleu", {"tokenize": "intl"}), ("bleu", {"tokenize": "intl", "lowercase": True}),
    ("bleu", {"tokenize": "char"}), ("bleu", {"tokenize": "none", "max_ngram_order": 2}),
    ("bleu", {"effective_order": True}), ("bleu", {"smooth_method": "floor"}),
    ("bleu", {"smooth_method": "floor", "smooth_value": 0.01, "effective_order": True}),
    ("bleu", {"smooth_method": "add-k"}), ("bleu", {"smooth_method": "add-k", "smooth_value": 0.5}),
    ("bleu", {"smooth_method": "none"}),
    ("chrf", {"lowercase": True, "whitespace": True}), ("chrf", {"eps_smoothing": True}),
    ("chrf", {"char_order": 4, "word_order": 1, "beta": 3}), ("chrf++", {"eps_smoothing": True, "lowercase": True}),
    ("ter", {"case_sensitive": True}), ("ter", {"normalized": True}), ("ter", {"no_punct": True}),
    ("ter", {"normalized": True, "no_punct": True, "asian_support": True}),
    ("ter", {"normalized": True, "asian_support": True, "case_sensitive": True}),
]


def make(name, options):
    return METRICS[name](**({"word_order": 2} if name == "chrf++" else {}), **options)


def score(name, options, corpus):
    metric = make(name, options)
    total = metric.corpus_score(corpus["hypotheses"], corpus["references"])
    return {"metric": name, "options": options, "score": total.score,
            "line": total.format(2, False, metric.get_signature().format())}


def score_sentences(name, options, corpus):
    metric = make(name, options)
    pairs = zip(corpus["hypotheses"], zip(*corpus["references"]))
    return [metric.sentence_score(text, [r for r in references if r is not None]).score for text, references in pairs]


def multi30k(folder):
    """References as hypotheses, after the same alteration that the test does."""
    references = (folder / "test_2016_flickr.en").read_text(encoding="utf-8").splitlines()
    hypotheses = []
    for number, line in enumerate(references):
        words = line.split(" ")
        del words[number % len(words)]
        if number % 3 == 0:
            words = words[len(words) // 2:] + words[:len(words) // 2]
        hypotheses.append(" ".join(words))
    corpus = {"hypotheses": hypotheses, "references": [references]}
    return [score(name, options, corpus) for name, options in EVERYWHERE]


def main():
    logging.disable(logging.WARNING)
    assert sacrebleu.__version__ == "2.6.0", sacrebleu.__version__
    goldens = {"made_with": "sacreBLEU " + sacrebleu.__version__, "corpora": {}}
    for name, corpus in corpora().items():
        options = OPTIONS if name in ("nasty", "two_references") else EVERYWHERE
        corpus["scores"] = [score(*pair, corpus) for pair in options]
        for entry in corpus["scores"]:
            if name != "nasty":
                entry["sentences"] = score_sentences(entry["metric"], entry["options"], corpus)
        goldens["corpora"][name] = corpus
    if len(sys.argv) > 1:
        goldens["multi30k"] = multi30k(pathlib.Path(sys.argv[1]))
    elif OUTPUT.exists():
        goldens["multi30k"] = json.loads(OUTPUT.read_text(encoding="utf-8"))["multi30k"]
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(goldens, ensure_ascii=True, indent=0) + "\n", encoding="utf-8")


main()
