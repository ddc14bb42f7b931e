# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_irp_global_optspecs
    string join \n plan= now= tz= color= json tzdata= h/help V/version
end

function __fish_irp_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_irp_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_irp_using_subcommand
    set -l cmd (__fish_irp_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c irp -n "__fish_irp_needs_command" -l plan -d 'Folder of the plan [default: searched from here upwards]' -r -F
complete -c irp -n "__fish_irp_needs_command" -l now -d 'Freeze the clock at this time, such as 2026-10-19T09:00Z' -r
complete -c irp -n "__fish_irp_needs_command" -l tz -d 'Zone of times: an IANA name, `plan`, `utc`, a person\'s id' -r
complete -c irp -n "__fish_irp_needs_command" -l color -d 'Use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c irp -n "__fish_irp_needs_command" -l tzdata -d 'Zoneinfo folder to use instead of irp\'s own zone data' -r -F
complete -c irp -n "__fish_irp_needs_command" -l json -d 'Answer as JSON'
complete -c irp -n "__fish_irp_needs_command" -s h -l help -d 'Print help'
complete -c irp -n "__fish_irp_needs_command" -s V -l version -d 'Print the version, and that of the zone data'
complete -c irp -n "__fish_irp_needs_command" -f -a "init" -d 'Write a first plan, with the people who commit to this repository'
complete -c irp -n "__fish_irp_needs_command" -f -a "oncall" -d 'Say who is on call'
complete -c irp -n "__fish_irp_needs_command" -f -a "schedule" -d 'Show the shifts of a span of time'
complete -c irp -n "__fish_irp_needs_command" -f -a "why" -d 'Say why somebody is on call, with the file and line of each reason'
complete -c irp -n "__fish_irp_needs_command" -f -a "check" -d 'Check the plan: every fault, and every finding of the rules'
complete -c irp -n "__fish_irp_needs_command" -f -a "fmt" -d 'Put the files of the plan into canonical layout, comments kept'
complete -c irp -n "__fish_irp_needs_command" -f -a "schema" -d 'Print the JSON Schema of plan files, or of what --json prints'
complete -c irp -n "__fish_irp_needs_command" -f -a "completions" -d 'Print the script that completes irp\'s words in a shell'
complete -c irp -n "__fish_irp_needs_command" -f -a "lsp" -d 'Serve an editor: what is wrong as you type, completion, hover, rename'
complete -c irp -n "__fish_irp_using_subcommand init" -l people -d 'Who takes turns, in this order [default: up to six recent authors]' -r
complete -c irp -n "__fish_irp_using_subcommand init" -l name -d 'Name of the plan [default: that of the folder]' -r
complete -c irp -n "__fish_irp_using_subcommand init" -l plan -d 'Folder of the plan [default: searched from here upwards]' -r -F
complete -c irp -n "__fish_irp_using_subcommand init" -l now -d 'Freeze the clock at this time, such as 2026-10-19T09:00Z' -r
complete -c irp -n "__fish_irp_using_subcommand init" -l tz -d 'Zone of times: an IANA name, `plan`, `utc`, a person\'s id' -r
complete -c irp -n "__fish_irp_using_subcommand init" -l color -d 'Use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c irp -n "__fish_irp_using_subcommand init" -l tzdata -d 'Zoneinfo folder to use instead of irp\'s own zone data' -r -F
complete -c irp -n "__fish_irp_using_subcommand init" -l emails -d 'Write the authors\' e-mail addresses into the plan too'
complete -c irp -n "__fish_irp_using_subcommand init" -l stdout -d 'Print the plan and write nothing'
complete -c irp -n "__fish_irp_using_subcommand init" -l json -d 'Answer as JSON'
complete -c irp -n "__fish_irp_using_subcommand init" -s h -l help -d 'Print help'
complete -c irp -n "__fish_irp_using_subcommand oncall" -s r -l rotation -d 'Only this rotation; every filter may be repeated' -r
complete -c irp -n "__fish_irp_using_subcommand oncall" -s t -l team -d 'Only rotations of this team' -r
complete -c irp -n "__fish_irp_using_subcommand oncall" -l role -d 'Only rotations with this role' -r
complete -c irp -n "__fish_irp_using_subcommand oncall" -s s -l service -d 'Only rotations that a page for this service reaches' -r
complete -c irp -n "__fish_irp_using_subcommand oncall" -l severity -d 'Only rotations that a page of this severity reaches' -r
complete -c irp -n "__fish_irp_using_subcommand oncall" -s p -l person -d 'Only rotations in which this person is on call' -r
complete -c irp -n "__fish_irp_using_subcommand oncall" -l print -d 'Only their name, id, email, chat, phone, sms or push' -r -f -a "name\t'Their name'
id\t'Their id'
email\t'Their e-mail address'
chat\t'Their handle in chat'
phone\t'The reference of their phone'
sms\t'The reference for text messages'
push\t'The reference of their paging app'"
complete -c irp -n "__fish_irp_using_subcommand oncall" -s f -l format -d 'table (on a terminal), tsv (elsewhere), list or json' -r -f -a "table\t'Columns for a terminal'
tsv\t'Tab-separated, nothing left out'
list\t'One `key: value` a line'
json\t'JSON'"
complete -c irp -n "__fish_irp_using_subcommand oncall" -l plan -d 'Folder of the plan [default: searched from here upwards]' -r -F
complete -c irp -n "__fish_irp_using_subcommand oncall" -l now -d 'Freeze the clock at this time, such as 2026-10-19T09:00Z' -r
complete -c irp -n "__fish_irp_using_subcommand oncall" -l tz -d 'Zone of times: an IANA name, `plan`, `utc`, a person\'s id' -r
complete -c irp -n "__fish_irp_using_subcommand oncall" -l color -d 'Use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c irp -n "__fish_irp_using_subcommand oncall" -l tzdata -d 'Zoneinfo folder to use instead of irp\'s own zone data' -r -F
complete -c irp -n "__fish_irp_using_subcommand oncall" -l watch -d 'Show the answer of now, and show it anew at each change; q quits'
complete -c irp -n "__fish_irp_using_subcommand oncall" -l json -d 'Answer as JSON'
complete -c irp -n "__fish_irp_using_subcommand oncall" -s h -l help -d 'Print help'
complete -c irp -n "__fish_irp_using_subcommand schedule" -l from -d 'From when, in words or as a timestamp [default: now]' -r
complete -c irp -n "__fish_irp_using_subcommand schedule" -l until -d 'Until when, in words or as a timestamp' -r
complete -c irp -n "__fish_irp_using_subcommand schedule" -l for -d 'For how long, such as 6w or 3mo [default: 2w; with --format month, that month]' -r
complete -c irp -n "__fish_irp_using_subcommand schedule" -s r -l rotation -d 'Only this rotation; every filter may be repeated' -r
complete -c irp -n "__fish_irp_using_subcommand schedule" -s t -l team -d 'Only rotations of this team' -r
complete -c irp -n "__fish_irp_using_subcommand schedule" -s p -l person -d 'Only shifts of this person' -r
complete -c irp -n "__fish_irp_using_subcommand schedule" -s f -l format -d 'table (on a terminal), tsv (elsewhere), csv, list, md, json, timeline, month, mermaid' -r -f -a "table\t'Columns for a terminal'
tsv\t'Tab-separated, nothing left out'
csv\t'Comma-separated, for spreadsheets'
list\t'One `key: value` a line'
md\t'A Markdown table'
json\t'JSON'
timeline\t'Bars on a line of time'
month\t'Calendar grids'
mermaid\t'A Gantt chart for Markdown'"
complete -c irp -n "__fish_irp_using_subcommand schedule" -l width -d 'Columns of a timeline or month [default: the terminal\'s, COLUMNS, or 100]' -r
complete -c irp -n "__fish_irp_using_subcommand schedule" -l plan -d 'Folder of the plan [default: searched from here upwards]' -r -F
complete -c irp -n "__fish_irp_using_subcommand schedule" -l now -d 'Freeze the clock at this time, such as 2026-10-19T09:00Z' -r
complete -c irp -n "__fish_irp_using_subcommand schedule" -l tz -d 'Zone of times: an IANA name, `plan`, `utc`, a person\'s id' -r
complete -c irp -n "__fish_irp_using_subcommand schedule" -l color -d 'Use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c irp -n "__fish_irp_using_subcommand schedule" -l tzdata -d 'Zoneinfo folder to use instead of irp\'s own zone data' -r -F
complete -c irp -n "__fish_irp_using_subcommand schedule" -l gaps -d 'Only gaps: somebody must be on call and nobody is'
complete -c irp -n "__fish_irp_using_subcommand schedule" -l layers -d 'In a timeline, a bar for every layer too'
complete -c irp -n "__fish_irp_using_subcommand schedule" -l ascii -d 'In a timeline or month, only ASCII beside names'
complete -c irp -n "__fish_irp_using_subcommand schedule" -l json -d 'Answer as JSON'
complete -c irp -n "__fish_irp_using_subcommand schedule" -s h -l help -d 'Print help'
complete -c irp -n "__fish_irp_using_subcommand why" -l plan -d 'Folder of the plan [default: searched from here upwards]' -r -F
complete -c irp -n "__fish_irp_using_subcommand why" -l now -d 'Freeze the clock at this time, such as 2026-10-19T09:00Z' -r
complete -c irp -n "__fish_irp_using_subcommand why" -l tz -d 'Zone of times: an IANA name, `plan`, `utc`, a person\'s id' -r
complete -c irp -n "__fish_irp_using_subcommand why" -l color -d 'Use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c irp -n "__fish_irp_using_subcommand why" -l tzdata -d 'Zoneinfo folder to use instead of irp\'s own zone data' -r -F
complete -c irp -n "__fish_irp_using_subcommand why" -l json -d 'Answer as JSON'
complete -c irp -n "__fish_irp_using_subcommand why" -s h -l help -d 'Print help'
complete -c irp -n "__fish_irp_using_subcommand check" -s f -l format -d 'human (default), concise or json' -r -f -a "human\t'With the place in the file, and ways out'
concise\t'One line each'
json\t'JSON'"
complete -c irp -n "__fish_irp_using_subcommand check" -l plan -d 'Folder of the plan [default: searched from here upwards]' -r -F
complete -c irp -n "__fish_irp_using_subcommand check" -l now -d 'Freeze the clock at this time, such as 2026-10-19T09:00Z' -r
complete -c irp -n "__fish_irp_using_subcommand check" -l tz -d 'Zone of times: an IANA name, `plan`, `utc`, a person\'s id' -r
complete -c irp -n "__fish_irp_using_subcommand check" -l color -d 'Use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c irp -n "__fish_irp_using_subcommand check" -l tzdata -d 'Zoneinfo folder to use instead of irp\'s own zone data' -r -F
complete -c irp -n "__fish_irp_using_subcommand check" -l json -d 'Answer as JSON'
complete -c irp -n "__fish_irp_using_subcommand check" -s h -l help -d 'Print help'
complete -c irp -n "__fish_irp_using_subcommand fmt" -l stdin-filename -d 'With -: the path of what comes in, which says what kind of file it is' -r -F
complete -c irp -n "__fish_irp_using_subcommand fmt" -l plan -d 'Folder of the plan [default: searched from here upwards]' -r -F
complete -c irp -n "__fish_irp_using_subcommand fmt" -l now -d 'Freeze the clock at this time, such as 2026-10-19T09:00Z' -r
complete -c irp -n "__fish_irp_using_subcommand fmt" -l tz -d 'Zone of times: an IANA name, `plan`, `utc`, a person\'s id' -r
complete -c irp -n "__fish_irp_using_subcommand fmt" -l color -d 'Use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c irp -n "__fish_irp_using_subcommand fmt" -l tzdata -d 'Zoneinfo folder to use instead of irp\'s own zone data' -r -F
complete -c irp -n "__fish_irp_using_subcommand fmt" -l check -d 'Write nothing; list the files that would change'
complete -c irp -n "__fish_irp_using_subcommand fmt" -l diff -d 'Write nothing; show what would change'
complete -c irp -n "__fish_irp_using_subcommand fmt" -l json -d 'Answer as JSON'
complete -c irp -n "__fish_irp_using_subcommand fmt" -s h -l help -d 'Print help'
complete -c irp -n "__fish_irp_using_subcommand schema" -l plan -d 'Folder of the plan [default: searched from here upwards]' -r -F
complete -c irp -n "__fish_irp_using_subcommand schema" -l now -d 'Freeze the clock at this time, such as 2026-10-19T09:00Z' -r
complete -c irp -n "__fish_irp_using_subcommand schema" -l tz -d 'Zone of times: an IANA name, `plan`, `utc`, a person\'s id' -r
complete -c irp -n "__fish_irp_using_subcommand schema" -l color -d 'Use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c irp -n "__fish_irp_using_subcommand schema" -l tzdata -d 'Zoneinfo folder to use instead of irp\'s own zone data' -r -F
complete -c irp -n "__fish_irp_using_subcommand schema" -l list -d 'List the schemas'
complete -c irp -n "__fish_irp_using_subcommand schema" -l json -d 'Answer as JSON'
complete -c irp -n "__fish_irp_using_subcommand schema" -s h -l help -d 'Print help'
complete -c irp -n "__fish_irp_using_subcommand completions" -l plan -d 'Folder of the plan [default: searched from here upwards]' -r -F
complete -c irp -n "__fish_irp_using_subcommand completions" -l now -d 'Freeze the clock at this time, such as 2026-10-19T09:00Z' -r
complete -c irp -n "__fish_irp_using_subcommand completions" -l tz -d 'Zone of times: an IANA name, `plan`, `utc`, a person\'s id' -r
complete -c irp -n "__fish_irp_using_subcommand completions" -l color -d 'Use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c irp -n "__fish_irp_using_subcommand completions" -l tzdata -d 'Zoneinfo folder to use instead of irp\'s own zone data' -r -F
complete -c irp -n "__fish_irp_using_subcommand completions" -l json -d 'Answer as JSON'
complete -c irp -n "__fish_irp_using_subcommand completions" -s h -l help -d 'Print help'
complete -c irp -n "__fish_irp_using_subcommand lsp" -l plan -d 'Folder of the plan [default: searched from here upwards]' -r -F
complete -c irp -n "__fish_irp_using_subcommand lsp" -l now -d 'Freeze the clock at this time, such as 2026-10-19T09:00Z' -r
complete -c irp -n "__fish_irp_using_subcommand lsp" -l tz -d 'Zone of times: an IANA name, `plan`, `utc`, a person\'s id' -r
complete -c irp -n "__fish_irp_using_subcommand lsp" -l color -d 'Use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c irp -n "__fish_irp_using_subcommand lsp" -l tzdata -d 'Zoneinfo folder to use instead of irp\'s own zone data' -r -F
complete -c irp -n "__fish_irp_using_subcommand lsp" -l stdio -d 'Speak on standard input and output, which irp does anyway'
complete -c irp -n "__fish_irp_using_subcommand lsp" -l json -d 'Answer as JSON'
complete -c irp -n "__fish_irp_using_subcommand lsp" -s h -l help -d 'Print help'
