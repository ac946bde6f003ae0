"""What scripts/growth lets grow, what is expected of each, and why it ends where it does.

The reasons are written by hand: read them beside the new tables after each measurement.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "growth"
CONFIG = ROOT / "configs" / "multi30k-de-en.json"
SENTENCES = 512  # to decode, at most


@dataclass
class Series:
    name: str
    title: str
    axis: str  # what grows
    values: list
    command: Callable  # words from a value
    expectation: str  # constant: a; line: a + b x; share: a + b / x
    setting: str  # what stays the same
    bound: str  # why this is expected
    why: str  # why it ends where it does


def shown(command, options):
    """A command as a reader can repeat it, with names in place of this machine's folders."""
    text = " ".join(str(word) for word in command)
    for path, name in {options.data: "DATA", options.run: "RUN", f"{ROOT}/": ""}.items():
        text = text.replace(path, name)
    return text


def updates_for(batch_tokens):
    """Fewer of large batches: `attend bench train` makes four more for the phases."""
    return max(2, min(24, 2 + 8192 // batch_tokens))


def training_series(options):
    multi30k = Path(options.data) / "multi30k"
    threads = ["--threads", options.threads] if options.threads else []

    def training(batch_tokens, *sets, data=multi30k, updates=None):
        sets = [f"data.dir={data}", f"data.cache={WORK / 'cache'}", f"training.batch_tokens={batch_tokens}", *sets]
        words = [word for item in sets for word in ("--set", item)]
        return [options.attend, "bench", "train", CONFIG, *words, "--updates", updates or updates_for(batch_tokens), *threads]

    def of_length(tokens):
        return training(4096, "data.max_length=1024", "model.max_position_embeddings=1024", data=WORK / f"length-{tokens}")

    def of_vocabulary(size):
        return training(2048, f"tokenizer.vocab_size={size}", updates=4)

    def of_layers(count):
        return training(2048, f"model.encoder_layers={count}", f"model.decoder_layers={count}", updates=4)

    return [
        Series("batch", "Training: batch", "batch tokens", [256, 512, 1024, 2048, 4096, 8192, 16384], training, "constant",
               "Multi30k's sentences, batches by length",
               "The work of a token does not depend on how many others are in the batch: the time of an update is in proportion "
               "to its tokens.",
               "Small batches pay for what an update does once, whatever its size: the optimizer goes over every weight, its "
               "moments and the moving average, from memory (its share stands in the table); and products of a few hundred rows "
               "are too small for their threads, and prepare the same weights for fewer rows. In large ones activations, which "
               "grow with the batch until the backward pass has used them, leave the caches; logits do not count there, as they "
               "exist for 16 MB of rows at a time."),
        Series("length", "Training: length", "target tokens a sentence", [8, 16, 32, 64, 128, 256, 512], of_length, "line",
               "batches of 4,096 tokens; Multi30k's words in their order, cut into stretches of one length, the source's in "
               "proportion",
               "Everything but attention is done a token at a time, and in attention a token looks at all others of its sentence: "
               "a constant and a multiple of the length.",
               "The multiple is small beside the constant until sentences have hundreds of tokens, as two products with the keys "
               "and values stand beside a layer's weights. Short sentences lie above the line because the same tokens are "
               "more sentences: attention is a product for each head of each sentence, and one of a few rows fills no panel of "
               "the processor's. Attention goes by blocks, whose scores stay in the caches, so long sentences should keep to the "
               "line, and lie below it only as far as causal blocks are left out."),
        Series("vocabulary", "Training: vocabulary", "pieces", [1000, 2000, 4000, 8000, 16000, 32000], of_vocabulary, "line",
               "batches of 2,048 tokens, SentencePiece's BPE, one table for embeddings and projection",
               "The projection and the softmax have a column for each piece, and the optimizer a row of the table; the layers do "
               "not know of the vocabulary.",
               "Logits exist for 16 MB of rows at a time, which are the fewer the more pieces there are (about 4,200 "
               "rows of 1,000 pieces, 130 of 32,000), and for each such chunk the table and its gradient come from memory again: that traffic a "
               "token grows with the square of the vocabulary, and shows in the share of the loss once the table, 1 kB a piece, "
               "is larger than the caches. The optimizer's part, a row for each piece an update, is in proportion as long as "
               "updates have the same tokens."),
        Series("layers", "Training: layers", "layers on each side", [1, 2, 3, 4, 6, 8, 12], of_layers, "line",
               "batches of 2,048 tokens, as many encoder as decoder layers",
               "Each layer does the same. What remains without any is embeddings, the projection to the vocabulary, the loss and "
               "their part of the optimizer.",
               "Nothing in a layer depends on how many there are. Only memory could bend the line: each layer's activations wait "
               "for the backward pass, so that those of the first layers have left the caches by then, and with one layer they "
               "have not."),
    ]


def decoding_series(options):
    threads = ["--threads", options.threads] if options.threads else []
    text = f"the first {SENTENCES} lines of `{shown([options.input], options)}`"

    def decoding(*flags):
        return [options.attend, "bench", "decode", options.run, "--input", WORK / "decode.txt", "--repeats", "1", *flags, *threads]

    return [
        Series("decoding-batch", "Decoding: batch", "sentences a batch", [1, 2, 4, 8, 16, 32, 64, 128],
               lambda size: decoding("--batch-size", size), "share", f"greedy search; {text}",
               "A step of the decoder costs something by itself, for its calls and for reading every weight, and something for "
               "each sentence: the time of a step is a straight line over the batch, and the sentences share what it begins with.",
               "A product of few rows costs as much as one that fills its panel of rows, so the line is a stair at small batches; "
               "the encoder takes sentences of one length together, and small batches hold few of them. In the largest batches "
               "the last steps have few rows again, as finished sentences leave; and as each thread has a batch of its own, one "
               "is done before the other where there are few."),
        Series("decoding-beam", "Decoding: beam", "hypotheses", [1, 2, 4, 5, 8, 16],
               lambda size: decoding("--beam-size", size), "line", f"sentences a batch as the model's folder says; {text}",
               "Every hypothesis goes through the decoder and the projection; the encoder and what a step costs by itself are "
               "shared by the beam.",
               "Of k hypotheses a sentence each brings 2k candidates, and choosing among them grows with the square of k: the share "
               "of the search in the table. Greedy search ends with its first end symbol, while a beam goes on until as many "
               "hypotheses as it is wide have ended, which can put greedy search below the line."),
    ]


def all_series(options):
    return training_series(options) + decoding_series(options)
