"""Makes tests/parity/marian: a tiny Marian model with random weights, and what transformers and PyTorch compute with it.

    python scripts/parity/marian_fixture.py        (needs torch, transformers, safetensors)

Everything is computed in double on weights that are exact in fp32, so one fixture serves both precisions: logits and loss
(label smoothing 0.1 over the classes without <pad>), the gradient of every parameter, and ten losses of AdamW.
"""
import json
import os
import shutil

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from transformers import MarianConfig, MarianMTModel

OUT = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "parity", "marian")
V, D = 23, 16
PAD = V - 1

torch.manual_seed(7)
config = MarianConfig(
    vocab_size=V, decoder_vocab_size=V, d_model=D, encoder_layers=2, decoder_layers=1, encoder_attention_heads=4,
    decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=24, activation_function="gelu", dropout=0.0,
    attention_dropout=0.0, activation_dropout=0.0, max_position_embeddings=32, scale_embedding=True,
    share_encoder_decoder_embeddings=True, tie_word_embeddings=True, pad_token_id=PAD, decoder_start_token_id=PAD,
    eos_token_id=0, forced_eos_token_id=0, bos_token_id=None)
model = MarianMTModel(config)
with torch.no_grad():
    for name, p in model.named_parameters():
        if p.requires_grad:  # the position tables are constants, and not saved
            p.copy_(torch.randn_like(p) * 0.3 + (1.0 if "layer_norm.weight" in name else 0.0))
    model.model.shared.weight[PAD].zero_()
shutil.rmtree(OUT, ignore_errors=True)
model.save_pretrained(OUT)
os.remove(os.path.join(OUT, "generation_config.json"))
model = model.double().eval()

source = torch.randint(1, PAD, (3, 7))
lengths = torch.tensor([7, 4, 2])
targets = torch.randint(1, PAD, (3, 5))
target_lengths = [5, 3, 4]
for row, (s, t) in enumerate(zip(lengths.tolist(), target_lengths)):
    source[row, s - 1], source[row, s:] = 0, PAD
    targets[row, t - 1], targets[row, t:] = 0, -100
inputs = torch.full_like(targets, PAD)
inputs[:, 1:] = targets[:, :-1].masked_fill(targets[:, :-1] < 0, PAD)
mask = (torch.arange(7)[None] < lengths[:, None]).long()


def forward():
    return model(input_ids=source, attention_mask=mask, decoder_input_ids=inputs, use_cache=False).logits


def loss_of(logits):
    return F.cross_entropy(logits[..., :PAD].flatten(0, 1), targets.flatten(), ignore_index=-100, label_smoothing=0.1,
                           reduction="sum")


logits = forward()
loss = loss_of(logits)
loss.backward()
tensors = {"source": source, "lengths": lengths, "inputs": inputs, "targets": targets, "logits": logits[..., :PAD].detach(),
           "loss": loss.detach().reshape(1)}
for name, p in model.named_parameters():
    if p.grad is not None:
        tensors["gradient." + name] = p.grad.clone()

count = int((targets >= 0).sum())
decayed = [p for p in model.parameters() if p.requires_grad and p.dim() > 1]
plain = [p for p in model.parameters() if p.requires_grad and p.dim() <= 1]
optimizer = torch.optim.AdamW([dict(params=decayed, weight_decay=0.1), dict(params=plain, weight_decay=0.0)], lr=1e-2,
                              betas=(0.9, 0.98), eps=1e-9)
losses = []
for _ in range(10):
    optimizer.zero_grad()
    loss = loss_of(forward()) / count
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    losses.append(loss.item())
tensors["losses"] = torch.tensor(losses, dtype=torch.float64)
save_file({k: v.contiguous() for k, v in tensors.items()}, os.path.join(OUT, "expected.safetensors"))
print(json.dumps({"loss": tensors["loss"].item(), "losses": losses}))
