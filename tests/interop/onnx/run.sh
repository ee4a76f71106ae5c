#!/usr/bin/env bash
# ONNX files of the command line against onnx.checker, ONNX Runtime and PyTorch; see ../README.md.
# MOBILENETV2=path/to/mobilenetv2 tests another build than artifacts/mobilenetv2.
set -euo pipefail

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly root=$(cd "$here/../../.." && pwd)
readonly tool=${MOBILENETV2:-$root/artifacts/mobilenetv2}
readonly python=/usr/bin/python3
readonly peers=$root/artifacts/interop
readonly work=$peers/onnx
readonly runtime=onnxruntime-node@1.30.0

fail() { printf 'run.sh: %s\n' "$*" >&2; exit 2; }

install_peers() {
    command -v npm >/dev/null || fail "Node.js and npm are missing; install them (Debian: nodejs npm)"
    if ! "$python" -c 'import onnx, torch, torchvision' 2>/dev/null; then
        local packages=(python3-onnx python3-torch python3-torchvision) sudo=()
        command -v apt-get >/dev/null || fail "please install onnx, torch and torchvision for $python"
        ((EUID == 0)) || sudo=(sudo)
        "${sudo[@]}" apt-get -q update
        "${sudo[@]}" apt-get -q install -y --no-install-recommends "${packages[@]}"
    fi
    [[ $(node -p "require('$peers/node_modules/onnxruntime-node/package.json').version" 2>/dev/null) == "${runtime#*@}" ]] ||
        npm install --prefix "$peers" --ignore-scripts --no-audit --no-fund --no-save "$runtime"
}

command -v "$tool" >/dev/null || fail "$tool is missing; run ./build.sh first"
install_peers
rm -rf "$work"
mkdir -p "$work"
"$python" "$here/torch_reference.py" "$work"
for weights in "$work"/*.safetensors; do
    "$tool" convert "$weights" "${weights%.safetensors}-folded.onnx"
    "$tool" convert "$weights" "${weights%.safetensors}-kept.onnx" --keep-batch-norm
done
"$python" "$here/check.py" "$work"/*.onnx
NODE_PATH=$peers/node_modules node "$here/compare.cjs" "$work"
