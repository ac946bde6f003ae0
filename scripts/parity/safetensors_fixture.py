#!/usr/bin/env python3
"""Writes tests/io/fixtures/hugging_face.safetensors with Hugging Face's writer: a tensor of every type that we read
and write, in an order that is not the file's. The test reads it, and writes the same bytes again.

    pip install torch safetensors==0.8.0
    python3 scripts/parity/safetensors_fixture.py
"""

import pathlib

import torch
from safetensors.torch import save_file

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "tests/io/fixtures/hugging_face.safetensors"
TYPES = {
    "bool": torch.bool,
    "u8": torch.uint8,
    "i8": torch.int8,
    "i16": torch.int16,
    "f16": torch.float16,
    "bf16": torch.bfloat16,
    "i32": torch.int32,
    "f32": torch.float32,
    "f64": torch.float64,
    "i64": torch.int64,
}


def main():
    tensors = {name: torch.arange(-3, 3).reshape(2, 3).to(dtype) for name, dtype in TYPES.items()}
    tensors["z.weight"] = torch.tensor([0.5])
    tensors["a.weight"] = torch.tensor(1.5)
    tensors["empty"] = torch.empty(0, 4)
    tensors['"quoted"\n\u00e9'] = torch.tensor([7], dtype=torch.uint8)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, OUTPUT, metadata={"format": "pt"})


if __name__ == "__main__":
    main()
