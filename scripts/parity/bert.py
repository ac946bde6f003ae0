#!/usr/bin/env python3
"""Does a BERT say the same in attend and in transformers?

    ninja -C build/release attend_bert_states
    python scripts/parity/bert.py states MODEL_FOLDER TEXT [--program build/release/attend_bert_states]
    python scripts/parity/bert.py opens MODEL_FOLDER TEXT [--program ...]

Needs the packages torch, transformers and safetensors.

`states` compares the first hundred lines of TEXT: the ids, the hidden states of every layer in one padded batch, those of the
last layer line by line, and the pooled output. The exit code is 1 where ids differ or a number does by more than 1e-4.

`opens` is for a folder that attend wrote: it must open in AutoModel and AutoModelForMaskedLM (and AutoModelForPreTraining
where it says so) without a weight that is missing or left over, with states that are equal as above.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import torch
from safetensors.torch import load_file
from transformers import AutoModel, AutoModelForMaskedLM, AutoModelForPreTraining, AutoTokenizer
from transformers.utils import logging

TOLERANCE = 1e-4
LENGTH = 128


def first_lines(path, count=100):
    lines = [line.rstrip("\n") for line in open(path, encoding="utf-8")]
    return [line for line in lines if line.strip()][:count]


def states_of_attend(program, folder, lines):
    with tempfile.TemporaryDirectory() as scratch:
        text, out = os.path.join(scratch, "text"), os.path.join(scratch, "states.safetensors")
        with open(text, "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines))
        subprocess.run([program, folder, text, out], check=True)
        return load_file(out)


def difference(found, wanted):
    return (found - wanted).abs().max().item()


@torch.no_grad()
def compare_states(args, lines, model):
    ours = states_of_attend(args.program, args.folder, lines)
    tokenizer = AutoTokenizer.from_pretrained(args.folder)
    backend = tokenizer.backend_tokenizer
    backend.no_padding(), backend.no_truncation()
    encoded = [tokenizer(line, truncation=True, max_length=LENGTH)["input_ids"] for line in lines]
    batch = torch.nn.utils.rnn.pad_sequence([torch.tensor(ids) for ids in encoded], True, tokenizer.pad_token_id)
    report = {"lines": len(lines), "ids_equal": batch.shape == ours["ids"].shape and bool((batch == ours["ids"]).all())}
    mask = torch.arange(batch.shape[1])[None] < ours["lengths"][:, None]
    out = model(input_ids=batch, attention_mask=mask.long(), output_hidden_states=True)
    report["padded"] = max(difference(ours[f"padded.{n}"][mask], state[mask]) for n, state in enumerate(out.hidden_states))
    pools = "padded.pooled" in ours
    if pools:
        report["padded_pooled"] = difference(ours["padded.pooled"], out.pooler_output)
    report["alone"] = report["alone_pooled"] = 0.0
    for i, ids in enumerate(encoded):
        one = model(input_ids=torch.tensor([ids]))
        report["alone"] = max(report["alone"], difference(ours[f"alone.{i}"], one.last_hidden_state[0]))
        if pools:
            worst = difference(ours[f"alone.{i}.pooled"], one.pooler_output[0])
            report["alone_pooled"] = max(report["alone_pooled"], worst)
    numbers = [value for value in report.values() if isinstance(value, float)]
    return report, report["ids_equal"] and max(numbers) <= TOLERANCE, ours


def open_whole(auto, folder, allowed):
    """The model, and the weights that are missing or left over beside those that `allowed` begin."""
    model, info = auto.from_pretrained(folder, output_loading_info=True)
    names = [name for key in ("missing_keys", "unexpected_keys", "mismatched_keys") for name in info[key]]
    return model.eval(), [str(name) for name in names if not str(name).startswith(tuple(allowed))]


@torch.no_grad()
def compare_opened(args, lines):
    model, wrong = open_whole(AutoModel, args.folder, ["cls.", "classifier.", "qa_outputs."])
    report, good, ours = compare_states(args, lines, model)
    report["AutoModel"] = wrong
    length = int(ours["lengths"][0])
    inputs = {"input_ids": ours["ids"],
              "attention_mask": (torch.arange(ours["ids"].shape[1])[None] < ours["lengths"][:, None]).long()}
    if "tokens" in ours:
        lm, missing = open_whole(AutoModelForMaskedLM, args.folder, ["cls.seq_relationship", "bert.pooler"])
        report["tokens"] = difference(ours["tokens"], lm(**inputs).logits[0, :length])
        report["AutoModelForMaskedLM"] = missing
    if "relations" in ours:
        both, missing = open_whole(AutoModelForPreTraining, args.folder, [])
        report["relations"] = difference(ours["relations"], both(**inputs).seq_relationship_logits)
        report["AutoModelForPreTraining"] = missing
    good &= max(report.get("tokens", 0.0), report.get("relations", 0.0)) <= TOLERANCE
    return report, good and not any(value for value in report.values() if isinstance(value, list))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["states", "opens"])
    parser.add_argument("folder")
    parser.add_argument("text")
    parser.add_argument("--program", default="build/release/attend_bert_states")
    args = parser.parse_args()
    logging.set_verbosity_error()
    lines = first_lines(args.text)
    if args.what == "states":
        report, good, _ = compare_states(args, lines, AutoModel.from_pretrained(args.folder).eval())
    else:
        report, good = compare_opened(args, lines)
    print(json.dumps(report))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
