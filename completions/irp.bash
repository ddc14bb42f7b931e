# irp completion for Bash, as printed by `irp completions bash`.
# irp itself says what may follow; where it cannot, nothing is offered.

_irp() {
    local IFS=$'\n'
    COMPREPLY=($("${1/#\~/$HOME}" __complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null))
    case ${COMPREPLY[0]-} in
        :folder)
            COMPREPLY=($(compgen -d -- "$2"))
            compopt -o filenames 2>/dev/null
            ;;
        :file)
            COMPREPLY=($(compgen -f -- "$2"))
            compopt -o filenames 2>/dev/null
            ;;
        */)
            compopt -o nospace 2>/dev/null
            ;;
    esac
    return 0
}

complete -o nosort -F _irp irp 2>/dev/null || complete -F _irp irp
