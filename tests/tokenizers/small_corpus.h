#pragma once

#include <memory>
#include <string>
#include <vector>

#include "attend/tokenizers/sentencepiece_model.h"
#include "attend/tokenizers/sentencepiece_trainer.h"

namespace attend::test {

/// A few hundred different lines of two made-up languages, the same at every call.
inline std::vector<std::string> combine(const std::vector<std::string>& subjects,
                                        const std::vector<std::string>& verbs,
                                        const std::vector<std::string>& places) {
  std::vector<std::string> lines;
  for (const auto& subject : subjects) {
    for (const auto& verb : verbs) {
      for (const auto& place : places) lines.push_back(subject + ' ' + verb + ' ' + place + " .");
    }
  }
  return lines;
}

inline std::vector<std::string> german_lines() {
  return combine({"der kleine Hund", "die große Katze", "ein junger Mann", "eine ältere Frau"},
                 {"läuft", "schläft", "wartet", "spielt", "steht"},
                 {"im Garten", "am Strand", "vor dem Haus", "allein"});
}

inline std::vector<std::string> french_lines() {
  return combine({"le petit chien", "la grande chatte", "un jeune garçon", "une femme âgée"},
                 {"court", "dort", "attend", "joue", "reste"},
                 {"au jardin", "à la plage", "devant la maison", "seul"});
}

inline std::shared_ptr<const SentencePieceModel> train_small(
    const std::vector<std::string>& lines, SubwordAlgorithm algorithm = SubwordAlgorithm::bpe) {
  SentencePieceOptions options;
  options.algorithm = algorithm;
  options.vocab_size = 50;
  return std::make_shared<const SentencePieceModel>(train_sentencepiece(options, lines_of(lines)),
                                                    "a small model");
}

}  // namespace attend::test
