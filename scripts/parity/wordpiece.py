#!/usr/bin/env python3
"""Compares attend's WordPiece with the `tokenizers` package: ids and character offsets of every line.

    pip install tokenizers==0.23.3 transformers==5.23.0
    python3 scripts/parity/wordpiece.py compare BERT-FOLDER TEXT-OR-FOLDER... [--attend build/release/attend]
    python3 scripts/parity/wordpiece.py fixtures
    python3 scripts/parity/wordpiece.py speed BERT-FOLDER TEXT [--threads 1]

`compare` takes the given files, generated lines that are meant to break things, and every code point, under each way
of treating case and accents. `fixtures` writes what the package says about the hand-written lines to
tests/tokenizers/fixtures/wordpiece.json. `speed` says how fast the package is, in a JSON line as `attend bench tokenize` prints it.
"""

import argparse
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata

from tokenizers import BertWordPieceTokenizer, Tokenizer

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "tests/tokenizers/fixtures/wordpiece.json"
SYMBOLS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
SETTINGS = [
    {"do_lower_case": True},
    {"do_lower_case": False},
    {"do_lower_case": True, "strip_accents": False},
    {"do_lower_case": False, "strip_accents": True, "tokenize_chinese_chars": False},
]

# Lines end at a line feed, so that and NUL cannot be among the characters here.
NASTY = [
    "", " ", "  two  spaces ", "tab\tand\u00a0no\u202fbreak\u3000wide\u2028line", "a\u0085b\u000bc\u000cd\u001ce", "mid\rdle",
    "Hello, World!", "it's e.g. 3.14, isn't it?", "##ing ##", "[SEP]", "a[MASK]b [UNK][PAD] [CLS ] [ SEP]", "[mask] [sep]",
    "[[MASK]]", "caf\u00e9 na\u00efve \u00c5ngstr\u00f6m \u1ebe \u01d6", "cafe\u0301 e\u0323\u0301 e\u0301\u0323 \u0301e",
    "\u0130stanbul I\u015eIK \u0131l\u0131k", "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u03a3 \u1f88\u0345",
    "Stra\u00dfe STRA\u1e9eE \ufb01n \u01c5 \u212b \u2126", "\u4e2d\u6587 a\u4e2db \uf900\ufa0e \u3042\u30ab \U00020000\U0002f800",
    "\u4e2d\u0301 \u0301\u4e2d", "\ud55c\uad6d\uc5b4 \uac00\uac01\ud7a3", "\u1112\u1161\u11ab", "e\u00adf zero\u200bwidth\u200cjoin\u200der \ufeffmark",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea \U0001f44d\U0001f3fd \u2764\ufe0f",
    "\u0646\u0645\u0627\u0632\u060c \u0643\u0650\u062a\u064e\u0627\u0628\u061f \u05e9\u05c1\u05dc\u05d5\u05dd",
    "\u0928\u092e\u0938\u094d\u0924\u0947 \u0915\u094d\u200d\u0937 \u0995\u09cb \u0b95\u0bca", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    "\u037e \u1fef \u0387 \u2000 \u00b4 \u1fef\u0301", "\u061d\u166d\u1ac0\u09fd\u2e43",
    "\ue000\U000f0000\U0010ffff \ufffd \ufffe \u0378", "a\u302e\u0301\u1b44 a\u0301\u302e a\u0344\u302e\u0323",
    "\U0001d15e\u0323\u0334 \U0001d160 \U0001d15e\u200b\u0334\u1b44", "\u1b06\u1b44\u0323 \u1b44\u0301", "\u0f73\u0f71\u302f a\u0f73\u302e",
    "x" * 100, "x" * 101, "\u00e9" * 100 + " " + "\u00e9" * 101, "\uac00" * 34, "a\u0301" * 100, "a\u0301" * 101,
    "!!!...\u2026\u2014\u201cquoted\u201d \u00a1\u00bf\u00a7\u00b6 $+<=>^`|~ \u20ac\u00a3\u00b0", "x\u00b2 \u00bd \u2460 \u216b \uff21\uff22",
    "www.example.org/a?b=1&c=2 me@example.org", "UPPERlower CamelCase", "\U00010400\U00010428 \u13a0\uab70 \u1c90",
]


class Reference:
    """The package, with BERT's symbols found in the text as in BertTokenizerFast."""

    def __init__(self, vocab: dict[str, int], settings: dict):
        self.tokenizer = BertWordPieceTokenizer(
            vocab, lowercase=settings["do_lower_case"], strip_accents=settings.get("strip_accents"),
            handle_chinese_chars=settings.get("tokenize_chinese_chars", True))

    def encode(self, lines: list[str]) -> list:
        encoded = self.tokenizer.encode_batch(lines, add_special_tokens=False)
        return [[[i, *span] for i, span in zip(line.ids, line.offsets, strict=True)] for line in encoded]


def write_folder(folder: pathlib.Path, vocab: list[str], settings: dict) -> None:
    folder.mkdir()
    (folder / "vocab.txt").write_bytes("".join(piece + "\n" for piece in vocab).encode())
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "BertTokenizer"} | settings))


def attend_encode(arguments: argparse.Namespace, folder: pathlib.Path, lines: list[str]) -> list:
    command = [*arguments.attend.split(), "tokenizer", "encode", str(folder), "--ids", "--offsets"]
    text = "".join(line + "\n" for line in lines).encode()
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True).stdout.decode()
    return [[list(map(int, piece.replace(":", " ").replace("-", " ").split())) for piece in line.split()]
            for line in done.removesuffix("\n").split("\n")]


def compare(what: str, lines: list[str], ours: list, theirs: list) -> bool:
    wrong = [triple for triple in zip(lines, ours, theirs, strict=True) if triple[1] != triple[2]]
    print(f"{what}: {len(lines) - len(wrong)} of {len(lines)} lines equal", flush=True)
    for line, mine, other in wrong[:5]:
        print(f"  {line[:200]!a}\n    attend:     {mine[:20]}\n    tokenizers: {other[:20]}")
    return not wrong


def random_lines(count: int) -> list[str]:
    rng = random.Random(1)
    points = [chr(c) for c in range(0x20, 0x32000) if not 0xD800 <= c < 0xE000]
    marks = [c for c in points if unicodedata.combining(c) or unicodedata.category(c).startswith("M")]
    composed = [c for c in points if unicodedata.decomposition(c) and "<" not in unicodedata.decomposition(c)]
    moved = list("\u302e\u302f\u1b44\u1baa\u1bf2\ua953\ua9c0\U0001d165\U0001d166\U0001d16d\U0001d15e\U0001d161\U000111c0")
    latin = list("aeiounAEI .,'-[]#0123456789")
    symbols = [*SYMBOLS, "[MASK", "SEP]", "\u200d", "\u200b", "\ufe0f", "\u4e2d", "\uac00"]
    mixes = [(latin, 8), (latin + marks, 8), (moved + marks[:400] + ["a", "\u00e9", "\u200b"], 12), (composed + marks, 6),
             (points, 10), (symbols + latin, 10), (moved + marks, 20), ([chr(c) for c in range(0x370, 0x530)], 10)]
    lines = []
    for number in range(count):
        pool, length = mixes[number % len(mixes)]
        words = ["".join(rng.choices(pool, k=rng.randint(1, length))) for _ in range(rng.randint(1, 6))]
        lines.append(" ".join(words))
    return lines


def every_point() -> list[str]:
    points = [chr(c) for c in range(1, 0x110000) if c not in (0xA, 0xD) and not 0xD800 <= c < 0xE000]
    return ["\u00e9" + c + "b" for c in points]


def text_lines(paths: list[pathlib.Path]) -> list[str]:
    files = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*")))]
    lines = []
    for file in files:
        if file.is_file() and file.suffix in ("", ".txt", ".tsv", ".csv", ".conll", ".en", ".de", ".fr", ".json", ".jsonl", ".dat"):
            text = file.read_bytes().decode("utf-8-sig")
            lines += [line.removesuffix("\r").replace("\0", "") for line in text.removesuffix("\n").split("\n")]
    return [line.removeprefix("\ufeff") for line in lines]


def run_compare(arguments: argparse.Namespace) -> bool:
    vocab = (arguments.model / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    points = [chr(c) for c in range(0x21, 0x32000) if not 0xD800 <= c < 0xE000 and not chr(c).isspace() and c != 0x85]
    of_points = SYMBOLS + [prefix + point for prefix in ("", "##") for point in points]
    megabytes = ["x" * 1_000_000, "\u00e9\u302e" * 300_000, "a " * 500_000, "\u0301" * 500_000, "[MASK]" * 100_000]
    sets = [("files", vocab, text_lines(arguments.text)),
            ("nasty lines", of_points, NASTY), ("random lines", of_points, random_lines(arguments.random)),
            ("every code point", of_points, every_point()), ("long words", vocab, megabytes)]
    same = True
    with tempfile.TemporaryDirectory() as scratch:
        for number, settings in enumerate(SETTINGS):
            for name, pieces, lines in sets:
                folder = pathlib.Path(scratch) / f"{number}-{name.replace(' ', '-')}"
                write_folder(folder, pieces, settings)
                reference = Reference({piece: i for i, piece in enumerate(pieces)}, settings)
                same &= compare(f"{name}, {settings}", lines, attend_encode(arguments, folder, lines), reference.encode(lines))
    # The published folder as it is: tokenizer.json, with its padding and truncation set aside.
    published = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    published.no_padding()
    published.no_truncation()
    theirs = [[[i, *span] for i, span in zip(line.ids, line.offsets, strict=True)]
              for line in published.encode_batch(NASTY, add_special_tokens=False)]
    return same & compare("tokenizer.json", NASTY, attend_encode(arguments, arguments.model, NASTY), theirs)


def lengths(encoding) -> list[int]:
    return [sum(i == sequence for i in encoding.sequence_ids) for sequence in (0, 1)]


def truncated_pairs() -> list[list[int]]:
    """[first, second, room, and what is left of the first and second]"""
    tokenizer = BertWordPieceTokenizer({piece: i for i, piece in enumerate([*SYMBOLS, "a"])})
    result = []
    for room in (4, 5, 8, 9):
        tokenizer.enable_truncation(room + 3, strategy="longest_first")
        for first in (1, 2, 4, 5, 6, 12):
            for second in (1, 3, 4, 5, 7, 12):
                result.append([first, second, room, *lengths(tokenizer.encode("a " * first, "a " * second))])
    return result


def windows() -> list[list]:
    """[length, room, overlap, windows over the second sentence]"""
    tokenizer = BertWordPieceTokenizer({piece: i for i, piece in enumerate([*SYMBOLS, "a"])})
    result = []
    for length, room, overlap in ((5, 5, 2), (6, 5, 2), (8, 5, 2), (9, 5, 2), (20, 6, 0), (20, 6, 5), (21, 7, 3)):
        tokenizer.enable_truncation(room + 4, stride=overlap, strategy="only_second")
        encoding = tokenizer.encode("a", "a " * length)
        spans = []
        for part in [encoding, *encoding.overflowing]:
            places = [span for span, sequence in zip(part.offsets, part.sequence_ids, strict=True) if sequence == 1]
            spans.append([places[0][0] // 2, places[-1][0] // 2 + 1])
        result.append([length, room, overlap, spans])
    return result


def run_fixtures(_: argparse.Namespace) -> bool:
    letters = sorted({c for line in NASTY for c in unicodedata.normalize("NFD", line + line.lower() + line)
                      if not c.isspace() and unicodedata.category(c)[0] != "C"} | set("abcdefghijklmnopqrstuvwxyz"))
    words = ["hello", "world", "un", "cafe", "##ing", "##llo", "wo", "##rld"]
    vocab = SYMBOLS + words + [prefix + c for prefix in ("", "##") for c in letters]
    sets = []
    for settings in SETTINGS:
        encoded = Reference({piece: i for i, piece in enumerate(vocab)}, settings).encode(NASTY)
        sets.append({"settings": settings, "pieces": encoded})
    FIXTURES.parent.mkdir(exist_ok=True)
    with FIXTURES.open("w", encoding="utf-8") as file:
        fixtures = {"vocabulary": vocab, "lines": NASTY, "sets": sets, "pairs": truncated_pairs(), "windows": windows()}
        json.dump(fixtures, file, ensure_ascii=True, separators=(",", ":"))
        file.write("\n")
    return True


def run_speed(arguments: argparse.Namespace) -> bool:
    os.environ |= {"TOKENIZERS_PARALLELISM": "true" if arguments.threads > 1 else "false", "RAYON_NUM_THREADS": str(arguments.threads)}
    tokenizer = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    lines, seconds = text_lines([arguments.text]), []
    for _ in range(arguments.repeats):
        begin = time.time()
        tokenizer.encode_batch_fast(lines, add_special_tokens=False)
        seconds.append(time.time() - begin)
    size = sum(len(line.encode()) + 1 for line in lines)
    print(json.dumps({"tool": "tokenizers", "threads": arguments.threads, "mb_per_s": size / 1e6 / min(seconds),
                      "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True)
    compare_verb = verbs.add_parser("compare")
    compare_verb.add_argument("model", type=pathlib.Path)
    compare_verb.add_argument("text", type=pathlib.Path, nargs="*")
    compare_verb.add_argument("--attend", default="build/release/attend", help="the program")
    compare_verb.add_argument("--random", type=int, default=20_000, help="how many lines are made up")
    compare_verb.set_defaults(run=run_compare)
    verbs.add_parser("fixtures").set_defaults(run=run_fixtures)
    speed_verb = verbs.add_parser("speed")
    speed_verb.add_argument("model", type=pathlib.Path)
    speed_verb.add_argument("text", type=pathlib.Path)
    speed_verb.add_argument("--threads", type=int, default=1)
    speed_verb.add_argument("--repeats", type=int, default=5)
    speed_verb.set_defaults(run=run_speed)
    arguments = parser.parse_args()
    return 0 if arguments.run(arguments) else 1


if __name__ == "__main__":
    sys.exit(main())
