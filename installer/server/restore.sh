#!/usr/bin/env bash
# Puts a copy made by backup.sh into an empty database and says so to the desks, which then offer again what it lacks.
#
#   SANAD_SERVER_DATABASE=postgresql+psycopg://owner@host/sanad SANAD_SERVER_FOLDER=/etc/sanad-server/keys restore.sh /var/backups/sanad-server/sanad-server-20261122T020000Z [ROLE]
#
# Stop every `sanad-server serve` first. ROLE is the role that serves (SANAD_SERVER_APP_ROLE, else sanad_app).
set -euo pipefail
umask 077
# shellcheck source=settings.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/settings.sh"

copy=${1:?"restore.sh needs the copy to put back"}
role=${2:-${SANAD_SERVER_APP_ROLE:-sanad_app}}
database=${SANAD_SERVER_DATABASE:?"SANAD_SERVER_DATABASE names the database"}
keys=${SANAD_SERVER_FOLDER:?"SANAD_SERVER_FOLDER names the folder with the keys"}
server=${SANAD_SERVER:-sanad-server}
plain=${database/+psycopg/}

refuse() { printf '%s\n' "$*" >&2; exit 2; }

[ -f "$copy/database.dump" ] || refuse "$copy holds no copy made by backup.sh."
(cd "$copy" && sha256sum --check --quiet --strict SHA256SUMS) >&2 \
    || refuse "This copy is not what backup.sh wrote: see above. Take another one; nothing was changed."
tables=$(psql --no-psqlrc -At -c "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'" "$plain")
[ "$tables" = 0 ] || refuse "The database is not empty. Restore into a new one; nothing was changed."
for key in "$copy"/keys/*.key; do
    here=$keys/${key##*/}
    [ ! -e "$here" ] || cmp -s "$key" "$here" \
        || refuse "$here belongs to another server than this copy. Put it away first; nothing was changed."
done

mkdir -p "$keys"
cp -an "$copy/keys/." "$keys/"
# The new epoch is in the same transaction: whatever ends this half-way, no server can go on as if nothing was lost.
# Rights are given anew below, so that the copy can go to a machine that knows no such role yet.
{
    echo "BEGIN;"
    pg_restore --no-owner --no-privileges --file=- "$copy/database.dump" && cat <<'SQL'
UPDATE public.server_state
   SET server_epoch = uuid_send(gen_random_uuid()),
       epoch_changed_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
COMMIT;
SQL
} | psql --no-psqlrc --quiet --output=/dev/null --set=ON_ERROR_STOP=1 "$plain" \
    || refuse "Not restored; the database is as empty as it was."
"$server" migrate --app-role "$role"
echo "Restored. Start the server again: every desk offers by itself what this copy lacks."
