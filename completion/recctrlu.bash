# SPDX-License-Identifier: 0BSD
# shellcheck shell=bash
# Completions for recctrlu, from what the program itself says.

_recctrlu()
{
    local program=$1 cur=$2 command=${COMP_WORDS[1]} i
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W "$("$program" help | sed -n 's/^  \([a-z][a-z_]*\).*/\1/p')" -- "$cur")
        return
    fi
    for ((i = 2; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == -- ]]; then
            # What is run: a command, then its files.
            compopt -o filenames
            ((COMP_CWORD == i + 1)) && mapfile -t COMPREPLY < <(compgen -c -- "$cur")
            ((COMP_CWORD == i + 1)) || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            return
        fi
    done
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$("$program" help |
            sed -n "s/^  $command \(.*\)/\1/p" | grep -o -- '--[a-z]*')" -- "$cur")
    fi
}

complete -F _recctrlu recctrlu
