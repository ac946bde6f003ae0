#pragma once

#include <string_view>

namespace attend {

// The style sheet of the report: fonts that every system has, light, narrow enough to read, fit to be
// printed.
constexpr std::string_view report_style = R"css(
body { margin: 0 auto; max-width: 1080px; padding: 24px 20px 60px; color: #20262d; background: #fff;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
header { display: flex; align-items: baseline; gap: 16px; border-bottom: 1px solid #dde2e7; }
h1 { font-size: 26px; margin: 0 0 8px; overflow-wrap: anywhere; } header p { margin: 0; color: #66707b; }
h2 { font-size: 19px; margin: 40px 0 12px; } h3 { font-size: 14px; margin: 20px 0 4px; }
.facts { display: flex; flex-wrap: wrap; gap: 12px 32px; margin: 20px 0; }
.facts b { display: block; font-size: 22px; font-weight: 600; } .facts span, .small, i { color: #66707b; }
.facts span, .small { font-size: 13px; } i { font-style: normal; }
.note { background: #fff7e0; border-left: 3px solid #d9a514; padding: 8px 12px; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); gap: 18px; }
svg { width: 100%; height: auto; border: 1px solid #e6eaee; border-radius: 6px; }
svg text { font-size: 11.5px; fill: #66707b; } svg text.title { font-size: 13px; font-weight: 600; fill: #20262d; }
svg .grid { stroke: #e6eaee; stroke-width: 1; }
table { border-collapse: collapse; font-size: 13.5px; }
th, td { text-align: left; padding: 3px 16px 3px 0; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 500; color: #46505a; } .numbers td { white-space: nowrap; }
.config tr.changed { background: #edf4fb; } .config tr.changed th, .config tr.changed td { color: #14365a; font-weight: 600; }
.config td { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 12.5px; }
.config th, .config td { padding: 2px 16px 2px 8px; }
article { border: 1px solid #e6eaee; border-radius: 6px; padding: 10px 14px; margin: 12px 0; }
dl { display: grid; grid-template-columns: 90px 1fr; gap: 2px 12px; margin: 0; }
dt { color: #66707b; } dd { margin: 0; } dd:last-child { font-weight: 600; }
.picture { overflow-x: auto; margin-top: 10px; } .picture img { display: block; max-width: 100%; }
.pieces { margin: 0; line-height: 2; } .pieces span { background: #f2f5f8; border-radius: 4px; padding: 2px 7px; white-space: nowrap; }
@media print { article, svg { break-inside: avoid; } }
)css";

}  // namespace attend
