#!/usr/bin/env python3
"""Does a translation model of attend's say the same in transformers and in CTranslate2?

    python scripts/parity/interoperability.py MODEL_FOLDER SOURCE_TEXT [--attend build/release/attend]

Needs the packages torch, transformers, sentencepiece and ctranslate2. Compares, for every line of SOURCE_TEXT:
  - the log probability that attend gives its greedy translation with that of MarianMTModel for the same symbols,
  - the greedy translations of attend, MarianMTModel.generate and CTranslate2,
  - the translations with a beam of 5 of attend and CTranslate2.
Prints one JSON object; the exit code is 1 where log probabilities differ by more than 1e-4 a symbol, a greedy
translation differs, or more than 1 in 100 of the others does.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import ctranslate2
import torch
from transformers import MarianMTModel, MarianTokenizer
from transformers.utils import logging


def attend_translations(attend, model, source, *flags):
    command = [attend, "decode", model, "--input", source, "--json", "--quiet", *flags]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def batches(items, size=50):
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]


def greedy_of_transformers(model, tokenizer, lines, limit):
    texts = []
    for part in batches(lines):
        inputs = tokenizer(part, return_tensors="pt", padding=True, truncation=True)
        ids = model.generate(**inputs, num_beams=1, do_sample=False, max_new_tokens=limit, forced_eos_token_id=None)
        texts += tokenizer.batch_decode(ids, skip_special_tokens=True)
    return texts


def log_probabilities(model, tokenizer, translations):
    """Of each best hypothesis of attend's, by MarianMTModel."""
    sums = []
    for translation in translations:
        best = translation["n_best"][0]
        pieces = best["tokens"] + (["</s>"] if best["finished"] else [])
        labels = torch.tensor([tokenizer.convert_tokens_to_ids(pieces)])
        inputs = tokenizer(translation["source"], return_tensors="pt", truncation=True)
        start = torch.full((1, 1), model.config.decoder_start_token_id)
        logits = model(**inputs, decoder_input_ids=torch.cat([start, labels[:, :-1]], 1)).logits
        logits[..., model.config.pad_token_id] = -torch.inf
        sums.append(logits.double().log_softmax(-1).gather(-1, labels[..., None]).sum().item())
    return sums


def ctranslate2_translations(folder, tokenizer, lines, beam):
    with tempfile.TemporaryDirectory() as temporary:
        converted = str(pathlib.Path(temporary) / "model")
        ctranslate2.converters.TransformersConverter(folder).convert(converted)
        translator = ctranslate2.Translator(converted, device="cpu")
        pieces = [tokenizer.convert_ids_to_tokens(tokenizer(line, truncation=True).input_ids) for line in lines]
        found = translator.translate_batch(pieces, beam_size=beam, max_decoding_length=200)
    return [
        tokenizer.decode(tokenizer.convert_tokens_to_ids(result.hypotheses[0]), skip_special_tokens=True)
        for result in found
    ]


def differing(ours, theirs):
    # A trailing space is not part of a translation: SentencePiece's decoders differ in it.
    return sum(a.strip() != b.strip() for a, b in zip(ours, theirs, strict=True))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("source")
    parser.add_argument("--attend", default="build/release/attend")
    arguments = parser.parse_args()
    logging.set_verbosity_error()
    torch.set_grad_enabled(False)

    lines = pathlib.Path(arguments.source).read_text(encoding="utf-8").splitlines()
    tokenizer = MarianTokenizer.from_pretrained(arguments.model)
    model = MarianMTModel.from_pretrained(arguments.model).eval()
    limits = ["--max-length", "200", "--max-length-factor", "0"]
    greedy = attend_translations(arguments.attend, arguments.model, arguments.source, *limits)
    beam = attend_translations(arguments.attend, arguments.model, arguments.source, "--beam-size", "5", *limits)
    ours = [translation["translation"] for translation in greedy]

    reference = log_probabilities(model, tokenizer, greedy)
    worst = max(
        abs(translation["n_best"][0]["log_probability"] - value) / (len(translation["n_best"][0]["tokens"]) + 1)
        for translation, value in zip(greedy, reference, strict=True)
    )
    report = {
        "sentences": len(lines),
        "largest_log_probability_difference_a_symbol": worst,
        "greedy_differs_from_transformers": differing(ours, greedy_of_transformers(model, tokenizer, lines, 200)),
        "greedy_differs_from_ctranslate2": differing(
            ours, ctranslate2_translations(arguments.model, tokenizer, lines, 1)
        ),
        "beam_5_differs_from_ctranslate2": differing(
            [translation["translation"] for translation in beam],
            ctranslate2_translations(arguments.model, tokenizer, lines, 5),
        ),
    }
    print(json.dumps(report, indent=2))
    greedy_differ = report["greedy_differs_from_transformers"] + report["greedy_differs_from_ctranslate2"]
    return int(worst > 1e-4 or greedy_differ > 0 or report["beam_5_differs_from_ctranslate2"] > len(lines) / 100)


if __name__ == "__main__":
    sys.exit(main())
