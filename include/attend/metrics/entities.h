#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "attend/metrics/classification.h"

namespace attend {

/// A stretch of tokens with a type.
struct Entity {
  size_t begin = 0, end = 0;  ///< tokens [begin, end)
  std::string type;

  auto operator<=>(const Entity&) const = default;
};

/// Whether tags say where entities begin and end: all are "O", or one of B, I, E, S, L and U with "-" and a
/// type behind it, or nothing. Those of parts of speech do not.
bool are_entity_tags(const std::vector<std::string>& tags);

/// The entities of IOB2 or IOBES tags ("B-person", "I-person", "E-person", "S-person", "O"), read leniently
/// as seqeval's default mode and the CoNLL script do: a type that changes, or an I or E after an O, E or S,
/// begins an entity too. A tag without type has the type "_".
std::vector<Entity> find_entities(const std::vector<std::string>& tags);

/// Precision, recall and F1 of whole entities, as seqeval's default mode: an entity is right where its place
/// and its type are.
class EntityScores {
 public:
  /// The tags of a sentence. Throws Error where there is not one prediction for each tag.
  void add(const std::vector<std::string>& predicted, const std::vector<std::string>& tags);
  void reset();

  /// Over all entities: seqeval's precision_score, recall_score and f1_score.
  PrecisionRecall value() const;
  /// By type, of those that occur in tags or predictions.
  std::map<std::string, PrecisionRecall> by_type() const;
  /// The mean over the types.
  PrecisionRecall macro() const;

 private:
  struct Counts {
    int64_t right = 0, found = 0, wanted = 0;
  };

  std::map<std::string, Counts> counts_;
};

}  // namespace attend
