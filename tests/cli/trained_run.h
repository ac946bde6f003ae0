#pragma once

#include "program.h"

namespace attend::test {

/// A folder with tiny.json and runs/tiny, which was trained with it: one for all tests of the process. They
/// leave these as they are.
struct TrainedRun {
  TempFolder folder;
  Outcome training;

  TrainedRun() {
    folder.write("tiny.json", tiny_config());
    folder.write("in.txt", "The cat is black.\nShe sees it.\n\nWe are not here.\n");
    training = run(folder, "train tiny.json --threads 1");
  }
};

inline const TrainedRun& trained_run() {
  static const TrainedRun trained;
  return trained;
}

}  // namespace attend::test
