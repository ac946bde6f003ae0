"""Makes tests/parity/bert: a tiny BERT with random weights, and what transformers and PyTorch compute with it.

    python scripts/parity/bert_fixture.py        (needs torch, transformers, safetensors)

Everything is computed in double on weights that are exact in fp32, so one fixture serves both precisions: all hidden states,
the pooled output, the loss of hidden tokens and of the relation of two texts, the gradient of every parameter, and ten losses
of AdamW.
"""
import json
import os
import shutil

import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertForPreTraining

OUT = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "parity", "bert")
V, B, T = 29, 3, 8

torch.manual_seed(11)
config = BertConfig(
    vocab_size=V, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, intermediate_size=24, hidden_act="gelu",
    hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, max_position_embeddings=12, type_vocab_size=2, pad_token_id=0)
model = BertForPreTraining(config)
with torch.no_grad():
    for name, p in model.named_parameters():
        p.copy_(torch.randn_like(p) * 0.3 + (1.0 if "LayerNorm.weight" in name else 0.0))
shutil.rmtree(OUT, ignore_errors=True)
model.save_pretrained(OUT)
model = model.double().eval()

ids = torch.randint(5, V, (B, T))
lengths = torch.tensor([8, 5, 7])
first = [4, 3, 7]  # of the first text with its symbols; the last row has one text only
segments = torch.zeros_like(ids)
for row, (length, end) in enumerate(zip(lengths.tolist(), first)):
    ids[row, 0], ids[row, end - 1], ids[row, length - 1], ids[row, length:] = 2, 3, 3, 0
    segments[row, end:length] = 1
places = torch.tensor([1, 2, 6, 9, 17, 20])  # b T + t
targets = torch.randint(5, V, (len(places),))
relations = torch.tensor([0, 1, 0])
ids.view(-1)[places[:4]] = 4
labels = torch.full((B * T,), -100).scatter(0, places, targets).view(B, T)
mask = (torch.arange(T)[None] < lengths[:, None]).long()


def forward():
    return model(input_ids=ids, attention_mask=mask, token_type_ids=segments, labels=labels, next_sentence_label=relations)


out = forward()
out.loss.backward()
inner = model.bert(input_ids=ids, attention_mask=mask, token_type_ids=segments, output_hidden_states=True)
tensors = {"ids": ids, "lengths": lengths, "segments": segments, "places": places, "targets": targets, "relations": relations,
           "pooled": inner.pooler_output.detach(), "loss": out.loss.detach().reshape(1),
           "token_logits": out.prediction_logits.detach().flatten(0, 1)[places],
           "relation_logits": out.seq_relationship_logits.detach()}
for number, state in enumerate(inner.hidden_states):
    tensors[f"hidden.{number}"] = state.detach()
for name, p in model.named_parameters():
    tensors["gradient." + name] = p.grad.clone()

decayed = [p for p in model.parameters() if p.dim() > 1]
plain = [p for p in model.parameters() if p.dim() <= 1]
optimizer = torch.optim.AdamW([dict(params=decayed, weight_decay=0.1), dict(params=plain, weight_decay=0.0)], lr=1e-2,
                              betas=(0.9, 0.98), eps=1e-9)
losses = []
for _ in range(10):
    optimizer.zero_grad()
    loss = forward().loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    losses.append(loss.item())
tensors["losses"] = torch.tensor(losses, dtype=torch.float64)
save_file({k: v.contiguous() for k, v in tensors.items()}, os.path.join(OUT, "expected.safetensors"))
print(json.dumps({"loss": tensors["loss"].item(), "losses": losses}))
