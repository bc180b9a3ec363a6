# Sourced: the settings of this machine, for whoever may read them and was told no others.
settings=/etc/sanad-server/owner-environment
if [ -z "${SANAD_SERVER_DATABASE:-}" ] && [ -r "$settings" ]; then
    while IFS= read -r line; do
        case $line in
            SANAD_SERVER_*=*) export "${line?}" ;;
        esac
    done <"$settings"
fi
