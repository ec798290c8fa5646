# shellcheck shell=bash disable=SC2034,SC2154
_albatross_bash() {
  local IFS=$' \t\n' kind found begin flags operands i word line=()
  # For bash a word ends at = and at :, for the program it does not.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ ${#line[@]} -gt 0 && ($word == [=:]* || ${COMP_WORDS[i - 1]} == *[=:]) ]]; then
      line[${#line[@]} - 1]+=$word
    else
      line+=("$word")
    fi
  done
  _albatross_find "${line[@]}"
  COMPREPLY=()
  case $kind in
    files)
      compopt -o filenames 2>/dev/null
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$begin")
      ;;
    words | options)
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$found" -- "$begin")
      if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
      ;;
  esac
}
