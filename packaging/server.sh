# A PostgreSQL server for one run of tests or measurements: on loopback, on a port that is free, syncing as a real one
# does. To be sourced by bash; Python stands first in PATH.

server_programs= server_data=

as_server() { # as_server COMMAND…: PostgreSQL refuses to be run by the administrator
    local name
    [ "$(id -u)" = 0 ] || { "$@"; return; }
    for name in postgres nobody; do
        if id "$name" >/dev/null 2>&1; then runuser -u "$name" -- "$@"; return; fi
    done
    return 1
}

start_server() { # start_server SCRATCH: names it in CARREL_TEST_POSTGRES; SCRATCH is a folder of the caller's own
    local scratch=$1 folder=$1/server port password programs
    [ -z "${CARREL_TEST_POSTGRES:-}" ] || return 0
    port=$(python -c 'import socket; door = socket.create_server(("127.0.0.1", 0)); print(door.getsockname()[1])')
    password=$(python -c 'import secrets; print(secrets.token_hex(16))')
    # Named before it runs: should it not start, the tests that need it fail instead of being skipped.
    export CARREL_TEST_POSTGRES=postgresql://carrel:$password@127.0.0.1:$port/postgres
    programs=$(command -v initdb || find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    [ -n "$programs" ] || { echo "There is no PostgreSQL server here; packaging/setup --test installs it."; return 1; }
    programs=$(dirname "$(readlink -f "$programs")")
    chmod 711 "$scratch"
    mkdir "$folder" && printf '%s\n' "$password" >"$folder/password"
    [ "$(id -u)" != 0 ] || chown -R "$(as_server id -un)" "$folder"
    as_server "$programs/initdb" --pgdata="$folder/data" --username=carrel --pwfile="$folder/password" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C >"$scratch/initdb.log" 2>&1 || { cat "$scratch/initdb.log"; return 1; }
    server_programs=$programs server_data=$folder/data
    as_server "$programs/pg_ctl" --pgdata="$folder/data" --wait --log="$folder/log" start \
        -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=" >/dev/null \
        || { cat "$folder/log"; return 1; }
}

stop_server() {
    [ -z "$server_programs" ] || as_server "$server_programs/pg_ctl" --pgdata="$server_data" --mode=immediate stop >/dev/null 2>&1
}
