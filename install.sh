#!/bin/sh
# From an archive that `./run bundle` has made: checks every file, then installs from the wheels beside it, without a network.
set -eu
cd "$(dirname -- "$0")"
[ -d wheels ] || { echo "This is no unpacked bundle: there is no folder 'wheels'. With a network, ./run installs by itself." >&2; exit 1; }
sha256sum --check --quiet SHA256SUMS || { echo "A file of the bundle was changed or is missing. Nothing was installed." >&2; exit 1; }
here=$(python3 -c 'import sys, sysconfig; print(f"python{sys.version_info[0]}.{sys.version_info[1]} {sysconfig.get_platform()}")')
[ "$here" = "$(cat MADE_FOR)" ] || { echo "The bundle was made for $(cat MADE_FOR); this machine is $here." >&2; exit 1; }
./run --version
echo "Installed. ./run demo shows an invented caseload, ./run up begins a record, ./run test runs the tests."
