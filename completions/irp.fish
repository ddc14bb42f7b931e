# irp completion for fish, as printed by `irp completions fish`.
# irp itself says what may follow; where it cannot, nothing is offered.

function __irp_complete
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l typed (commandline --current-token --cut-at-cursor)
    set -l found (command $words[1] __complete fish $words "$typed" 2>/dev/null)
    switch "$found[1]"
        case :folder
            __fish_complete_directories "$typed"
        case :file
            __fish_complete_path "$typed"
        case '*'
            string join -- \n $found
    end
end

complete --command irp --no-files --keep-order --arguments '(__irp_complete)'
