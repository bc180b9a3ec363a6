#!/usr/bin/env bash
# Packs an older program to upgrade from, into out/debian/older: older.sh [COMMIT [VERSION]].
# Without a commit it is the last one before the newest change of the store's schema.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

versions=sanad_desk/store/migrations/versions
newest=$(find "$versions" -name '[0-9]*.py' | sort | tail -1)
commit=${1:-$(git log --diff-filter=A --format=%H -- "$newest" | tail -1)^}
version=${2:-0.5.0}
if ! git rev-parse --quiet --verify "$commit^{commit}" >/dev/null; then
    echo "There is no commit $commit here; a shallow clone has not got it." >&2
    exit 1
fi

out=out/debian/older
mkdir -p "$out"
tree=$(mktemp -d "$out/tree.XXXXXX")
trap 'git worktree remove --force "$tree"' EXIT
git worktree add --quiet --detach --force "$tree" "$commit"
SANAD_BUILD_SOURCE="$tree" SANAD_BUILD_VERSION="$version" SANAD_BUILD_OUT="$out" ./sanad build frozen
./sanad build deb --frozen "$out/sanad-desk" --version "$version" --out "$out"
