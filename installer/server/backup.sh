#!/usr/bin/env bash
# Writes a dated copy of the server: its database and its keys. The newest thirty are kept.
#
#   SANAD_SERVER_DATABASE=postgresql+psycopg://owner@host/sanad SANAD_SERVER_FOLDER=/etc/sanad-server/keys backup.sh /var/backups/sanad-server
#
# The keys are in it: whoever has a copy can speak as the server. Keep the folder as closed as the server itself.
set -euo pipefail
umask 077
# shellcheck source=settings.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/settings.sh"

target=${1:?"backup.sh needs the folder for its copies"}
database=${SANAD_SERVER_DATABASE:?"SANAD_SERVER_DATABASE names the database"}
keys=${SANAD_SERVER_FOLDER:?"SANAD_SERVER_FOLDER names the folder with the keys"}
KEPT=30

mkdir -p "$target"
name="$target/sanad-server-$(date -u +%Y%m%dT%H%M%SZ)"
rm -rf "$target"/*.unfinished
mkdir "$name.unfinished"
pg_dump --format=custom --compress=6 --no-owner --file="$name.unfinished/database.dump" "${database/+psycopg/}"
# A dump that cannot be listed is none.
pg_restore --list "$name.unfinished/database.dump" >/dev/null
cp -a "$keys" "$name.unfinished/keys"
(cd "$name.unfinished" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + >SHA256SUMS)
sync
mv "$name.unfinished" "$name"
echo "$name"

find "$target" -maxdepth 1 -type d -name 'sanad-server-*Z' | sort -r | tail -n "+$((KEPT + 1))" | xargs -r rm -rf
