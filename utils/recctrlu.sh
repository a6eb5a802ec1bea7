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

# In the background: no login waits for syslog. A close says nothing: its open did.
log() { # TEXT
    [ "$PAM_TYPE" = open_session ] || return 0
    logger -t recctrlu.sh -p authpriv.warning -- "$PAM_USER: $1" &
}

# The utility tells syslog how it went, unless it was no utility. Succeeds where the session is open now, or closed.
call() { # [OPTION…] NAME
    "$RECCTRL" "$PAM_TYPE" --syslog --session "$session" "$@"
    status=$?
    case $status in 0 | 1 | 69) ;; *) log "$RECCTRL ended with status $status" ;; esac
    return "$status"
}

case $PAM_TYPE in
    open_session | close_session) is_chosen || exit 0 ;;
    *) exit 0 ;;
esac
if ! [ -x "$RECCTRL" ]; then
    log "there is no program $RECCTRL"
    exit 0
fi

find_start
make_valid "$PPID.$start.$PAM_USER@${PAM_RHOST:-local}" 63
session=$valid

if [ "$PAM_TYPE" = close_session ]; then
    call "$session"
else
    tty=${PAM_TTY#/dev/}
    make_valid "${PAM_USER}_${PAM_RHOST:-local}_${tty:-none}_$PPID" 127
    name=$valid
    make_valid "user=$PAM_USER host=${PAM_RHOST:-local} tty=${tty:-none} service=$PAM_SERVICE pid=$PPID" 223
    note=$valid
    if call --note "$note" "$name"; then
        [ -d "$LIST" ] || mkdir -p "$LIST"
        printf '%s\n' "$note" > "$LIST/$session"
    fi
fi
exit 0
