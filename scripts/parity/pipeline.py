#!/usr/bin/env python3
"""How fast the text-classification pipeline of transformers predicts: one JSON line.

    python scripts/parity/pipeline.py --model FOLDER --input FILE.tsv --batch 32 [--threads 2] [--repeat 3]

Texts are the first column of FILE. The model is loaded before; the fastest time counts, as in `attend bench predict`.
"""
import argparse
import json
import resource
import time

import torch
from transformers import pipeline


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--input", required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with open(options.input, encoding="utf-8") as file:
        texts = [line.rstrip("\n").split("\t")[0] for line in file]
    predict = pipeline("text-classification", model=options.model, device="cpu", top_k=None)
    best = float("inf")
    for _ in range(options.repeat):
        begin = time.time()
        predict(texts, batch_size=options.batch)
        best = min(best, time.time() - begin)
    print(json.dumps({"tool": "transformers pipeline", "batch": options.batch, "sentences_per_s": len(texts) / best,
                      "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


if __name__ == "__main__":
    main()
