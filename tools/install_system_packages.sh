#!/bin/sh
# Install the Debian packages of system-packages.txt that are missing; does nothing when all are there.
set -eu
cd "$(dirname "$0")/.."
missing=""
for package in $(grep -v '^#' system-packages.txt); do
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
    echo "Please install these packages or their like:$missing" >&2
    exit 0
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null; then as_root="sudo"; else
        echo "Please install as root: apt-get install$missing" >&2
        exit 1
    fi
fi
$as_root apt-get update -q
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends $missing
