#!/usr/bin/env python3
"""Compares the tokenizers of a Marian folder written by attend with the Python packages that read such folders.

    pip install transformers==5.23.0 sentencepiece==0.2.3 sacremoses
    python3 scripts/parity/marian_tokenizer.py FOLDER SOURCE-TEXT TARGET-TEXT [--attend build/release/attend]

Pieces of every line are compared with SentencePiece, ids and decoded text of 1,000 lines and of lines meant to break
things with transformers' MarianTokenizer. A unigram model may have two cuts of the same score; versions of
differ in which one they take, so such lines count as equal. Known difference, not compared: a text that begins with
`>>...<<` that is no language code of the vocabulary is text for attend, and one unknown token for transformers.
"""

import argparse
import pathlib
import subprocess
import sys

import sentencepiece
from transformers import MarianTokenizer

NASTY = [
    "",
    " ",
    "  two  spaces ",
    "</s>",
    "x</s>y <pad> <unk>",
    "\u6f22\u5b57 in between \u6f22",
    "\u6f22",
    "no\u00a0break\u202fspaces\u200band\ufeffmarks",
    "\u2581lower one eighth block\u2581",
    "caf\u0065\u0301 \ufb01ne \u00bd \u2460 \uff21\uff22",
    "\U0001f600 and \U0001f1e9\U0001f1ea",
    "tab\tin the text",
    "a >>fra<< in the middle",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "word" * 100,
]


def attend(arguments: argparse.Namespace, verb: str, side: str, lines: list[str], *options: str) -> list[str]:
    command = [*arguments.attend.split(), "tokenizer", verb, str(arguments.folder), "--side", side, *options]
    text = "".join(line + "\n" for line in lines)
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return done.stdout.removesuffix("\n").split("\n")


def compare(what: str, lines: list, ours: list, theirs: list) -> bool:
    wrong = [triple for triple in zip(lines, ours, theirs, strict=True) if triple[1] != triple[2]]
    print(f"{what}: {len(lines) - len(wrong)} of {len(lines)} equal")
    for line, mine, other in wrong[:5]:
        print(f"  {line!r}\n    attend: {mine!r}\n    Python: {other!r}")
    return not wrong


def is_tie(processor: sentencepiece.SentencePieceProcessor, mine: str, other: str) -> bool:
    def score(pieces: str) -> float:
        return sum(processor.get_score(processor.piece_to_id(piece)) for piece in pieces.split(" "))

    return mine.replace(" ", "") == other.replace(" ", "") and abs(score(mine) - score(other)) < 1e-4


def check_side(arguments: argparse.Namespace, tokenizer: MarianTokenizer, side: str, path: pathlib.Path) -> bool:
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    processor = sentencepiece.SentencePieceProcessor(model_file=str(arguments.folder / f"{side}.spm"))
    ours = attend(arguments, "encode", side, lines)
    theirs = [" ".join(processor.encode(line, out_type=str)) for line in lines]
    theirs = [mine if is_tie(processor, mine, other) else other for mine, other in zip(ours, theirs, strict=True)]
    same = compare(f"{side} pieces", lines, ours, theirs)

    sample = lines[:1000] + NASTY
    ids = [[int(i) for i in line.split()] for line in attend(arguments, "encode", side, sample, "--ids")]
    key = "text_target" if side == "target" else "text"
    # The last id is the end symbol, which attend leaves to the task.
    same &= compare(f"{side} ids", sample, ids, [tokenizer(**{key: line}).input_ids[:-1] for line in sample])

    decoded = attend(arguments, "decode", side, [" ".join(map(str, line)) for line in ids], "--ids")
    theirs = tokenizer.batch_decode(ids, use_source_tokenizer=side == "source")
    return same & compare(f"{side} decoding", sample, decoded, theirs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("target", type=pathlib.Path)
    parser.add_argument("--attend", default="build/release/attend", help="the program")
    arguments = parser.parse_args()
    tokenizer = MarianTokenizer.from_pretrained(arguments.folder)
    sides = [("source", arguments.source), ("target", arguments.target)]
    same = [check_side(arguments, tokenizer, side, path) for side, path in sides]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
