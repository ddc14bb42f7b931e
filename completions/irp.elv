# irp completion for Elvish, as printed by `irp completions elvish`.
# irp itself says what may follow; where it cannot, nothing is offered.

use str

set edit:completion:arg-completer[irp] = {|@words|
  var found = []
  try {
    set found = [((external $words[0]) __complete elvish $@words 2>/dev/null | from-lines)]
  } catch e { }
  if (and (> (count $found) 0) (str:has-prefix $found[0] ':')) {
    edit:complete-filename $words[-1]
  } else {
    for line $found {
      var value help = (str:split &max=2 "\t" $line)
      var suffix = ' '
      if (str:has-suffix $value /) { set suffix = '' }
      var shown = $value
      if (not-eq $help '') { set shown = $value' ('$help')' }
      edit:complex-candidate $value &code-suffix=$suffix &display=$shown
    }
  }
}
