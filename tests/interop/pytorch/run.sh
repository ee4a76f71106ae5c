#!/usr/bin/env bash
# Files of the real PyTorch through the command line and back; see ../README.md.
# MOBILENETV2=path/to/mobilenetv2 tests another build than artifacts/mobilenetv2.
set -euo pipefail

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly root=$(cd "$here/../../.." && pwd)
readonly command=${MOBILENETV2:-$root/artifacts/mobilenetv2}
readonly python=/usr/bin/python3
readonly work=$root/artifacts/interop/pytorch

fail() { printf 'run.sh: %s\n' "$*" >&2; exit 2; }

[[ -x $command ]] || fail "$command is missing; run ./build.sh first"
"$python" -c 'import torch, torchvision' 2>/dev/null ||
    fail "PyTorch is missing; install it: apt-get install --no-install-recommends python3-torch python3-torchvision"
rm -rf "$work"
mkdir -p "$work"
"$python" "$here/write.py" "$work"
for file in "$work"/*.pth; do
    case=${file%.pth}
    "$command" convert "$file" "$case.1.safetensors"
    "$command" convert "$case.1.safetensors" "$case.dat"
    "$command" convert "$case.dat" "$case.2.safetensors"
    "$command" logits --weights "$file" --input "$work/images.npy" --output "$case.ours.npy"
done
"$python" "$here/check.py" "$work"
