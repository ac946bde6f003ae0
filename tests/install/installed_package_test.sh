#!/usr/bin/env bash
# The installed folder, used as a stranger would: moved somewhere else, without this build's environment, and with a
# program of its own built against it.
#
#   installed_package_test.sh BUILD_FOLDER SOURCE_FOLDER
set -euo pipefail

build=$1
source=$2
work=$build/installed-package-test # the same place each time, so that ccache knows the example
rm -rf "$work"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT

fail() { echo "installed_package_test: $*" >&2; exit 1; }

cmake --install "$build" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/moved"

if found=$(grep -rlF -e "$build" -e "$source" -e "$HOME/" "$work/moved/lib/cmake"); then
  fail "paths of this machine in $found"
fi
env -i "$work/moved/bin/attend" --help >/dev/null || fail "the moved attend does not start"
env -i ldd "$work/moved/bin/attend" | grep -F libtorch_cpu.so | grep -qF "$work/moved/" ||
  fail "the moved attend does not take the LibTorch beside it"

# A model: two updates are enough to have one.
env -i "$work/moved/bin/attend" train "$source/configs/demo.json" --output "$work/run" --quiet \
  --set 'training.duration="2 updates"' --set 'training.schedule.warmup="0 updates"' --set model.d_model=32 --set validation.every='"2 updates"' \
  --set checkpoints.every='"2 updates"' --threads 1

launcher=$(command -v ccache || true)
for example in translate incremental; do
  cmake -S "$source/docs/examples/$example" -B "$work/$example" -G Ninja -D CMAKE_BUILD_TYPE=Release \
    -D CMAKE_CXX_COMPILER_LAUNCHER="$launcher" -D CMAKE_PREFIX_PATH="$work/moved" >/dev/null
  cmake --build "$work/$example" >/dev/null
done

printf 'The cat is small.\n\nShe likes coffee.\n' >"$work/source.txt"
"$work/translate/translate" "$work/run/best" <"$work/source.txt" >"$work/by-example.txt"
"$work/moved/bin/attend" decode "$work/run" --quiet <"$work/source.txt" >"$work/by-attend.txt"
cmp "$work/by-example.txt" "$work/by-attend.txt" || fail "the example and attend decode translate differently"
[ "$(wc -l <"$work/by-example.txt")" -eq 3 ] || fail "three lines in, $(wc -l <"$work/by-example.txt") out"

"$work/incremental/incremental" "$work/run/best" 'The cat is small.' >"$work/steps.txt"
"$work/moved/bin/attend" decode "$work/run" --beam-size 3 --quiet <"$work/source.txt" | head -1 >"$work/beam.txt"
tail -1 "$work/steps.txt" | cmp - "$work/beam.txt" || fail "the step-by-step example and attend decode differ"

if "$work/translate/translate" "$work/nothing" </dev/null 2>"$work/error.txt"; then
  fail "a missing model folder is no error"
fi
grep -qF "$work/nothing" "$work/error.txt" || fail "the error does not name the folder: $(cat "$work/error.txt")"
