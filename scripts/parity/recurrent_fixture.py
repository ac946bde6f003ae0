"""Makes tests/parity/gru and tests/parity/bahdanau: tiny recurrent models with random weights, and what PyTorch computes.

    python scripts/parity/recurrent_fixture.py        (needs torch, safetensors)

The reference is built of nn.Embedding, nn.GRU (over packed sequences) and nn.Linear. Everything is computed in double on
weights that are exact in fp32, so one fixture serves both precisions: logits and loss (label smoothing 0.1 over the classes
without <pad>), the gradient of every parameter, and ten losses of AdamW.
"""
import json
import os
import shutil

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

TESTS = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "parity")
SOURCE_SIZE, TARGET_SIZE, E, H, LAYERS = 19, 23, 6, 8, 2
PAD, BOS, EOS = 1, 2, 3


class Reference(nn.Module):
    def __init__(self, attends):
        super().__init__()
        self.source = nn.Embedding(SOURCE_SIZE, E, padding_idx=PAD)
        self.target = nn.Embedding(TARGET_SIZE, E, padding_idx=PAD)
        self.encoder = nn.GRU(E, H, LAYERS, batch_first=True)
        self.decoder = nn.GRU(E + H, H, LAYERS, batch_first=True)
        self.head = nn.Linear(H, TARGET_SIZE)
        if attends:
            self.q, self.k, self.v = nn.Linear(H, H, False), nn.Linear(H, H, False), nn.Linear(H, 1, False)
        self.attends = attends

    def context(self, state, outputs, lengths):
        if not self.attends:
            return self.last_top
        scores = self.v(torch.tanh(self.q(state[-1]).unsqueeze(1) + self.k(outputs))).squeeze(-1)
        hidden = torch.arange(outputs.shape[1])[None] >= lengths[:, None]
        return (scores.masked_fill(hidden, float("-inf")).softmax(-1).unsqueeze(1) @ outputs).squeeze(1)

    def forward(self, source, lengths, inputs):
        packed = nn.utils.rnn.pack_padded_sequence(self.source(source), lengths, batch_first=True, enforce_sorted=False)
        outputs, state = self.encoder(packed)
        outputs, _ = nn.utils.rnn.pad_packed_sequence(outputs, batch_first=True)
        self.last_top = state[-1]
        logits = []
        for x in self.target(inputs).unbind(1):
            y, state = self.decoder(torch.cat([x, self.context(state, outputs, lengths)], -1).unsqueeze(1), state)
            logits.append(self.head(y.squeeze(1)))
        return torch.stack(logits, 1)

    def stored(self, of):
        """What `of` gives for each parameter, under the names of a model folder."""
        tensors = {"encoder_embed_tokens.weight": of(self.source.weight), "decoder_embed_tokens.weight": of(self.target.weight),
                   "lm_head.weight": of(self.head.weight), "lm_head.bias": of(self.head.bias)}
        for side, gru in (("encoder", self.encoder), ("decoder", self.decoder)):
            for layer in range(LAYERS):
                for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
                    tensors[f"{side}.layers.{layer}.{kind}"] = of(getattr(gru, f"{kind}_l{layer}"))
        both = tensors["decoder.layers.0.weight_ih"]
        tensors["decoder.layers.0.weight_ih"], tensors["context_proj.weight"] = both[:, :E], both[:, E:]
        if self.attends:
            for name in ("q", "k", "v"):
                tensors[f"attention.{name}_proj.weight"] = of(getattr(self, name).weight)
        return {name: tensor.clone().contiguous() for name, tensor in tensors.items()}


def make_batch():
    source = torch.randint(4, SOURCE_SIZE, (3, 7))
    lengths = torch.tensor([7, 4, 2])
    targets = torch.randint(4, TARGET_SIZE, (3, 5))
    for row, (s, t) in enumerate(zip(lengths.tolist(), [5, 3, 4])):
        source[row, s - 1], source[row, s:] = EOS, PAD
        targets[row, t - 1], targets[row, t:] = EOS, -100
    inputs = torch.full_like(targets, BOS)
    inputs[:, 1:] = targets[:, :-1].masked_fill(targets[:, :-1] < 0, PAD)
    return source, lengths, inputs, targets


def make(name, attends):
    out = os.path.join(TESTS, name)
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    model = Reference(attends)
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(torch.randn_like(p) * 0.4)
        model.source.weight[PAD].zero_()
        model.target.weight[PAD].zero_()
    save_file(model.stored(lambda p: p.detach()), os.path.join(out, "model.safetensors"), metadata={"format": "pt"})
    config = dict(model_type="attend_" + name, embedding_size=E, hidden_size=H, num_hidden_layers=LAYERS, dropout=0.0,
                  max_length=16, vocab_size=SOURCE_SIZE, decoder_vocab_size=TARGET_SIZE, pad_token_id=PAD,
                  decoder_start_token_id=BOS, eos_token_id=EOS,
                  attend=dict(source_pad_token_id=PAD, source_eos_token_id=EOS))
    with open(os.path.join(out, "config.json"), "w") as file:
        file.write(json.dumps(config, indent=2) + "\n")

    model = model.double()
    source, lengths, inputs, targets = make_batch()
    classes = [c for c in range(TARGET_SIZE) if c != PAD]
    place = torch.full((TARGET_SIZE,), -100)
    place[classes] = torch.arange(len(classes))

    def loss_of(logits):
        wanted = torch.where(targets < 0, -100, place[targets.clamp_min(0)])
        return F.cross_entropy(logits[..., classes].flatten(0, 1), wanted.flatten(), ignore_index=-100, label_smoothing=0.1,
                               reduction="sum")

    logits = model(source, lengths, inputs)
    loss = loss_of(logits)
    loss.backward()
    tensors = dict(source=source, lengths=lengths, inputs=inputs, targets=targets, logits=logits.detach(),
                   loss=loss.detach().reshape(1))
    tensors |= {"gradient." + key: value for key, value in model.stored(lambda p: p.grad).items()}
    count = int((targets >= 0).sum())
    optimizer = torch.optim.AdamW([dict(params=[p for p in model.parameters() if p.dim() > 1], weight_decay=0.1),
                                   dict(params=[p for p in model.parameters() if p.dim() <= 1], weight_decay=0.0)],
                                  lr=1e-2, betas=(0.9, 0.98), eps=1e-9)
    losses = []
    for _ in range(10):
        optimizer.zero_grad()
        loss = loss_of(model(source, lengths, inputs)) / count
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    tensors["losses"] = torch.tensor(losses, dtype=torch.float64)
    save_file({k: v.contiguous() for k, v in tensors.items()}, os.path.join(out, "expected.safetensors"))
    print(json.dumps({"model": name, "loss": tensors["loss"].item(), "losses": losses}))


torch.manual_seed(11)
make("gru", attends=False)
make("bahdanau", attends=True)
