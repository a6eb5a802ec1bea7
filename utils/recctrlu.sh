#!/bin/bash
# SPDX-License-Identifier: 0BSD
# Records the sessions of chosen users, from the first that comes to the last that leaves. PAM calls it, by this line
# at the end of /etc/pam.d/sshd:
#     session    optional     pam_exec.so seteuid /usr/local/bin/recctrlu.sh
# It says nothing to a session and always succeeds: whatever becomes of a recording, the login goes on. See syslog.

RECCTRL=/usr/local/sbin/recctrlu
USERS=(panda)

# Open sessions, for "recctrlu sessions" and "recctrlu reap".
LIST=/run/recctrl/sessions

exec < /dev/null > /dev/null 2>&1
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 077

is_chosen() {
    for chosen in "${USERS[@]}"; do
        [ "$chosen" != "$PAM_USER" ] || return 0
    done
    return 1
}

# Sets $valid to TEXT, cut to LENGTH, with an underscore for each character that a name must not hold.
make_valid() { # TEXT LENGTH
    rest=$1 valid=
    while [ -n "$rest" ] && [ "${#valid}" -lt "$2" ]; do
        good=${rest%%[!A-Za-z0-9 ._+@:=,-]*}
        rest=${rest#"$good"}
        valid=$valid$good${rest:+_}
        rest=${rest#?}
    done
    [ "${#valid}" -le "$2" ] || valid=$(printf "%.$2s" "$valid")
    case $valid in .*) valid=_${valid#.} ;; esac
}

# Sets $start to when the login's process started, field 22 of its stat; the second may hold blanks itself.
find_start() {
    start=0
    read -r stat < "/proc/$PPID/stat" || return
    # shellcheck disable=SC2086 # fields
    set -- ${stat##*)}
    start=${20}
}

# In the background: no login waits for syslog.
log() { # PRIORITY TEXT
    logger -t recctrlu.sh -p "authpriv.$1" -- "$PAM_TYPE of $PAM_USER: $2" &
}

# Calls the utility by the second contract, or by the first where the host knows no other.
call() { # OPTION…
    said=$("$RECCTRL" "$PAM_TYPE" "$@" "$name" 2>&1)
    status=$?
    if [ "$status" -eq 69 ]; then
        make_valid "${PAM_USER}_session" 127
        first=$("$RECCTRL" "$PAM_TYPE" "$valid" 2>&1) && said=$first status=0
    fi
    if [ "$status" -eq 0 ]; then
        log info "${said:-done}"
    else
        log warning "$RECCTRL: ${said:-failed} ($status)"
    fi
    return "$status"
}

case $PAM_TYPE in
    open_session | close_session) is_chosen || exit 0 ;;
    *) exit 0 ;;
esac
if ! [ -x "$RECCTRL" ]; then
    log warning "there is no program $RECCTRL"
    exit 0
fi

tty=${PAM_TTY#/dev/}
make_valid "${PAM_USER}_${PAM_RHOST:-local}_${tty:-none}_$PPID" 127
name=$valid
find_start
make_valid "$PPID.$start.$PAM_USER@${PAM_RHOST:-local}" 63
session=$valid

if [ "$PAM_TYPE" = close_session ]; then
    call --session "$session"
    [ ! -e "$LIST/$session" ] || rm -f "$LIST/$session"
else
    make_valid "user=$PAM_USER host=${PAM_RHOST:-local} tty=${tty:-none} service=$PAM_SERVICE pid=$PPID" 223
    note=$valid
    if call --session "$session" --note "$note"; then
        [ -d "$LIST" ] || mkdir -p "$LIST"
        printf '%s\n' "$note" > "$LIST/$session"
    fi
fi
exit 0
