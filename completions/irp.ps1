
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'irp' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'irp'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'irp' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Folder of the plan [default: searched from here upwards]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Freeze the clock at this time, such as 2026-10-19T09:00Z')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: an IANA name, `plan`, `utc`, a person''s id')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour: auto, always or never')
            [CompletionResult]::new('--tzdata', '--tzdata', [CompletionResultType]::ParameterName, 'Zoneinfo folder to use instead of irp''s own zone data')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print the version, and that of the zone data')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print the version, and that of the zone data')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a first plan, with the people who commit to this repository')
            [CompletionResult]::new('oncall', 'oncall', [CompletionResultType]::ParameterValue, 'Say who is on call')
            [CompletionResult]::new('schedule', 'schedule', [CompletionResultType]::ParameterValue, 'Show the shifts of a span of time')
            [CompletionResult]::new('why', 'why', [CompletionResultType]::ParameterValue, 'Say why somebody is on call, with the file and line of each reason')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the plan: every fault, and every finding of the rules')
            [CompletionResult]::new('fmt', 'fmt', [CompletionResultType]::ParameterValue, 'Put the files of the plan into canonical layout, comments kept')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of plan files, or of what --json prints')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the script that completes irp''s words in a shell')
            [CompletionResult]::new('lsp', 'lsp', [CompletionResultType]::ParameterValue, 'Serve an editor: what is wrong as you type, completion, hover, rename')
            break
        }
        'irp;init' {
            [CompletionResult]::new('--people', '--people', [CompletionResultType]::ParameterName, 'Who takes turns, in this order [default: up to six recent authors]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the plan [default: that of the folder]')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Folder of the plan [default: searched from here upwards]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Freeze the clock at this time, such as 2026-10-19T09:00Z')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: an IANA name, `plan`, `utc`, a person''s id')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour: auto, always or never')
            [CompletionResult]::new('--tzdata', '--tzdata', [CompletionResultType]::ParameterName, 'Zoneinfo folder to use instead of irp''s own zone data')
            [CompletionResult]::new('--emails', '--emails', [CompletionResultType]::ParameterName, 'Write the authors'' e-mail addresses into the plan too')
            [CompletionResult]::new('--stdout', '--stdout', [CompletionResultType]::ParameterName, 'Print the plan and write nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'irp;oncall' {
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Only this rotation; every filter may be repeated')
            [CompletionResult]::new('--rotation', '--rotation', [CompletionResultType]::ParameterName, 'Only this rotation; every filter may be repeated')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Only rotations of this team')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Only rotations of this team')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Only rotations with this role')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Only rotations that a page for this service reaches')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Only rotations that a page for this service reaches')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Only rotations that a page of this severity reaches')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Only rotations in which this person is on call')
            [CompletionResult]::new('--person', '--person', [CompletionResultType]::ParameterName, 'Only rotations in which this person is on call')
            [CompletionResult]::new('--print', '--print', [CompletionResultType]::ParameterName, 'Only their name, id, email, chat, phone, sms or push')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'table (on a terminal), tsv (elsewhere), list or json')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'table (on a terminal), tsv (elsewhere), list or json')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Folder of the plan [default: searched from here upwards]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Freeze the clock at this time, such as 2026-10-19T09:00Z')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: an IANA name, `plan`, `utc`, a person''s id')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour: auto, always or never')
            [CompletionResult]::new('--tzdata', '--tzdata', [CompletionResultType]::ParameterName, 'Zoneinfo folder to use instead of irp''s own zone data')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Show the answer of now, and show it anew at each change; q quits')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'irp;schedule' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'From when, in words or as a timestamp [default: now]')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Until when, in words or as a timestamp')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'For how long, such as 6w or 3mo [default: 2w; with --format month, that month]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Only this rotation; every filter may be repeated')
            [CompletionResult]::new('--rotation', '--rotation', [CompletionResultType]::ParameterName, 'Only this rotation; every filter may be repeated')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Only rotations of this team')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Only rotations of this team')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Only shifts of this person')
            [CompletionResult]::new('--person', '--person', [CompletionResultType]::ParameterName, 'Only shifts of this person')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'table (on a terminal), tsv (elsewhere), csv, list, md, json, timeline, month, mermaid')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'table (on a terminal), tsv (elsewhere), csv, list, md, json, timeline, month, mermaid')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Columns of a timeline or month [default: the terminal''s, COLUMNS, or 100]')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Folder of the plan [default: searched from here upwards]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Freeze the clock at this time, such as 2026-10-19T09:00Z')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: an IANA name, `plan`, `utc`, a person''s id')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour: auto, always or never')
            [CompletionResult]::new('--tzdata', '--tzdata', [CompletionResultType]::ParameterName, 'Zoneinfo folder to use instead of irp''s own zone data')
            [CompletionResult]::new('--gaps', '--gaps', [CompletionResultType]::ParameterName, 'Only gaps: somebody must be on call and nobody is')
            [CompletionResult]::new('--layers', '--layers', [CompletionResultType]::ParameterName, 'In a timeline, a bar for every layer too')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'In a timeline or month, only ASCII beside names')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'irp;why' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Folder of the plan [default: searched from here upwards]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Freeze the clock at this time, such as 2026-10-19T09:00Z')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: an IANA name, `plan`, `utc`, a person''s id')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour: auto, always or never')
            [CompletionResult]::new('--tzdata', '--tzdata', [CompletionResultType]::ParameterName, 'Zoneinfo folder to use instead of irp''s own zone data')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'irp;check' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'human (default), concise or json')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'human (default), concise or json')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Folder of the plan [default: searched from here upwards]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Freeze the clock at this time, such as 2026-10-19T09:00Z')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: an IANA name, `plan`, `utc`, a person''s id')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour: auto, always or never')
            [CompletionResult]::new('--tzdata', '--tzdata', [CompletionResultType]::ParameterName, 'Zoneinfo folder to use instead of irp''s own zone data')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'irp;fmt' {
            [CompletionResult]::new('--stdin-filename', '--stdin-filename', [CompletionResultType]::ParameterName, 'With -: the path of what comes in, which says what kind of file it is')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Folder of the plan [default: searched from here upwards]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Freeze the clock at this time, such as 2026-10-19T09:00Z')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: an IANA name, `plan`, `utc`, a person''s id')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour: auto, always or never')
            [CompletionResult]::new('--tzdata', '--tzdata', [CompletionResultType]::ParameterName, 'Zoneinfo folder to use instead of irp''s own zone data')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing; list the files that would change')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Write nothing; show what would change')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'irp;schema' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Folder of the plan [default: searched from here upwards]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Freeze the clock at this time, such as 2026-10-19T09:00Z')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: an IANA name, `plan`, `utc`, a person''s id')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour: auto, always or never')
            [CompletionResult]::new('--tzdata', '--tzdata', [CompletionResultType]::ParameterName, 'Zoneinfo folder to use instead of irp''s own zone data')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List the schemas')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'irp;completions' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Folder of the plan [default: searched from here upwards]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Freeze the clock at this time, such as 2026-10-19T09:00Z')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: an IANA name, `plan`, `utc`, a person''s id')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour: auto, always or never')
            [CompletionResult]::new('--tzdata', '--tzdata', [CompletionResultType]::ParameterName, 'Zoneinfo folder to use instead of irp''s own zone data')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'irp;lsp' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Folder of the plan [default: searched from here upwards]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Freeze the clock at this time, such as 2026-10-19T09:00Z')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: an IANA name, `plan`, `utc`, a person''s id')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour: auto, always or never')
            [CompletionResult]::new('--tzdata', '--tzdata', [CompletionResultType]::ParameterName, 'Zoneinfo folder to use instead of irp''s own zone data')
            [CompletionResult]::new('--stdio', '--stdio', [CompletionResultType]::ParameterName, 'Speak on standard input and output, which irp does anyway')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
