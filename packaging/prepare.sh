# shellcheck shell=sh
# Sourced by ./albatross and ./verify: what they need of the machine, and the build.
# The caller sets `tree` (the root of the working tree) and `program` (its name in messages).
: "${tree:?}" "${program:?}"

say() { printf '%s: %s\n' "$program" "$*" >&2; }
die() { say "$*"; exit 1; }

# require COMMAND=PACKAGE...: installs the Debian packages whose command is missing; where that is
# not possible, says which they are and ends.
require() {
  missing=
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%=*}" >/dev/null || missing="$missing ${pair#*=}"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    die "these packages are missing:$missing (on Debian, as root: apt-get install$missing)"
  fi
  say "installing$missing"
  # shellcheck disable=SC2086 # a list of package names
  install_packages $missing
}

install_packages() {
  log=$(mktemp)
  if ! { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -qy -o DPkg::Lock::Timeout=600 --no-install-recommends install "$@"; } \
    </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "apt-get could not install $*"
  fi
  rm -f "$log"
}

# Java 17 or newer with a compiler, and Maven.
require_build_tools() {
  require javac=openjdk-17-jdk-headless mvn=maven
}

# A digest that changes with every source of the build.
sources_digest() {
  (cd "$tree" && find pom.xml .mvn bundles features launcher packaging -name target -prune -o -type f -printf '%p %T@ %s %m\n' \
    | LC_ALL=C sort | sha256sum | cut -d' ' -f1)
}

# Builds launcher/target/albatross unless it is there and no source changed since; quiet unless it fails.
build_when_needed() {
  stamp=$tree/launcher/target/albatross.stamp
  digest=$(sources_digest)
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ]; then return 0; fi
  require_build_tools
  say "building (the first time downloads the libraries; some minutes)"
  mkdir -p "$tree/target"
  if ! (cd "$tree" && mvn -B -q -DskipTests -Dspotless.check.skip=true -pl launcher -am package) >"$tree/target/build.log" 2>&1; then
    cat "$tree/target/build.log" >&2
    die "the build failed (also in target/build.log)"
  fi
  # Its client starts in less time with it.
  "$tree/launcher/target/albatross/lib/current/libexec/albatross-archive" || true
  printf '%s\n' "$digest" >"$stamp"
}
