#include "attend/metrics/translation_edits.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <tuple>

namespace attend {
namespace {

constexpr size_t max_run = 10;
constexpr int64_t max_move = 50;
constexpr int64_t max_candidates = 1000;
constexpr int64_t band_width = 25;
constexpr int64_t infinite = int64_t{1} << 40;

/// A row of the edit distance's table, of which only a band around the diagonal is known.
struct Row {
  size_t first = 0;
  std::vector<int64_t> costs;

  int64_t at(size_t column) const { return column - first < costs.size() ? costs[column - first] : infinite; }
};

/// Where the words of hypothesis and reference belong together.
struct Alignment {
  std::vector<bool> hypothesis_wrong;  ///< words that are not matched by an equal one
  std::vector<bool> reference_wrong;
  std::vector<size_t>
      boundaries;  ///< [j]: words of the hypothesis up to and with those for the first j of the reference
};

/// The edit distance from hypotheses of one length to a reference, row by row (a row for each word of the
/// hypothesis).
class EditDistance {
 public:
  EditDistance(const Symbols& reference, size_t hypothesis_length)
      : reference_(reference), rows_(hypothesis_length + 1) {
    if (hypothesis_length > 0)
      slope_ = static_cast<double>(reference.size()) / static_cast<double>(hypothesis_length);
    // A steep diagonal needs a wider band for the rows' bands to overlap.
    if (band_width < slope_ / 2) band_ = static_cast<int64_t>(std::ceil(slope_ / 2 + band_width));
    for (size_t j = 0; j <= reference.size(); ++j) rows_[0].costs.push_back(static_cast<int64_t>(j));
  }

  /// The distance of `hypothesis`, whose table is kept.
  int64_t measure(const Symbols& hypothesis) {
    hypothesis_ = hypothesis;
    for (size_t i = 1; i < rows_.size(); ++i) fill(rows_[i], rows_[i - 1], i, hypothesis[i - 1]);
    return rows_.back().at(reference_.size());
  }

  /// The distance of a variant of the hypothesis measured last: the rows of the `shared` first words are
  /// reused.
  int64_t measure_variant(const Symbols& variant, size_t shared) {
    const Row* previous = &rows_[shared];
    for (size_t i = shared + 1; i < rows_.size(); ++i) {
      Row& row = variant_rows_[i % 2];
      fill(row, *previous, i, variant[i - 1]);
      previous = &row;
    }
    return previous->at(reference_.size());
  }

  /// The alignment of the hypothesis measured last; substitution goes before leaving out a word of the
  /// hypothesis, and that before leaving out one of the reference.
  Alignment align() const {
    size_t i = hypothesis_.size(), j = reference_.size();
    Alignment alignment{std::vector(i, true), std::vector(j, true), std::vector<size_t>(j + 1, 0)};
    while (i > 0 || j > 0) {
      const int64_t cost = rows_[i].at(j);
      const bool wrong = i == 0 || j == 0 || hypothesis_[i - 1] != reference_[j - 1];
      if (i > 0 && j > 0 && cost == rows_[i - 1].at(j - 1) + wrong) {
        alignment.boundaries[j] = i;
        alignment.hypothesis_wrong[--i] = wrong;
        alignment.reference_wrong[--j] = wrong;
      } else if (j == 0 || (i > 0 && cost == rows_[i - 1].at(j) + 1)) {
        --i;
      } else {
        alignment.boundaries[j--] = i;
      }
    }
    return alignment;
  }

 private:
  /// Row `i` of a hypothesis whose word i - 1 is `word`.
  void fill(Row& row, const Row& previous, size_t i, uint32_t word) const {
    const int64_t columns = static_cast<int64_t>(reference_.size()) + 1;
    const int64_t diagonal = static_cast<int64_t>(std::floor(static_cast<double>(i) * slope_));
    const int64_t first = std::max<int64_t>(0, diagonal - band_);
    const int64_t end = i + 1 == rows_.size() ? columns : std::min(columns, diagonal + band_);
    row.first = static_cast<size_t>(first);
    row.costs.resize(static_cast<size_t>(end - first));
    int64_t left = infinite;
    for (size_t c = 0; c < row.costs.size(); ++c) {
      const size_t j = row.first + c;
      int64_t cost = std::min(previous.at(j), left) + 1;
      if (j > 0) cost = std::min(cost, previous.at(j - 1) + (word != reference_[j - 1]));
      row.costs[c] = left = cost;
    }
  }

  const Symbols& reference_;
  Symbols hypothesis_;
  double slope_ = 1;
  int64_t band_ = band_width;
  std::vector<Row> rows_;
  Row variant_rows_[2];
};

/// Moves a run of words of the hypothesis.
struct Shift {
  size_t start = 0;
  size_t length = 0;
  size_t target = 0;  ///< the run goes before the word here; a target within the run moves it on by as much
};

Symbols shifted(Symbols words, const Shift& shift) {
  const auto at = [&](size_t place) {
    return words.begin() + static_cast<std::ptrdiff_t>(std::min(place, words.size()));
  };
  const size_t end = shift.start + shift.length;
  if (shift.target < shift.start) {
    std::rotate(at(shift.target), at(shift.start), at(end));
  } else {
    std::rotate(at(shift.start), at(end),
                at(shift.target > end ? shift.target : shift.target + shift.length));
  }
  return words;
}

/// The search for the shift that lowers the edit distance most.
class ShiftSearch {
 public:
  ShiftSearch(const Symbols& hypothesis, const Symbols& reference)
      : words_(hypothesis), reference_(reference), distance_(reference, hypothesis.size()) {}

  /// Shifts as long as that helps; the shifts and the edits that are left.
  int64_t run() {
    for (int64_t shifts = 0;; ++shifts) {
      edits_ = distance_.measure(words_);
      find_best();
      if (candidates_ >= max_candidates || !best_ || best_gain_ <= 0) return shifts + edits_;
      words_ = shifted(std::move(words_), *best_);
    }
  }

 private:
  void find_best() {
    best_.reset();
    alignment_ = distance_.align();
    for (size_t start = 0; start < words_.size(); ++start) {
      for (size_t place = 0; place < reference_.size(); ++place) {
        if (std::abs(static_cast<int64_t>(place) - static_cast<int64_t>(start)) > max_move) continue;
        const size_t longest = std::min({max_run, words_.size() - start, reference_.size() - place});
        for (size_t length = 1;
             length <= longest && words_[start + length - 1] == reference_[place + length - 1]; ++length) {
          if (!worth_moving(start, place, length)) continue;
          try_targets(start, place, length);
          if (candidates_ >= max_candidates) return;
        }
      }
    }
  }

  /// Both sides of an equal run must have an error, and the run must not stand where it belongs already.
  bool worth_moving(size_t start, size_t place, size_t length) const {
    const auto has_error = [length](const std::vector<bool>& wrong, size_t from) {
      const auto begin = wrong.begin() + static_cast<std::ptrdiff_t>(from);
      return std::find(begin, begin + static_cast<std::ptrdiff_t>(length), true) !=
             begin + static_cast<std::ptrdiff_t>(length);
    };
    const size_t counterpart = alignment_.boundaries[place + 1];
    return has_error(alignment_.hypothesis_wrong, start) && has_error(alignment_.reference_wrong, place) &&
           !(start < counterpart && counterpart <= start + length);
  }

  /// Measures the run at `start` moved to each boundary of its counterpart in the reference.
  void try_targets(size_t start, size_t place, size_t length) {
    std::optional<size_t> tried;
    for (size_t j = place; j <= place + length; ++j) {
      const Shift shift{start, length, alignment_.boundaries[j]};
      if (tried == shift.target) continue;
      tried = shift.target;
      ++candidates_;
      const int64_t gain =
          edits_ - distance_.measure_variant(shifted(words_, shift), std::min(start, shift.target));
      if (!best_ || is_better(gain, shift)) {
        best_ = shift;
        best_gain_ = gain;
      }
    }
  }

  /// The larger gain, then the longer run, then the earlier one, then the earlier target.
  bool is_better(int64_t gain, const Shift& shift) const {
    return std::tuple(gain, shift.length, best_->start, best_->target) >
           std::tuple(best_gain_, best_->length, shift.start, shift.target);
  }

  Symbols words_;
  const Symbols& reference_;
  EditDistance distance_;
  Alignment alignment_;
  int64_t edits_ = 0;       // without a further shift
  int64_t candidates_ = 0;  // measured so far, over all shifts
  std::optional<Shift> best_;
  int64_t best_gain_ = 0;
};

}  // namespace

int64_t translation_edits(const Symbols& hypothesis, const Symbols& reference) {
  if (reference.empty()) return static_cast<int64_t>(hypothesis.size());
  return ShiftSearch(hypothesis, reference).run();
}

}  // namespace attend
