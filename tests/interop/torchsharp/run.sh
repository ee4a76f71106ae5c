#!/usr/bin/env bash
# Every test on TorchSharp's own packages, in a newer Debian than this system where TorchSharp's native library needs one; see ../README.md.
set -euo pipefail

readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
readonly release=trixie
readonly system=$root/artifacts/interop/$release
readonly packages=ca-certificates,libicu76,libssl3t64,zlib1g,libspng0,libturbojpeg0,procps

fail() { printf 'run.sh: %s\n' "$*" >&2; exit 2; }

((EUID == 0)) || fail "it mounts folders into another system's and so needs root"
command -v debootstrap >/dev/null || fail "debootstrap is missing; install it: apt-get install debootstrap"
command -v dotnet >/dev/null || fail "the .NET SDK is missing"
if [[ ! -e $system/complete ]]; then
    rm -rf "$system"
    mkdir -p "$system"
    debootstrap --variant=minbase --include="$packages" "$release" "$system"
    touch "$system/complete"
fi

# A copy of what is committed: the builds of two engines must not mix.
rm -rf "$system/source"
git clone -q "$root" "$system/source"
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
global=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
mkdir -p "$system/dotnet" "$system/packages" "$global"

# The mounts are gone with the shell.
unshare --mount bash -euo pipefail -c '
    system=$1
    mount --bind "$2" "$system/dotnet"
    mount --bind "$3" "$system/packages"
    mount --bind /dev "$system/dev"
    mount -t proc proc "$system/proc"
    mount --bind /etc/resolv.conf "$system/etc/resolv.conf"
    for file in "$HOME"/.nuget/NuGet/NuGet.Config; do
        [[ ! -e $file ]] || install -D "$file" "$system/root/.nuget/NuGet/NuGet.Config"
    done
    exec chroot "$system" /usr/bin/env HOME=/root PATH=/dotnet:/usr/sbin:/usr/bin:/sbin:/bin NUGET_PACKAGES=/packages TORCH_ENGINE=nuget /source/build.sh test
' run "$system" "$dotnet" "$global"
