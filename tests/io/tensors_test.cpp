#include "attend/io/tensors.h"

#include <filesystem>

#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/cuda.h>
#include <torch/types.h>

#include "attend/core/error.h"
#include "attend/core/file.h"

namespace attend {
namespace {

using test::TempFolder;
using testing::ElementsAre;

std::vector<std::string> names_in_file(const std::filesystem::path& path) {
  std::vector<std::string> names;
  const SafetensorsFile file(path);
  for (const StoredTensor& tensor : file.tensors()) names.push_back(tensor.name);
  return names;
}

TEST(Tensors, EveryTypeComesBackBitByBit) {
  const TempFolder folder;
  NamedTensors written;
  for (const at::ScalarType type : {at::kDouble, at::kFloat, at::kHalf, at::kBFloat16, at::kLong, at::kInt,
                                    at::kShort, at::kChar, at::kByte, at::kBool}) {
    written.emplace_back(at::toString(type), at::arange(-3, 3).reshape({2, 3}).to(type));
  }
  write_safetensors(folder / "x.safetensors", written);
  const StoredTensors source = StoredTensors::open(folder / "x.safetensors");
  for (const auto& [name, tensor] : written) {
    const at::Tensor read = read_tensor(source, name);
    EXPECT_EQ(read.scalar_type(), tensor.scalar_type());
    EXPECT_TRUE(at::equal(read, tensor)) << name;
  }
}

// Made by scripts/parity/safetensors_fixture.py.
TEST(Tensors, HuggingFacesFileIsReadAndWrittenAgainByteForByte) {
  const auto fixture =
      std::filesystem::path(ATTEND_SOURCE_DIR) / "tests/io/fixtures/hugging_face.safetensors";
  const StoredTensors source = StoredTensors::open(fixture);
  const at::Tensor numbers = at::arange(-3, 3).reshape({2, 3});
  for (const StoredTensor& entry : source.files()[0].tensors()) {
    if (entry.shape != std::vector<int64_t>{2, 3}) continue;
    EXPECT_TRUE(at::equal(read_tensor(source, entry.name), numbers.to(scalar_type(entry.type))))
        << entry.name;
  }
  EXPECT_EQ(read_tensor(source, "\"quoted\"\n\u00e9").item<int64_t>(), 7);

  const TempFolder folder;
  write_safetensors(folder / "ours.safetensors", read_tensors(source));
  EXPECT_EQ(folder.read("ours.safetensors"), read_file(fixture));
}

TEST(Tensors, ScalarsAndEmptyTensorsComeBack) {
  const TempFolder folder;
  write_safetensors(folder / "x.safetensors", {{"scalar", at::tensor(2.5)}, {"empty", at::empty({0, 4})}});
  const StoredTensors source = StoredTensors::open(folder / "x.safetensors");
  EXPECT_EQ(read_tensor(source, "scalar").item<double>(), 2.5);
  EXPECT_THAT(read_tensor(source, "empty").sizes(), ElementsAre(0, 4));
}

TEST(Tensors, ReadMemoryIsAlignedWhereTheFileIsNot) {
  const TempFolder folder;
  write_safetensors(folder / "x.safetensors",
                    {{"a", at::ones({1})}, {"b", at::ones({1})}, {"c", at::arange(5.f)}});
  const StoredTensors source = StoredTensors::open(folder / "x.safetensors");
  for (const auto& [name, tensor] : read_tensors(source)) {
    EXPECT_EQ(reinterpret_cast<uintptr_t>(tensor.data_ptr()) % 64, 0) << name;
  }
}

TEST(Tensors, WideElementsComeFirstThenNames) {
  const TempFolder folder;
  write_safetensors(folder / "x.safetensors", {{"byte", at::ones({3}, at::kByte)},
                                               {"z", at::ones({1})},
                                               {"half", at::ones({1}, at::kHalf)},
                                               {"a", at::ones({1})},
                                               {"long", at::ones({1}, at::kLong)}});
  EXPECT_THAT(names_in_file(folder / "x.safetensors"), ElementsAre("long", "a", "z", "half", "byte"));
}

TEST(Tensors, TheBytesDependOnContentsAlone) {
  const TempFolder folder;
  const at::Tensor a = at::arange(4.f), b = at::ones({2});
  write_safetensors(folder / "one", {{"a", a}, {"b", b}});
  write_safetensors(folder / "two", {{"b", b.clone()}, {"a", a.clone()}});
  EXPECT_EQ(folder.read("one"), folder.read("two"));
}

TEST(Tensors, StridedSharedAndLearnedTensorsAreWrittenByValue) {
  const TempFolder folder;
  const at::Tensor base = at::arange(6.f).reshape({2, 3});
  const at::Tensor learned = torch::ones({2}, torch::requires_grad());
  write_safetensors(folder / "x.safetensors",
                    {{"whole", base}, {"turned", base.t()}, {"row", base[1]}, {"learned", learned}});
  const StoredTensors source = StoredTensors::open(folder / "x.safetensors");
  EXPECT_TRUE(at::equal(read_tensor(source, "turned"), base.t()));
  EXPECT_TRUE(at::equal(read_tensor(source, "row"), base[1]));
  EXPECT_TRUE(at::equal(read_tensor(source, "learned"), at::ones({2})));
}

TEST(Tensors, CudaTensorsAreBroughtHome) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no CUDA device";
  const TempFolder folder;
  write_safetensors(folder / "x.safetensors", {{"w", at::arange(4.f).to(at::kCUDA)}});
  EXPECT_TRUE(at::equal(read_tensor(StoredTensors::open(folder / "x.safetensors"), "w"), at::arange(4.f)));
}

TEST(Tensors, BadNamesAndTypesAreRefusedAndNothingIsWritten) {
  const TempFolder folder;
  const at::Tensor w = at::ones({1});
  EXPECT_THROW(write_safetensors(folder / "x", {{"w", w}, {"w", w}}), Error);
  EXPECT_THROW(write_safetensors(folder / "x", {{"\xff", w}}), Error);
  EXPECT_THROW(write_safetensors(folder / "x", {{"__metadata__", w}}), Error);
  EXPECT_THROW(write_safetensors(folder / "x", {{"w", at::ones({1}, at::kComplexFloat)}}), Error);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Tensors, MetadataIsKept) {
  const TempFolder folder;
  write_safetensors(folder / "x.safetensors", {{"w", at::ones({1})}}, {{"format", "pt"}, {"update", "7"}});
  EXPECT_EQ(SafetensorsFile(folder / "x.safetensors").metadata().at("update"), "7");
}

}  // namespace
}  // namespace attend
