
use builtin;
use str;

set edit:completion:arg-completer[irp] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'irp'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'irp'= {
            cand --plan 'Folder of the plan [default: searched from here upwards]'
            cand --now 'Freeze the clock at this time, such as 2026-10-19T09:00Z'
            cand --tz 'Zone of times: an IANA name, `plan`, `utc`, a person''s id'
            cand --color 'Use colour: auto, always or never'
            cand --tzdata 'Zoneinfo folder to use instead of irp''s own zone data'
            cand --json 'Answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print the version, and that of the zone data'
            cand --version 'Print the version, and that of the zone data'
            cand init 'Write a first plan, with the people who commit to this repository'
            cand oncall 'Say who is on call'
            cand schedule 'Show the shifts of a span of time'
            cand why 'Say why somebody is on call, with the file and line of each reason'
            cand check 'Check the plan: every fault, and every finding of the rules'
            cand fmt 'Put the files of the plan into canonical layout, comments kept'
            cand schema 'Print the JSON Schema of plan files, or of what --json prints'
            cand completions 'Print the script that completes irp''s words in a shell'
            cand lsp 'Serve an editor: what is wrong as you type, completion, hover, rename'
        }
        &'irp;init'= {
            cand --people 'Who takes turns, in this order [default: up to six recent authors]'
            cand --name 'Name of the plan [default: that of the folder]'
            cand --plan 'Folder of the plan [default: searched from here upwards]'
            cand --now 'Freeze the clock at this time, such as 2026-10-19T09:00Z'
            cand --tz 'Zone of times: an IANA name, `plan`, `utc`, a person''s id'
            cand --color 'Use colour: auto, always or never'
            cand --tzdata 'Zoneinfo folder to use instead of irp''s own zone data'
            cand --emails 'Write the authors'' e-mail addresses into the plan too'
            cand --stdout 'Print the plan and write nothing'
            cand --json 'Answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'irp;oncall'= {
            cand -r 'Only this rotation; every filter may be repeated'
            cand --rotation 'Only this rotation; every filter may be repeated'
            cand -t 'Only rotations of this team'
            cand --team 'Only rotations of this team'
            cand --role 'Only rotations with this role'
            cand -s 'Only rotations that a page for this service reaches'
            cand --service 'Only rotations that a page for this service reaches'
            cand --severity 'Only rotations that a page of this severity reaches'
            cand -p 'Only rotations in which this person is on call'
            cand --person 'Only rotations in which this person is on call'
            cand --print 'Only their name, id, email, chat, phone, sms or push'
            cand -f 'table (on a terminal), tsv (elsewhere), list or json'
            cand --format 'table (on a terminal), tsv (elsewhere), list or json'
            cand --plan 'Folder of the plan [default: searched from here upwards]'
            cand --now 'Freeze the clock at this time, such as 2026-10-19T09:00Z'
            cand --tz 'Zone of times: an IANA name, `plan`, `utc`, a person''s id'
            cand --color 'Use colour: auto, always or never'
            cand --tzdata 'Zoneinfo folder to use instead of irp''s own zone data'
            cand --watch 'Show the answer of now, and show it anew at each change; q quits'
            cand --json 'Answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'irp;schedule'= {
            cand --from 'From when, in words or as a timestamp [default: now]'
            cand --until 'Until when, in words or as a timestamp'
            cand --for 'For how long, such as 6w or 3mo [default: 2w; with --format month, that month]'
            cand -r 'Only this rotation; every filter may be repeated'
            cand --rotation 'Only this rotation; every filter may be repeated'
            cand -t 'Only rotations of this team'
            cand --team 'Only rotations of this team'
            cand -p 'Only shifts of this person'
            cand --person 'Only shifts of this person'
            cand -f 'table (on a terminal), tsv (elsewhere), csv, list, md, json, timeline, month, mermaid'
            cand --format 'table (on a terminal), tsv (elsewhere), csv, list, md, json, timeline, month, mermaid'
            cand --width 'Columns of a timeline or month [default: the terminal''s, COLUMNS, or 100]'
            cand --plan 'Folder of the plan [default: searched from here upwards]'
            cand --now 'Freeze the clock at this time, such as 2026-10-19T09:00Z'
            cand --tz 'Zone of times: an IANA name, `plan`, `utc`, a person''s id'
            cand --color 'Use colour: auto, always or never'
            cand --tzdata 'Zoneinfo folder to use instead of irp''s own zone data'
            cand --gaps 'Only gaps: somebody must be on call and nobody is'
            cand --layers 'In a timeline, a bar for every layer too'
            cand --ascii 'In a timeline or month, only ASCII beside names'
            cand --json 'Answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'irp;why'= {
            cand --plan 'Folder of the plan [default: searched from here upwards]'
            cand --now 'Freeze the clock at this time, such as 2026-10-19T09:00Z'
            cand --tz 'Zone of times: an IANA name, `plan`, `utc`, a person''s id'
            cand --color 'Use colour: auto, always or never'
            cand --tzdata 'Zoneinfo folder to use instead of irp''s own zone data'
            cand --json 'Answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'irp;check'= {
            cand -f 'human (default), concise or json'
            cand --format 'human (default), concise or json'
            cand --plan 'Folder of the plan [default: searched from here upwards]'
            cand --now 'Freeze the clock at this time, such as 2026-10-19T09:00Z'
            cand --tz 'Zone of times: an IANA name, `plan`, `utc`, a person''s id'
            cand --color 'Use colour: auto, always or never'
            cand --tzdata 'Zoneinfo folder to use instead of irp''s own zone data'
            cand --json 'Answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'irp;fmt'= {
            cand --stdin-filename 'With -: the path of what comes in, which says what kind of file it is'
            cand --plan 'Folder of the plan [default: searched from here upwards]'
            cand --now 'Freeze the clock at this time, such as 2026-10-19T09:00Z'
            cand --tz 'Zone of times: an IANA name, `plan`, `utc`, a person''s id'
            cand --color 'Use colour: auto, always or never'
            cand --tzdata 'Zoneinfo folder to use instead of irp''s own zone data'
            cand --check 'Write nothing; list the files that would change'
            cand --diff 'Write nothing; show what would change'
            cand --json 'Answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'irp;schema'= {
            cand --plan 'Folder of the plan [default: searched from here upwards]'
            cand --now 'Freeze the clock at this time, such as 2026-10-19T09:00Z'
            cand --tz 'Zone of times: an IANA name, `plan`, `utc`, a person''s id'
            cand --color 'Use colour: auto, always or never'
            cand --tzdata 'Zoneinfo folder to use instead of irp''s own zone data'
            cand --list 'List the schemas'
            cand --json 'Answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'irp;completions'= {
            cand --plan 'Folder of the plan [default: searched from here upwards]'
            cand --now 'Freeze the clock at this time, such as 2026-10-19T09:00Z'
            cand --tz 'Zone of times: an IANA name, `plan`, `utc`, a person''s id'
            cand --color 'Use colour: auto, always or never'
            cand --tzdata 'Zoneinfo folder to use instead of irp''s own zone data'
            cand --json 'Answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'irp;lsp'= {
            cand --plan 'Folder of the plan [default: searched from here upwards]'
            cand --now 'Freeze the clock at this time, such as 2026-10-19T09:00Z'
            cand --tz 'Zone of times: an IANA name, `plan`, `utc`, a person''s id'
            cand --color 'Use colour: auto, always or never'
            cand --tzdata 'Zoneinfo folder to use instead of irp''s own zone data'
            cand --stdio 'Speak on standard input and output, which irp does anyway'
            cand --json 'Answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
    ]
    $completions[$command]
}
