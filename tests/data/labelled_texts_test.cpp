#include "attend/data/labelled_texts.h"

#include "example_wordpiece.h"
#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/config/load.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class LabelledTextsTest : public testing::Test {
 protected:
  // The section "data" of a configuration, with paths resolved.
  TableDataOptions options(const std::string& json) const {
    auto loaded = load(table_data_schema(), json, "data");
    resolve_paths(loaded.value, folder.path(), loaded.problems);
    check_files(loaded.value, DataParts::all, loaded.problems);
    loaded.problems.throw_if_any();
    return loaded.value;
  }
  LabelledTexts load_train(const TableDataOptions& options) const {
    return load_labelled_texts(options.train, options, test::example_wordpiece(),
                               TokenCache(folder / "cache"));
  }

  test::TempFolder folder;
};

std::vector<int32_t> column(const TokenStore& store, int64_t example, int64_t number) {
  const auto ids = store.ids(example, number);
  return {ids.begin(), ids.end()};
}

TEST_F(LabelledTextsTest, KeepIdsAndLabelsOfSingleTexts) {
  folder.write("a.tsv", "the cats\tgood\nsleep\tbad\n\nin paris\tgood\n");
  const auto options = this->options(R"({"train": {"files": "a.tsv"}, "columns": {"text": 1, "label": 2}})");
  const auto texts = load_train(options);
  ASSERT_EQ(texts.store.size(), 3);
  EXPECT_THAT(column(texts.store, 0, 0), ElementsAre(2, 5, 6, 7, 3));
  EXPECT_THAT(column(texts.store, 2, 1), ElementsAre(4, 0));
  EXPECT_THAT(texts.labels, ElementsAre(WrittenLabel{"good", (folder / "a.tsv").string() + ", line 1"},
                                        WrittenLabel{"bad", (folder / "a.tsv").string() + ", line 2"}));
  EXPECT_FALSE(texts.reused);
  const auto again = load_train(options);
  EXPECT_TRUE(again.reused);
  EXPECT_EQ(again.labels, texts.labels);
}

TEST_F(LabelledTextsTest, ReadPairsByNameFromSeveralFilesAndParts) {
  folder.write("a.csv", "id,label,one,two\n1,yes,\"the cat, in\",sleep\n2,no,cats,the\n");
  folder.write("b.csv", "id,label,one,two\n3,no,in paris,where?\n4,yes,cats,cats\n");
  const auto texts = load_train(options(
      R"({"train": {"files": ["a.csv", "b.csv"], "skip": 1, "limit": 2}, "header": true, "max_length": 6,
          "columns": {"text": "one", "text_pair": "two", "label": "label"}})"));
  ASSERT_EQ(texts.store.size(), 2);
  EXPECT_THAT(column(texts.store, 0, 0), ElementsAre(2, 6, 7, 3, 5, 3));
  EXPECT_THAT(column(texts.store, 0, 1), ElementsAre(4, 0));
  EXPECT_THAT(column(texts.store, 1, 0), ElementsAre(2, 10, 3, 12, 13, 3));
  EXPECT_EQ(texts.truncated, 1);
}

TEST_F(LabelledTextsTest, WhatIsAskedForIsInTheKey) {
  folder.write("a.tsv", "the cats sleep\tgood\n");
  const std::string columns = R"("columns": {"text": 1, "label": 2}})";
  const auto first = options(R"({"train": {"files": "a.tsv"}, )" + columns);
  load_train(first);
  for (const std::string change : {R"("max_length": 5, )", R"("format": "tsv", )"}) {
    EXPECT_FALSE(load_train(options(R"({"train": {"files": "a.tsv"}, )" + change + columns)).reused)
        << change;
  }
  EXPECT_TRUE(load_train(first).reused);
  folder.write("a.tsv", "the cats sleep\tbad\n");
  EXPECT_FALSE(load_train(first).reused);
}

TEST_F(LabelledTextsTest, MistakesNameTheirPlace) {
  folder.write("a.tsv", "name\tlabel\nthe cats\tgood\n");
  EXPECT_THAT(test::error_of([&] { options(R"({"train": {"files": "none.tsv"}})"); }),
              AllOf(HasSubstr("none.tsv"), HasSubstr("columns.text"), HasSubstr("columns.label")));
  const char* wrong =
      R"({"train": {"files": "a.tsv"}, "header": true, "columns": {"text": "nome", "label": "label"}})";
  EXPECT_THAT(test::error_of([&] { options(wrong); }),
              AllOf(HasSubstr("a.tsv, line 1"), HasSubstr("did you mean \"name\"?")));
  EXPECT_THAT(test::error_of(
                  [&] { options(R"({"train": {"files": "a.tsv"}, "columns": {"text": 1, "label": 3}})"); }),
              HasSubstr("a.tsv, line 1"));
  folder.write("b.tsv", "the cats\tgood\nsleep\n");  // the first row is looked at with the configuration
  const auto short_row = options(R"({"train": {"files": "b.tsv"}, "columns": {"text": 1, "label": 2}})");
  EXPECT_THAT(test::error_of([&] { load_train(short_row); }), HasSubstr("b.tsv, line 2"));
  const auto nothing =
      options(R"({"train": {"files": "a.tsv", "skip": 5}, "columns": {"text": 1, "label": 2}})");
  EXPECT_THAT(test::error_of([&] { load_train(nothing); }), HasSubstr("no example"));
  EXPECT_FALSE(std::filesystem::exists(folder / "cache" / "tokens-0"));
}

TEST_F(LabelledTextsTest, GiveTheirTextsForAVocabulary) {
  folder.write("a.tsv", "the\tcats\tgood\nsleep\tin\tbad\n");
  const auto options =
      this->options(R"({"train": {"files": "a.tsv"}, "columns": {"text": 1, "text_pair": 2, "label": 3}})");
  const auto lines = texts_of(options.train, options);
  std::string all;
  for (std::string line; lines(line);) all += line + "|";
  EXPECT_EQ(all, "the|cats|sleep|in|");
}

}  // namespace
}  // namespace attend
