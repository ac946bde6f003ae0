#!/usr/bin/env python3
"""Writes tests/reporting/fixtures/events.out.tfevents.golden with TensorBoard's own messages and record writer, and
reads it back as TensorBoard does. The test writes the same bytes.

    pip install tensorboard==2.21.0
    python3 scripts/parity/tensorboard_fixture.py          makes the fixture
    python3 scripts/parity/tensorboard_fixture.py FOLDER   prints the scalars of a run's event file
"""

import pathlib
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "tests/reporting/fixtures/events.out.tfevents.golden"
EVENTS = [
    Event(wall_time=1.5, file_version="brain.Event:2"),
    Event(
        wall_time=2.25,
        step=50,
        summary=Summary(
            value=[
                Summary.Value(tag="train/loss", simple_value=3.5),
                Summary.Value(tag="train/learning_rate", simple_value=5e-4),
            ]
        ),
    ),
    Event(wall_time=3.0, step=300, summary=Summary(value=[Summary.Value(tag="validation/bleu", simple_value=31.25)])),
]


def scalars(path):
    accumulator = EventAccumulator(str(path))
    accumulator.Reload()
    return {
        tag: [(event.step, event.value) for event in accumulator.Scalars(tag)] for tag in accumulator.Tags()["scalars"]
    }


def main():
    if len(sys.argv) > 1:
        for tag, values in scalars(sys.argv[1]).items():
            print(tag, values)
        return
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    with open(OUTPUT, "wb") as file:
        writer = RecordWriter(file)
        for event in EVENTS:
            writer.write(event.SerializeToString())
    assert scalars(OUTPUT)["train/loss"] == [(50, 3.5)], scalars(OUTPUT)
    assert scalars(OUTPUT)["validation/bleu"] == [(300, 31.25)], scalars(OUTPUT)


if __name__ == "__main__":
    main()
