#include "attend/io/stored_tensors.h"

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <ATen/Functions.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"
#include "attend/io/model_folder.h"
#include "attend/io/tensors.h"

namespace attend {
namespace {

using test::TempFolder;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// A folder of two shards: "a" in one and "b", "c" in the other.
void write_shards(const TempFolder& folder) {
  write_safetensors(folder / "one.safetensors", {{"a", at::full({2}, 1.f)}});
  write_safetensors(folder / "two.safetensors", {{"b", at::full({3}, 2.f)}, {"c", at::full({1}, 3.f)}});
}

void write_index(const TempFolder& folder, const std::string& weight_map) {
  folder.write("model.safetensors.index.json",
               R"({"metadata": {"total_size": 24}, "weight_map": )" + weight_map + "}");
}

std::string open_message(const TempFolder& folder) {
  return test::error_of([&] { StoredTensors::open(folder.path()); });
}

TEST(StoredTensors, OpensAFileAndAFolder) {
  const TempFolder folder;
  write_safetensors(folder / "model.safetensors", {{"w", at::ones({2})}});
  EXPECT_THAT(StoredTensors::open(folder.path()).names(), ElementsAre("w"));
  EXPECT_THAT(StoredTensors::open(folder / "model.safetensors").names(), ElementsAre("w"));
}

TEST(StoredTensors, JoinsShards) {
  const TempFolder folder;
  write_shards(folder);
  write_index(folder, R"({"a": "one.safetensors", "b": "two.safetensors", "c": "two.safetensors"})");
  const StoredTensors tensors = StoredTensors::open(folder.path());
  EXPECT_THAT(tensors.names(), ElementsAre("a", "b", "c"));
  EXPECT_TRUE(at::equal(read_tensor(tensors, "b"), at::full({3}, 2.f)));
  EXPECT_TRUE(at::equal(read_tensor(tensors, "c"), at::full({1}, 3.f)));
}

TEST(StoredTensors, AMissingShardIsNamed) {
  const TempFolder folder;
  write_shards(folder);
  write_index(folder, R"({"a": "one.safetensors", "b": "three.safetensors"})");
  EXPECT_THAT(open_message(folder), HasSubstr("no file three.safetensors"));
}

TEST(StoredTensors, ATensorMustBeInItsShard) {
  const TempFolder folder;
  write_shards(folder);
  write_index(folder, R"({"a": "one.safetensors", "b": "one.safetensors", "c": "two.safetensors"})");
  EXPECT_THAT(open_message(folder), AllOf(HasSubstr("one.safetensors"), HasSubstr("no tensor \"b\"")));
}

TEST(StoredTensors, ShardsStayInTheFolder) {
  const TempFolder folder;
  for (const std::string name : {"../one.safetensors", "/etc/passwd", "sub/../../one.safetensors", ""}) {
    write_index(folder, R"({"a": ")" + name + R"("})");
    EXPECT_THAT(open_message(folder), HasSubstr("a name inside the folder")) << name;
  }
}

TEST(StoredTensors, AnIndexWithoutAMapIsRefused) {
  const TempFolder folder;
  folder.write("model.safetensors.index.json", R"({"weights": {}})");
  EXPECT_THAT(open_message(folder), HasSubstr("weight_map"));
  write_index(folder, R"({"a": 1})");
  EXPECT_THAT(open_message(folder), HasSubstr("1 as the shard of \"a\""));
  folder.write("model.safetensors.index.json", "[]");
  EXPECT_THAT(open_message(folder), HasSubstr("a JSON object"));
}

TEST(StoredTensors, PicklesAreRefusedWithAWordOnSafetensors) {
  for (const std::string name : {"pytorch_model.bin", "model.pt", "weights.ckpt"}) {
    const TempFolder folder;
    folder.write("config.json", "{}");
    folder.write(name, "\x80\x02");
    const auto expected = AllOf(HasSubstr(name), HasSubstr("safe_serialization=True"));
    EXPECT_THAT(open_message(folder), expected);
    EXPECT_THAT(test::error_of([&] { StoredTensors::open(folder / name); }), expected);
  }
}

TEST(StoredTensors, NoWeightsAtAllIsAnError) {
  const TempFolder folder;
  EXPECT_THAT(open_message(folder), HasSubstr("no safetensors file"));
  EXPECT_THAT(test::error_of([&] { StoredTensors::open(folder / "none"); }), HasSubstr("nothing there"));
}

TEST(StoredTensors, AnUnknownNameGetsTheNearestOne) {
  const TempFolder folder;
  write_safetensors(folder / "model.safetensors", {{"encoder.weight", at::ones({2})}});
  const StoredTensors tensors = StoredTensors::open(folder.path());
  EXPECT_THAT(test::error_of([&] { tensors.entry("encoder.wieght"); }),
              HasSubstr("there is \"encoder.weight\""));
}

TEST(ModelFolder, NeedsAFolder) {
  const TempFolder folder;
  EXPECT_THAT(test::error_of([&] { read_model_config(folder / "none"); }), HasSubstr("nothing there"));
  const auto file = folder.write("file", "x");
  EXPECT_THAT(test::error_of([&] { read_model_config(file); }), HasSubstr("not a folder"));
}

TEST(ModelFolder, NeedsAConfigWithAModelType) {
  const TempFolder folder;
  EXPECT_THAT(test::error_of([&] { read_model_config(folder.path()); }), HasSubstr("no config.json"));
  folder.write("config.json", "3");
  EXPECT_THAT(test::error_of([&] { read_model_config(folder.path()); }), HasSubstr("a JSON object"));
  folder.write("config.json", "{}");
  EXPECT_THAT(test::error_of([&] { read_model_config(folder.path()); }), HasSubstr("no model_type"));
  folder.write("config.json", R"({"model_type": 3})");
  EXPECT_THAT(test::error_of([&] { read_model_config(folder.path()); }), HasSubstr("model_type 3"));
  folder.write("config.json", R"({"model_type": "marian", "d_model": 8})");
  EXPECT_EQ(read_model_config(folder.path())["d_model"], 8);
}

}  // namespace
}  // namespace attend
