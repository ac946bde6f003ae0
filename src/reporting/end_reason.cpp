#include "attend/reporting/end_reason.h"

namespace attend {

std::string_view name(EndReason reason) {
  switch (reason) {
    case EndReason::duration_reached:
      return "duration_reached";
    case EndReason::no_improvement:
      return "no_improvement";
    case EndReason::stopped_by_signal:
      return "stopped_by_signal";
  }
  return {};
}

}  // namespace attend
