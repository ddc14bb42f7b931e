# irp completion for PowerShell, as printed by `irp completions powershell`.
# irp itself says what may follow; where it cannot, nothing is offered.

Register-ArgumentCompleter -Native -CommandName irp -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text.Trim([char]34, [char]39) })
    # Older versions drop empty arguments, so the word under the cursor is marked.
    $typed = ':' + $wordToComplete.Trim([char]34, [char]39)
    & $before[0] __complete powershell @before $typed 2>$null |
        Where-Object { -not $_.StartsWith(':') } |
        ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
        }
}
