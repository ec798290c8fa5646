_albatross_zsh() {
  local kind found begin flags operands
  () { emulate -L sh; _albatross_find "$@" } "${(@)words[2,CURRENT]}"
  [[ $PREFIX == --*=* ]] && compset -P 1 '*='
  case $kind in
    files) _files ;;
    words) compadd -- ${=found} ;;
    options)
      compadd -S '' -- ${(M)${=found}:#*=}
      compadd -- ${${=found}:#*=}
      ;;
  esac
}
