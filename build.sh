#!/usr/bin/env bash
# Sets this machine up and builds everything. Safe to run again: what is there is left alone.
#   ./build.sh         set up and build
#   ./build.sh demo    ... and train on generated flowers
#   ./build.sh test    ... and run every test
# TORCH_ENGINE=nuget|system chooses the torch by hand (see eng/Torch.props).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly engine_file=eng/TorchEngine.local.props
readonly log=artifacts/setup.log

say() { printf '%s\n' "$*"; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

require_dotnet() {
    command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing; install it from your distribution (package dotnet-sdk-10.0) or from Microsoft"
    local version
    version=$(dotnet --version 2>/dev/null) || fail "no .NET SDK fits global.json; install the .NET 10 SDK"
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
    say "Using .NET SDK $version"
}

# Asks the package feed for TorchSharp, once: what it answers is written to an ignored props file.
choose_torch() {
    if [[ -n ${TORCH_ENGINE:-} ]]; then
        engine=$TORCH_ENGINE
    elif [[ -f $engine_file ]]; then
        engine=$(sed -n 's/.*<TorchEngine>\(.*\)<\/TorchEngine>.*/\1/p' "$engine_file")
        return
    else
        probe_feed
    fi
    [[ $engine == nuget || $engine == system ]] || fail "TORCH_ENGINE is '$engine'; it must be nuget or system"
    printf '<Project>\n  <PropertyGroup>\n    <TorchEngine>%s</TorchEngine>\n  </PropertyGroup>\n</Project>\n' "$engine" > "$engine_file"
}

# A restore of an application of this repository, so that a nuget.config in or above it counts as it does in the build.
probe_feed() {
    local answer
    if answer=$(dotnet restore samples/TrainingConsole -p:TorchEngine=nuget -p:_RestoreExplained=true 2>&1); then
        engine=nuget
        local missing
        missing=$(missing_symbol_version)
        if [[ -n $missing ]]; then
            engine=system
            say "The package feed's TorchSharp needs $missing, which this system's libraries lack: building on this system's libtorch"
        else
            say "The package feed has TorchSharp: building on it"
        fi
    elif [[ $answer == *NU1101* || $answer == *NU1102* ]]; then
        engine=system
        say "The package feed has no TorchSharp: building on this system's libtorch"
    else
        printf '%s\n' "$answer" >&2
        fail "the package feed could not be asked for TorchSharp; check the network, or choose with TORCH_ENGINE=system ./build.sh"
    fi
}

# The first version of a system library that TorchSharp's native library asks for in vain, such as GLIBCXX_3.4.32.
missing_symbol_version() {
    [[ $(uname) == Linux ]] || return 0
    local packages native
    packages=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
    for native in "$packages"/torchsharp/*/runtimes/linux-"$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')"/native/libLibTorchSharp.so; do
        if [[ -e $native ]]; then
            { ldd "$native" 2>&1 || true; } | sed -n "/.*version \`\(.*\)' not found.*/{s//\1/p;q}"
        fi
    done
}

has_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }

# The packages that are missing, by Debian's names.
missing_packages() {
    has_library libturbojpeg.so.0 || echo libturbojpeg0
    has_library libspng.so.0 || echo libspng0
    [[ $engine == system ]] || return 0
    [[ -e /usr/include/torch/script.h || -n ${Torch_DIR:-} ]] || echo libtorch-dev
    # OpenMP's OpenBLAS obeys torch's thread count, the pthread variant does not, and the reference BLAS is slow.
    compgen -G '/usr/lib/*/openblas-openmp/libblas.so.3' >/dev/null || echo libopenblas0-openmp
    command -v g++ >/dev/null || echo g++
    command -v cmake >/dev/null || echo cmake
}

install_packages() {
    local packages command=()
    mapfile -t packages < <(missing_packages)
    if ((${#packages[@]} == 0)); then
        say "Native libraries: all there"
        return
    fi
    if [[ $(uname) != Linux ]]; then
        [[ $engine == nuget ]] || fail "SystemTorch needs Linux; use TORCH_ENGINE=nuget"
        say "Not installed: libjpeg-turbo and libspng; pictures need them (brew install jpeg-turbo libspng, or vcpkg install libjpeg-turbo libspng)"
        return
    fi
    command -v apt-get >/dev/null || fail "please install these (Debian's names): ${packages[*]}"
    if ((EUID != 0)); then
        command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; } || fail "please run as root: apt-get install --no-install-recommends ${packages[*]}"
        command=(sudo)
    fi
    command+=(env DEBIAN_FRONTEND=noninteractive apt-get -q)
    say "Installing ${packages[*]} (log: $log)"
    # A newer Debian or Ubuntu may call one of them differently; the update has to come first to know.
    if ! "${command[@]}" update >> "$log" 2>&1; then
        tail -n 5 "$log" >&2
        fail "apt-get update failed; install by hand: apt-get install --no-install-recommends ${packages[*]}"
    fi
    for i in "${!packages[@]}"; do
        if [[ ${packages[i]} == libturbojpeg0 ]] && ! apt-cache show libturbojpeg0 >/dev/null 2>&1; then packages[i]=libturbojpeg; fi
    done
    if ! "${command[@]}" install -y --no-install-recommends "${packages[@]}" >> "$log" 2>&1; then
        tail -n 5 "$log" >&2
        fail "apt-get could not install ${packages[*]}; see $log"
    fi
}

build() {
    say "Building (TorchEngine: $engine)"
    dotnet build MobileNetV2.sln -c Release --nologo -v quiet -clp:NoSummary
    cat > artifacts/mobilenetv2 <<'EOF'
#!/usr/bin/env bash
exec dotnet "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../src/MobileNetV2.Cli/bin/Release/net10.0/mobilenetv2.dll" "$@"
EOF
    chmod +x artifacts/mobilenetv2
    say "Built artifacts/mobilenetv2"
}

# One test project after the other: they share two cores with torch's threads. The last line adds their results up.
run_tests() {
    local output status=0
    output=$(mktemp)
    dotnet test MobileNetV2.sln -c Release --no-build --nologo -m:1 2>&1 | tee "$output" || status=$?
    awk -v status="$status" '
        /^(Passed|Failed|Skipped)! +- Failed:/ {
            gsub(/,/, "")
            for (i = 1; i < NF; i++) {
                if ($i == "Failed:") failed += $(i + 1)
                if ($i == "Passed:") passed += $(i + 1)
                if ($i == "Skipped:") skipped += $(i + 1)
            }
        }
        END {
            if (status != 0 && failed == 0) { print "The test run itself failed; see above."; failed = 1 }
            printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
        }' "$output"
    rm -f "$output"
    return "$status"
}

mkdir -p artifacts
case ${1:-} in
    '' | demo | test) ;;
    *) fail "unknown command '$1'; say nothing, demo or test" ;;
esac
require_dotnet
choose_torch
install_packages
build
case ${1:-} in
    demo) exec dotnet samples/TrainingConsole/bin/Release/net10.0/TrainingConsole.dll "${@:2}" ;;
    test) run_tests ;;
esac
