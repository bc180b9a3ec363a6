#!/usr/bin/env bash
# Puts a copy made by backup.sh into an empty database and says so to the desks, which then offer again what it lacks.
#
#   SANAD_SERVER_DATABASE=postgresql+psycopg://owner@host/sanad SANAD_SERVER_FOLDER=/etc/sanad-server restore.sh /var/backups/sanad-server/sanad-server-20261122T020000Z [ROLE]
#
# Stop every `sanad-server serve` first. ROLE is the role that serves (default sanad_app).
set -euo pipefail
umask 077

copy=${1:?"restore.sh needs the copy to put back"}
role=${2:-sanad_app}
database=${SANAD_SERVER_DATABASE:?"SANAD_SERVER_DATABASE names the database"}
keys=${SANAD_SERVER_FOLDER:?"SANAD_SERVER_FOLDER names the folder with the keys"}
server=${SANAD_SERVER:-sanad-server}
plain=${database/+psycopg/}

[ -f "$copy/database.dump" ] || { echo "$copy holds no copy made by backup.sh." >&2; exit 2; }
tables=$(psql --no-psqlrc -At -c "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'" "$plain")
[ "$tables" = 0 ] || { echo "The database is not empty. Restore into a new one; nothing was changed." >&2; exit 2; }

# Rights are given anew below, so that the copy can go to a machine that knows no such role yet.
pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$plain" "$copy/database.dump"
mkdir -p "$keys"
cp -an "$copy/keys/." "$keys/"
"$server" migrate --app-role "$role"
"$server" restored
echo "Restored. Start the server again: every desk offers by itself what this copy lacks."
