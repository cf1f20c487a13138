# shellcheck shell=bash
# Shared by the scripts of this folder. Sourced, never run. Works with bash 3.2 (macOS) and needs no GNU tools.
# Everything a person should read goes to standard error: standard output carries results only.

say() {
    printf 'glimpse: %s\n' "$*" >&2
}

# Ends the script with a message of one or more lines.
fail() {
    printf 'glimpse: error: %s\n' "$1" >&2
    shift
    while [ $# -gt 0 ]; do
        printf '         %s\n' "$1" >&2
        shift
    done
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# Folder for downloads and native builds, shared by every clone of the repository.
cache_dir() {
    printf '%s\n' "${GLIMPSE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/glimpse}"
}

# linux, macos or windows: the names the Java loader uses.
platform_os() {
    case "$(uname -s)" in
        Linux) echo linux ;;
        Darwin) echo macos ;;
        MINGW* | MSYS* | CYGWIN*) echo windows ;;
        *) fail "operating system '$(uname -s)' is not supported; supported are Linux, macOS and Windows" ;;
    esac
}

platform_arch() {
    case "$(uname -m)" in
        x86_64 | amd64) echo x86_64 ;;
        aarch64 | arm64) echo aarch64 ;;
        *) fail "processor '$(uname -m)' is not supported; supported are x86_64 and aarch64" ;;
    esac
}

# sha256 FILE... (or standard input): one "<hex>  <name>" line each.
sha256() {
    if has sha256sum; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

sha512_hex() {
    if has sha512sum; then sha512sum "$1"; else shasum -a 512 "$1"; fi | cut -d ' ' -f 1
}

# try_lock ["-n"]: locks the open file 9, waiting unless -n is given. Without flock(1), perl makes the same call: the
# lock belongs to the open file, which this shell shares with the child, so it outlives the child.
try_lock() {
    if has flock; then
        flock "$@" 9
    else
        perl -e 'use Fcntl ":flock"; open(my $file, ">&=", 9) or die $!;
                 exit(flock($file, LOCK_EX | (@ARGV ? LOCK_NB : 0)) ? 0 : 1)' -- "$@"
    fi
}

# lock FILE: holds an exclusive lock, on file descriptor 9, until `unlock` or the end of this script. Start children
# with 9>&-, or a daemon among them (a compiler cache's server) would keep the lock.
lock() {
    mkdir -p "$(dirname "$1")"
    exec 9>"$1"
    if ! try_lock -n; then
        say "another run is building or fetching the same; waiting for it"
        try_lock
    fi
}

unlock() {
    exec 9>&-
}
