#include "attend/io/safetensors.h"

#include <cstring>
#include <filesystem>

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"
#include "attend/core/file.h"

namespace attend {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A file of the given header and as many zero bytes of data.
std::string file_of(const std::string& header, size_t data) {
  const uint64_t length = header.size();
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &length, 8);
  return bytes + header + std::string(data, '\0');
}

SafetensorsHeader parse(const std::string& file) {
  return parse_safetensors_header(std::as_bytes(std::span(file)), "weights.safetensors");
}

/// What the error about `file` says; a test fails where there is none.
std::string refusal(const std::string& file) {
  return test::error_of([&] { parse(file); });
}

TEST(Safetensors, ReadsNamesTypesShapesAndPlaces) {
  const SafetensorsHeader header =
      parse(file_of(R"({"__metadata__":{"format":"pt"},)"
                    R"("b":{"dtype":"BF16","shape":[2,3],"data_offsets":[8,20]},)"
                    R"("a":{"dtype":"I64","shape":[],"data_offsets":[0,8]},)"
                    R"("none":{"dtype":"F32","shape":[0,7],"data_offsets":[20,20]}} )",
                    20));
  ASSERT_EQ(header.tensors.size(), 3);
  EXPECT_EQ(header.tensors[0].name, "a");
  EXPECT_EQ(header.tensors[0].type, StoredType::I64);
  EXPECT_THAT(header.tensors[0].shape, ElementsAre());
  EXPECT_EQ(header.tensors[1].name, "b");
  EXPECT_EQ(header.tensors[1].type, StoredType::BF16);
  EXPECT_THAT(header.tensors[1].shape, ElementsAre(2, 3));
  EXPECT_EQ(header.tensors[1].begin, 8);
  EXPECT_EQ(header.tensors[1].end, 20);
  EXPECT_EQ(header.tensors[2].name, "none");
  EXPECT_THAT(header.metadata, ElementsAre(testing::Pair("format", "pt")));
}

TEST(Safetensors, AFileWithoutTensorsIsWhole) { EXPECT_TRUE(parse(file_of("{}", 0)).tensors.empty()); }

TEST(Safetensors, KnowsEveryType) {
  const std::vector<std::pair<std::string, size_t>> types = {{"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2},
                                                             {"I64", 8}, {"I32", 4}, {"I16", 2}, {"I8", 1},
                                                             {"U8", 1},  {"BOOL", 1}};
  for (const auto& [name, size] : types) {
    const std::string header = R"({"t":{"dtype":")" + name + R"(","shape":[3],"data_offsets":[0,)" +
                               std::to_string(3 * size) + "]}}";
    const StoredTensor tensor = parse(file_of(header, 3 * size)).tensors.at(0);
    EXPECT_EQ(type_name(tensor.type), name);
    EXPECT_EQ(element_size(tensor.type), size);
  }
}

struct Hostile {
  std::string name;
  std::string file;
  std::string message;  // a part of the error
};

void PrintTo(const Hostile& hostile, std::ostream* out) { *out << hostile.name; }

/// A file of one tensor "t" whose entry is `entry`, with `data` bytes.
std::string entry_file(const std::string& entry, size_t data) {
  return file_of("{\"t\":" + entry + "}", data);
}

std::string with_length(uint64_t length, const std::string& rest) {
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &length, 8);
  return bytes + rest;
}

const std::string whole_entry = R"({"dtype":"F32","shape":[2],"data_offsets":[0,8]})";

class HostileSafetensors : public testing::TestWithParam<Hostile> {};

TEST_P(HostileSafetensors, IsRefusedWithItsReason) {
  const std::string message = refusal(GetParam().file);
  EXPECT_THAT(message, HasSubstr("weights.safetensors"));
  EXPECT_THAT(message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Header, HostileSafetensors,
    testing::Values(
        Hostile{"Empty", "", "0 bytes"}, Hostile{"HalfALength", "\x08\0\0", "at least 8"},
        Hostile{"LengthOf2To63", with_length(1ull << 63, "{}"), "a header of 9223372036854775808 bytes"},
        Hostile{"LengthOf2To64Less1", with_length(~0ull, "{}"), "a header of 18446744073709551615 bytes"},
        Hostile{"LengthPastTheEnd", with_length(3, "{}"), "at most 2"},
        Hostile{"HeaderOver100MB", with_length(100'000'001, std::string(100'000'001, ' ')),
                "at most 100000000"},
        Hostile{"NoHeader", with_length(0, ""), "header"},
        Hostile{"NotJson", file_of("PK\x03\x04", 0), "header"},
        Hostile{"AList", file_of("[]", 0), "expected: an object"},
        Hostile{"TornJson", file_of(R"({"t":{"dtype":"F32")", 0), "header"},
        Hostile{"TextAfterJson", file_of("{} {}", 0), "header"},
        Hostile{"Comment", file_of("{} // a comment", 0), "header"},
        Hostile{"NameNotUtf8", file_of("{\"\xff\":" + whole_entry + "}", 8), "header"},
        Hostile{"NameTwice", file_of(R"({"t":)" + whole_entry + R"(,"t":)" + whole_entry + "}", 8), "header"},
        Hostile{"MetadataNotTexts", file_of(R"({"__metadata__":{"format":1}})", 0), "an object of texts"},
        Hostile{"MetadataNotAnObject", file_of(R"({"__metadata__":"pt"})", 0), "an object of texts"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Entry, HostileSafetensors,
    testing::Values(
        Hostile{"NotAnObject", entry_file("7", 8), "an object of dtype, shape and data_offsets"},
        Hostile{"NoDtype", entry_file(R"({"shape":[2],"data_offsets":[0,8]})", 8), "an object of dtype"},
        Hostile{"AKeyTooMany", entry_file(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1})", 8),
                "an object of dtype"},
        Hostile{"UnknownType", entry_file(R"({"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]})", 8),
                "dtype \"F8_E4M3\""},
        Hostile{"TypeNotAText", entry_file(R"({"dtype":3,"shape":[8],"data_offsets":[0,8]})", 8), "dtype 3"},
        Hostile{"NegativeShape", entry_file(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})", 8),
                "shape [-2]"},
        Hostile{"TwoNegativeSizes", entry_file(R"({"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]})", 8),
                "shape [-1,-2]"},
        Hostile{"FractionalShape", entry_file(R"({"dtype":"F32","shape":[2.0],"data_offsets":[0,8]})", 8),
                "shape [2.0]"},
        Hostile{"ShapeOver2To63",
                entry_file(R"({"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,8]})", 8),
                "shape [9223372036854775808]"},
        Hostile{"ProductOverflow",
                entry_file(R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]})", 0),
                "less than 2^63 bytes"},
        Hostile{"ProductOverflowBesideZero",
                entry_file(R"({"dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[0,0]})", 0),
                "less than 2^63 bytes"},
        Hostile{"BytesOverflow",
                entry_file(R"({"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]})", 0),
                "less than 2^63 bytes"},
        Hostile{"OneOffset", entry_file(R"({"dtype":"F32","shape":[2],"data_offsets":[8]})", 8),
                "data_offsets [8]"},
        Hostile{"EndBeforeBegin", entry_file(R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})", 8),
                "data_offsets [8, 0]"},
        Hostile{"NegativeOffset", entry_file(R"({"dtype":"F32","shape":[2],"data_offsets":[-8,0]})", 8),
                "data_offsets [-8,0]"},
        Hostile{"SizeOfAnotherShape", entry_file(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})", 8),
                "12 bytes for F32 [3]"}),
    [](const auto& info) { return info.param.name; });

std::string two_tensors(const std::string& first, const std::string& second) {
  return R"({"a":{"dtype":"F32","shape":[2],"data_offsets":)" + first +
         R"(},"b":{"dtype":"F32","shape":[2],"data_offsets":)" + second + "}}";
}

INSTANTIATE_TEST_SUITE_P(
    Cover, HostileSafetensors,
    testing::Values(Hostile{"Overlap", file_of(two_tensors("[0,8]", "[4,12]"), 12), "from byte 8"},
                    Hostile{"SamePlace", file_of(two_tensors("[0,8]", "[0,8]"), 8), "from byte 8"},
                    Hostile{"Gap", file_of(two_tensors("[0,8]", "[12,20]"), 20), "data from byte 12"},
                    Hostile{"GapAtTheStart", file_of(two_tensors("[4,12]", "[12,20]"), 20), "from byte 0"},
                    Hostile{"Truncated", file_of(two_tensors("[0,8]", "[8,16]"), 15), "at most 15"},
                    Hostile{"TrailingBytes", file_of(two_tensors("[0,8]", "[8,16]"), 17),
                            "found: 17 bytes of data"},
                    Hostile{"OnlyTrailingBytes", file_of("{}", 1), "found: 1 bytes of data"}),
    [](const auto& info) { return info.param.name; });

TEST(Safetensors, AnyAlteredByteOfAHeaderIsReadOrRefused) {
  const std::string whole =
      read_file(std::filesystem::path(ATTEND_SOURCE_DIR) / "tests/io/fixtures/hugging_face.safetensors");
  const size_t end = parse(whole).data_offset;
  int refused = 0;
  for (size_t i = 0; i < end; ++i) {
    for (const char byte : {'"', '9', '\xff'}) {
      std::string altered = whole;
      altered[i] = byte;
      try {
        parse(altered);
      } catch (const Error&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 1000);
}

TEST(Safetensors, ErrorsNameTheTensor) {
  EXPECT_THAT(refusal(entry_file(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})", 8)),
              HasSubstr("weights.safetensors, tensor \"t\""));
}

TEST(Safetensors, TheHeaderIsPaddedToAMultipleOfEight) {
  const std::string bytes =
      safetensors_header_bytes({{"weight", StoredType::F32, {2, 1}, 0, 8}}, {{"format", "pt"}});
  EXPECT_EQ(bytes.size() % 8, 0);
  EXPECT_THAT(bytes.substr(8), HasSubstr(R"({"__metadata__":{"format":"pt"},"weight":)"
                                         R"({"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}} )"));
  EXPECT_EQ(parse(bytes + std::string(8, '\0')).tensors.at(0).name, "weight");
}

TEST(Safetensors, OpensAFileAndGivesEachTensorItsBytes) {
  const test::TempFolder folder;
  const std::string header = two_tensors("[0,8]", "[8,16]");
  const auto path = folder.write("x.safetensors", file_of(header, 0) + "aaaaaaaabbbbbbbb");
  const SafetensorsFile file(path);
  const auto bytes = file.bytes(file.tensors().at(1));
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), "bbbbbbbb");
}

TEST(Safetensors, AMissingFileIsNamed) {
  const test::TempFolder folder;
  EXPECT_THROW(SafetensorsFile(folder / "none.safetensors"), Error);
}

}  // namespace
}  // namespace attend
