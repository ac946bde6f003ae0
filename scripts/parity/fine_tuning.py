#!/usr/bin/env python3
"""Fine-tunes BERT by attend and by the Trainer of transformers: the same weights, data, settings and seeds.

    python scripts/parity/fine_tuning.py --bert FOLDER --data DATA [--tasks sst2 cola ...] [--seeds 1 2 3]

Runs attend with configs/bert-TASK.json, then the Trainer with the settings that stand in that file, for each task and seed in turn,
and prints a table in Markdown. Each result is a line of build/fine_tuning/results.jsonl; a run whose line is there is not made
again. Both score the validation part after every epoch; the best epoch counts, as the recipes say. Time is the processor's, of one thread,
so that two of these can run side by side on two cores.

Needs the packages torch, transformers, accelerate, numpy, scipy, scikit-learn and seqeval. DATA holds the folders sst2, cola, mrpc, stsb, sick, wnut17.
"""
import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
FOLDER = os.path.join(ROOT, "build", "fine_tuning")
METRICS = {"sst2": "accuracy", "cola": "mcc", "mrpc": "f1", "stsb": "pearson", "sick": "accuracy", "wnut17": "f1"}


def measured(command, **settings):
    """Runs a command; its output, the time that processors worked for it and its largest resident memory."""
    process = subprocess.Popen(command, text=True, **settings)
    output = process.stdout.read() if process.stdout else None
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)}: ended with {os.waitstatus_to_exitcode(status)}")
    return output, {"cpu_seconds": usage.ru_utime + usage.ru_stime, "peak_rss_mb": usage.ru_maxrss // 1024}


def recipe(options, task):
    """Of a task on the command line of attend: its configuration, the data and the weights."""
    return [os.path.join(ROOT, "configs", f"bert-{task}.json"), "--set", f"data.dir={os.path.abspath(options.data)}/{task}",
            "--set", f"model.from={os.path.abspath(options.bert)}"]


def resolved(options, task):
    """The recipe with everything that attend itself adds to it."""
    shown = subprocess.run([options.attend, "config", "show", *recipe(options, task)], check=True, capture_output=True, text=True)
    return json.loads(shown.stdout)


# ---- attend

def train_attend(options, task, seed):
    run = os.path.join(FOLDER, f"{task}-{seed}")
    shutil.rmtree(run, ignore_errors=True)
    command = [options.attend, "train", *recipe(options, task), "--set", f"training.seed={seed}", "--output", run, "--quiet",
               "--threads", str(options.threads)]
    _, usage = measured(command)
    end = [json.loads(line) for line in open(os.path.join(run, "log.jsonl"))][-1]
    return {"score": end["best"][METRICS[task]]} | usage


# ---- transformers

def table_rows(path, delimiter, header, columns):
    with open(path, encoding="utf-8-sig", newline="") as file:
        quoting = csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE
        rows = list(csv.reader(file, delimiter=delimiter, quoting=quoting))
    names = rows.pop(0) if header else None
    places = [names.index(c) if header else int(c) - 1 for c in columns if c is not None]
    return [[row[place] for place in places] for row in rows]


def classification_parts(data, folder):
    columns = data["columns"]
    wanted = [columns["text"], columns.get("text_pair"), columns["label"]]

    def part(files):
        path = files["files"] if isinstance(files["files"], str) else files["files"][0]
        delimiter = "," if path.endswith(".csv") else "\t"
        rows = table_rows(os.path.join(folder, os.path.basename(path)), delimiter, data["header"], wanted)
        first, limit = files.get("skip", 0), files.get("limit", 0)
        return rows[first:first + limit if limit else None]

    return part(data["train"]), part(data["validation"])


def conll_sentences(path):
    words, tags = [], []
    for line in open(path, encoding="utf-8"):
        if line.strip():
            word, tag = line.rstrip("\n").split("\t")[:2]
            words.append(word)
            tags.append(tag)
        elif words:
            yield words, tags
            words, tags = [], []
    if words:
        yield words, tags


def encoded_texts(tokenizer, rows, number, max_length):
    texts = [row[0] for row in rows]
    pairs = [row[1] for row in rows] if len(rows[0]) == 3 else None
    encoded = tokenizer(texts, pairs, truncation=True, max_length=max_length)
    keys = list(encoded.keys())
    return [{**{key: encoded[key][i] for key in keys}, "labels": number(row[-1])} for i, row in enumerate(rows)]


def encoded_tags(tokenizer, sentences, numbers, max_length):
    """A word's tag stands at its first piece; the others are not scored."""
    examples = []
    for words, tags in sentences:
        encoded = tokenizer(words, is_split_into_words=True, truncation=True, max_length=max_length)
        places, labels = encoded.word_ids(), []
        for i, place in enumerate(places):
            first = place is not None and (i == 0 or places[i - 1] != place)
            labels.append(numbers[tags[place]] if first else -100)
        examples.append({**encoded, "labels": labels})
    return examples


def scorer(task, labels):
    import numpy as np
    from scipy.stats import pearsonr
    from seqeval.metrics import f1_score as entity_f1
    from sklearn.metrics import accuracy_score, f1_score, matthews_corrcoef

    def tagged(prediction):
        best = prediction.predictions.argmax(-1)
        seen = [row != -100 for row in prediction.label_ids]
        names = lambda numbers: [[labels[n] for n in row[keep]] for row, keep in zip(numbers, seen)]
        return entity_f1(names(prediction.label_ids), names(best))

    best = lambda prediction: np.argmax(prediction.predictions, -1)
    scores = {"accuracy": lambda p: accuracy_score(p.label_ids, best(p)), "mcc": lambda p: matthews_corrcoef(p.label_ids, best(p)),
              "pearson": lambda p: pearsonr(p.label_ids, p.predictions.squeeze(-1))[0],
              "f1": tagged if task == "wnut17" else lambda p: f1_score(p.label_ids, best(p))}
    return lambda prediction: {METRICS[task]: float(scores[METRICS[task]](prediction))}


def prepared(config, tokenizer, task, folder):
    """Examples of both parts and the names of the labels; one name for regression."""
    max_length = config["data"]["max_length"]
    if config["task"] == "token_classification":
        parts = [list(conll_sentences(os.path.join(folder, name))) for name in ("train.conll", "dev.conll")]
        labels = sorted({tag for _, tags in parts[0] for tag in tags})
        numbers = {label: i for i, label in enumerate(labels)}
        return [encoded_tags(tokenizer, part, numbers, max_length) for part in parts], labels
    parts = classification_parts(config["data"], folder)
    labels = ["score"] if task == "stsb" else sorted({row[-1] for row in parts[0]})
    number = float if task == "stsb" else labels.index
    return [encoded_texts(tokenizer, part, number, max_length) for part in parts], labels


def run_trainer(options, task, seed):
    import torch
    from transformers import (AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer,
                              DataCollatorForTokenClassification, DataCollatorWithPadding, Trainer, TrainingArguments)
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    torch.set_num_threads(options.threads)
    config = resolved(options, task)
    tokenizer = AutoTokenizer.from_pretrained(options.bert)
    (train, validation), labels = prepared(config, tokenizer, task, os.path.join(options.data, task))
    tags = config["task"] == "token_classification"
    model_class = AutoModelForTokenClassification if tags else AutoModelForSequenceClassification
    torch.manual_seed(seed)
    model = model_class.from_pretrained(options.bert, num_labels=len(labels))
    collator = (DataCollatorForTokenClassification if tags else DataCollatorWithPadding)(tokenizer)
    training = config["training"]
    arguments = TrainingArguments(
        output_dir=os.path.join(FOLDER, "trainer"), per_device_train_batch_size=training["batch_sentences"],
        per_device_eval_batch_size=training["batch_sentences"], num_train_epochs=int(training["duration"].split()[0]),
        learning_rate=training["optimizer"]["lr"], weight_decay=training["optimizer"]["weight_decay"],
        lr_scheduler_type="linear", warmup_steps=int(training["schedule"]["warmup"].split()[0]),
        max_grad_norm=training["clip_norm"], seed=seed, report_to=[], save_strategy="no", eval_strategy="epoch",
        logging_strategy="no", use_cpu=True, disable_tqdm=True)
    trainer = Trainer(model=model, args=arguments, train_dataset=train, eval_dataset=validation, data_collator=collator,
                      compute_metrics=scorer(task, labels))
    trainer.train()
    return max(entry[f"eval_{METRICS[task]}"] for entry in trainer.state.log_history if f"eval_{METRICS[task]}" in entry)


def train_transformers(options, task, seed):
    """In a process of its own, so that its imports and its memory count for it alone."""
    command = [sys.executable, __file__, "--trainer", "--tasks", task, "--seeds", str(seed), "--bert", options.bert,
               "--data", options.data, "--attend", options.attend, "--threads", str(options.threads)]
    output, usage = measured(command, stdout=subprocess.PIPE)
    return json.loads(output.splitlines()[-1]) | usage


# ---- both

TOOLS = {"attend": train_attend, "transformers": train_transformers}


def table(results, tasks):
    yield "| task | metric | attend | Trainer | CPU minutes, attend | CPU minutes, Trainer | Trainer / attend |"
    yield "|---|---|---|---|---|---|---|"
    for task in tasks:
        of = {tool: [r for r in results if r["task"] == task and r["tool"] == tool] for tool in TOOLS}
        if not all(of.values()):
            continue
        scores = {tool: [r["score"] for r in runs] for tool, runs in of.items()}
        minutes = {tool: statistics.median(r["cpu_seconds"] for r in runs) / 60 for tool, runs in of.items()}
        shown = lambda values: f"{statistics.mean(values):.4f} ({', '.join(f'{v:.4f}' for v in values)})"
        yield (f"| {task} | {METRICS[task]} | {shown(scores['attend'])} | {shown(scores['transformers'])} | "
               f"{minutes['attend']:.1f} | {minutes['transformers']:.1f} | {minutes['transformers'] / minutes['attend']:.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bert", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--tasks", nargs="+", default=list(METRICS), choices=list(METRICS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--tools", nargs="+", default=list(TOOLS), choices=list(TOOLS))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--attend", default=os.path.join(ROOT, "build", "release", "attend"))
    parser.add_argument("--trainer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.makedirs(FOLDER, exist_ok=True)
    if options.trainer:
        score = run_trainer(options, options.tasks[0], options.seeds[0])
        print(json.dumps({"score": score}))
        return
    path = os.path.join(FOLDER, "results.jsonl")
    results = [json.loads(line) for line in open(path)] if os.path.exists(path) else []
    for task in options.tasks:
        for seed in options.seeds:
            for tool in options.tools:
                key = {"task": task, "tool": tool, "seed": seed}
                if any(key.items() <= result.items() for result in results):
                    continue
                results.append(key | TOOLS[tool](options, task, seed))
                with open(path, "a", encoding="utf-8") as file:
                    file.write(json.dumps(results[-1]) + "\n")
                print(json.dumps(results[-1]), file=sys.stderr, flush=True)
    print("\n".join(table(results, options.tasks)))


if __name__ == "__main__":
    main()
