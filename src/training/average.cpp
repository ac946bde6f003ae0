#include "attend/training/average.h"

#include <map>
#include <set>
#include <string>

#include <ATen/ATen.h>

#include "attend/core/copy.h"
#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/printable.h"
#include "attend/io/checksums.h"
#include "attend/io/tensors.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

constexpr const char* operation = "averaging checkpoints";
constexpr const char* weights_file = "model.safetensors";

// What belongs to one checkpoint's training and not to the mean.
const std::set<std::string> not_copied = {weights_file, std::string(training_state_file), "state.json",
                                          std::string(checksums_file)};

void copy_other_files(const fs::path& from, const fs::path& to) {
  for (const auto& entry : fs::directory_iterator(from)) {
    const fs::path name = entry.path().filename();
    if (not_copied.contains(name.string())) continue;
    copy_entry(entry.path(), to / name);
  }
}

void require_same(const fs::path& folder, const StoredTensors& expected, const StoredTensors& found) {
  if (expected.names() != found.names()) {
    throw Error({.operation = operation,
                 .where = folder.string(),
                 .found = "tensors of other names",
                 .expected = "those of " + expected.path().string()});
  }
  for (const std::string& name : expected.names()) {
    const StoredTensor &wanted = expected.entry(name), &given = found.entry(name);
    if (wanted.type == given.type && wanted.shape == given.shape) continue;
    throw Error({.operation = operation,
                 .where = folder.string() + ", tensor " + shown_name(name),
                 .found = describe(given.type, given.shape),
                 .expected = describe(wanted.type, wanted.shape)});
  }
}

at::Tensor mean(const std::vector<StoredTensors>& sources, const std::string& name) {
  const at::Tensor last = read_tensor(sources.back(), name);
  if (!last.is_floating_point()) return last;
  at::Tensor sum = at::zeros_like(last, at::kDouble);
  for (const StoredTensors& source : sources) sum.add_(read_tensor(source, name));
  return sum.div_(static_cast<double>(sources.size())).to(last.scalar_type());
}

}  // namespace

void average_checkpoints(const std::vector<fs::path>& folders, const fs::path& output) {
  if (folders.empty())
    throw Error({.operation = operation, .found = "no checkpoint", .expected = "at least one"});
  if (fs::exists(output))
    throw UsageError({.operation = operation,
                      .where = output.string(),
                      .found = "a file or folder of that name",
                      .expected = "none",
                      .hint = "remove it, or choose another folder with --output"});
  std::vector<StoredTensors> sources;
  for (const fs::path& folder : folders) {
    (void)verify_model_checksums(folder);  // folders made elsewhere have none
    sources.push_back(StoredTensors::open(folder));
    require_same(folder, sources.front(), sources.back());
  }
  NamedTensors tensors;
  for (const std::string& name : sources.front().names()) tensors.emplace_back(name, mean(sources, name));
  AtomicFolder result(output);
  copy_other_files(folders.back(), result.staged());
  write_safetensors(result.staged() / weights_file, tensors, sources.back().files().front().metadata());
  write_checksums(result.staged());
  result.commit();
}

}  // namespace attend
