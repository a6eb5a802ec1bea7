# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Completions for recctrl, from what the program itself says: commands and options from --help, recordings from ls.

_recctrl_lines()
{
    # Offers those of the lines on standard input that begin with the word at the cursor.
    local line
    while IFS= read -r line; do
        [[ $line == "$cur"* ]] && COMPREPLY+=("$(printf %q "$line")")
    done
}

_recctrl()
{
    local program=$1 cur=$2 previous=$3 command=${COMP_WORDS[1]} directory=() i
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W "$("$program" --help | sed -n 's/^  \([a-z][a-z0-9]*\) .*/\1/p') --help --version" -- "$cur")
        return
    fi
    for ((i = 2; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --) return ;;
        -d | --dir) directory=(--dir "${COMP_WORDS[i + 1]}") ;;
        esac
    done
    case $previous in
    -d | --dir | -e | --engine)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$cur")
        return
        ;;
    --token-file | --wheel | -o | --output)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        return
        ;;
    --snapshot)
        mapfile -t COMPREPLY < <(compgen -W "fork sync" -- "$cur")
        return
        ;;
    esac
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$("$program" "$command" --help 2>/dev/null |
            sed -n 's/^  \(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p')" -- "$cur")
        return
    fi
    case $command in
    info | verify | replay | cast | cat | play | rm | pack | unpack | repair)
        _recctrl_lines < <("$program" ls --names "${directory[@]}" 2>/dev/null && echo latest)
        ;;
    esac
}

complete -F _recctrl recctrl
