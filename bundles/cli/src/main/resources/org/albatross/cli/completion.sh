# shellcheck shell=bash disable=SC2034,SC2154
# Says what may stand in the place of the last of the words "$@", which follow the program's name: in `kind` words,
# options, files or none, in `found` the words or options that are possible, and in `begin` what there is of it already.
_albatross_find() {
  local word='' command='' takes='' place=0
  kind=none found='' begin='' flags='' operands=''
  while [ $# -gt 1 ]; do
    word=$1
    shift
    if [ -n "$takes" ]; then
      takes=
    else
      case $word in
        --*=*) ;;
        -*) _albatross_value "$word" && takes=$word ;;
        *)
          if [ -z "$command" ]; then command=$word; else place=$((place + 1)); fi
          _albatross_command "$command"
          ;;
      esac
    fi
  done
  [ -n "$command" ] || _albatross_command ''
  begin=${1-}
  if [ -n "$takes" ]; then
    _albatross_value "$takes"
    _albatross_kind "$found"
    return
  fi
  case $begin in
    --*=*)
      if _albatross_value "${begin%%=*}"; then _albatross_kind "$found"; fi
      begin=${begin#*=}
      ;;
    -*)
      kind=options found=
      for word in $flags; do
        case $word in *=*) found="$found ${word%%=*}=" ;; *) found="$found $word" ;; esac
      done
      ;;
    *)
      if [ -z "$command" ] || [ "$command" = help ] || [ "$command" = manual ]; then
        [ "$place" -gt 0 ] || kind=words found=$_albatross_commands
        return
      fi
      for word in $operands; do
        [ "$place" -ne 0 ] || _albatross_kind "$word"
        place=$((place - 1))
      done
      ;;
  esac
}

# Sets `found` to what an option takes as its value; fails when it takes none.
_albatross_value() {
  local option
  for option in $flags; do
    if [ "${option%%=*}" = "$1" ]; then
      found=${option#"$1"}
      [ -n "$found" ]
      return
    fi
  done
  return 1
}

# Reads how the table tells what may stand in one place: =VALUES or VALUES, where @ is a file and - anything.
_albatross_kind() {
  case ${1#=} in
    @) kind=files found= ;;
    - | '') kind=none found= ;;
    *) kind=words found=$(printf %s "${1#=}" | tr '|' ' ') ;;
  esac
}
