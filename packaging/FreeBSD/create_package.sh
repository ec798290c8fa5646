#!/bin/sh
# Makes the pkg(8) archive for FreeBSD out of a built tree: create_package.sh TREE DIRECTORY [VERSION]. Prints the archive's file.
#   TREE       launcher/target/albatross
#   DIRECTORY  where the archive is put
#   VERSION    the package's version; by default that of the tree
# It needs no FreeBSD: bsdtar (Debian: libarchive-tools) writes the archive. The same tree and version give the same bytes: times are
# SOURCE_DATE_EPOCH, by default that of the last commit.
set -eu
packaging=$(cd "$(dirname "$0")/.." && pwd)
tree=$(cd "$1" && pwd)
mkdir -p "$2"
output=$(cd "$2" && pwd)
of_tree=$(cat "$tree/lib/current/version")
version=${3-$(printf '%s' "$of_tree" | sed 's/-SNAPSHOT$/.s/')}
case $version in
  '' | *[!A-Za-z0-9.]*) printf 'create_package.sh: %s is not a version of a pkg(8) package\n' "$version" >&2; exit 1 ;;
esac
bundle() { printf '%s\n' "$packaging/../bundles/$1/target/$1-$of_tree.jar"; }
for name in host-freebsd bhyve; do
  [ -f "$(bundle "$name")" ] || { printf 'create_package.sh: %s is missing: build bundles/%s\n' "$(bundle "$name")" "$name" >&2; exit 1; }
done
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH-$(git -C "$packaging" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
umask 0022

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
local=$work/root/usr/local
home=$local/lib/albatross
release=$home/lib/releases/$version

mkdir -p "$home/lib/releases" "$local/etc/albatross/edge" "$local/etc/rc.d" "$local/bin" "$local/sbin" "$local/libexec/albatross" \
  "$local/share/examples/albatross" "$local/share/doc/albatross" "$local/share/man/man1"
cp -R "$tree/lib/current/." "$release"
# An archive of classes is for the Java and the place that it was made for.
rm -f "$release/client.jsa"
ln -s "releases/$version" "$home/lib/current"
cp -RP "$tree/bin" "$home/bin"
ln -s ../../etc/albatross "$home/etc"

# The bundle for this system in the place of the other one, one more that runs bhyve, and what starts processes here. The evaluation tender is one for KVM.
# The page was never run there, and is left out.
rm -rf "$release/features/web.json" "$release/bundles"/org.albatross.web-* "$release/bundles"/org.eclipse.jetty.*
rm -rf "$release/bundles"/org.albatross.host-linux-* "$release/tender" "$release/libexec/albatross-tender" "$release/libexec/albatross-demo"
for name in host-freebsd bhyve; do cp "$(bundle "$name")" "$release/bundles/org.albatross.$name-$of_tree.jar"; done
sed -i -e '/org\.albatross:host-linux:/{s//org.albatross:host-freebsd:/;p;s/host-freebsd/bhyve/;}' "$release/features"/*.json
cp "$packaging"/FreeBSD/libexec/*-system "$packaging/FreeBSD/libexec/albatross-bhyve" "$release/libexec/"
(cd "$release" && find bundles features launcher libexec -type f | LC_ALL=C sort | xargs -d '\n' sha256sum) \
  | sha256sum | cut -d' ' -f1 >"$release/digest"

# Configuration: pkg(8) never overwrites what stands in etc, and the samples show what came with the package.
for file in logback.xml edge/logback.xml; do cp "$tree/etc/$file" "$local/etc/albatross/$file.sample"; done
cat >"$local/etc/albatross/org.albatross.tls.cfg.sample" <<'TXT'
# The endpoint for remote clients. With this file as org.albatross.tls.cfg the platform listens.
addresses = *:1025
# For inetd(8), see share/examples/albatross/inetd.conf:
#addresses = 127.0.0.1:1026
ca = /usr/local/etc/albatross/cacert.pem
certificate = /usr/local/etc/albatross/server.pem
key = /usr/local/etc/albatross/server.key
TXT
cp "$packaging"/FreeBSD/rc.d/* "$local/etc/rc.d/"
cp "$packaging/FreeBSD/inetd.conf.example" "$local/share/examples/albatross/inetd.conf"
cp "$packaging/FreeBSD/devfs.rules" "$local/share/examples/albatross/devfs.rules"
cp "$packaging"/../docs/*.md "$packaging/../CHANGELOG.md" "$packaging/../LICENSE" "$local/share/doc/albatross/"
cp "$packaging/debian/copyright" "$local/share/doc/albatross/COPYRIGHT"

# The names that people and their scripts know.
sed -e 's/#.*//' -e '/^$/d' "$packaging/links" | while read -r name; do
  ln -s ../lib/albatross/bin/albatross "$local/bin/$name"
done
ln -s ../lib/albatross/bin/albatross "$local/bin/albatross"
ln -s ../lib/albatross/bin/albatross-client-remote-tls "$local/bin/albatross-client-remote-tls"
ln -s ../lib/albatross/bin/albatross "$local/sbin/albatross-client"
ln -s ../lib/albatross/bin/albatrossd "$local/sbin/albatrossd"
for name in albatrossd albatross-influx albatross-log albatross-tls-endpoint; do
  ln -s "../../lib/albatross/bin/$name" "$local/libexec/albatross/$name"
done
cp "$packaging/FreeBSD/libexec/albatross.subr" "$local/libexec/albatross/"
ln -s ../../lib/albatross/bin/albatross-tls-endpoint "$local/libexec/albatross/albatross-tls-inetd"

"$tree/bin/albatross" manual >"$local/share/man/man1/albatross.1"
gzip -9n "$local/share/man/man1/albatross.1"

chmod 0755 "$local/etc/rc.d"/* "$release/libexec"/albatross-run "$release/libexec"/albatross-bhyve "$release/libexec"/albatross-state
find "$work/root" -type f -exec chmod a+r,go-w {} +
find "$work/root" -name '*.jar' -exec chmod 0644 {} +

# A text as a JSON string.
quoted() { sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/	/\\t/g' | awk '{ printf "%s\\n", $0 }' | sed -e 's/^/"/' -e 's/$/"/'; }

flatsize=$(find "$work/root" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum + 0 }')
# $1: what the whole manifest has beside.
manifest() {
  cat <<TXT
{
"name":"albatross-platform",
"origin":"local/albatross-platform",
"version":"$version",
"comment":"Deploys and supervises MirageOS unikernels",
"maintainer":"maintainers@albatross.invalid",
"www":"https://mirageos.org",
"abi":"FreeBSD:*",
"arch":"freebsd:*",
"prefix":"/usr/local",
"flatsize":$flatsize,
"licenselogic":"multi",
"licenses":["ISCL","APACHE20","MIT","BSD3CLAUSE","BSD2CLAUSE","BSL","LGPL21","GPLv2"],
"categories":["local"],
"desc":$(printf 'Albatross deploys and supervises MirageOS unikernels (Solo5 images), and virtual machines of bhyve: it connects them\nto bridges, restarts them, keeps what they print, and enforces policies. It speaks the wire protocol of\nthe original Albatross.\n' | quoted),
"deps":{"openjdk17-jre":{"origin":"java/openjdk17-jre","version":"17"}},
"users":["albatross","albatross-edge"],
"groups":["albatross","albatross-edge"],
"messages":[{"type":"install","message":$(quoted <"$packaging/FreeBSD/message")}]$1
}
TXT
}
files=$(cd "$work/root" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum \
  | sed -e 's/^\([0-9a-f]*\)  \.\(.*\)$/"\2":"1$\1",/')
links=$(cd "$work/root" && find . -type l | LC_ALL=C sort | sed -e 's/^\.\(.*\)$/"\1":"-",/')
manifest '' >"$work/+COMPACT_MANIFEST"
manifest ",
\"scripts\":{\"pre-install\":$(quoted <"$packaging/FreeBSD/pre-install"),\"post-install\":$(quoted <"$packaging/FreeBSD/post-install")},
\"files\":{
$(printf '%s\n%s\n' "$files" "$links" | sed '$ s/,$//')
}" >"$work/+MANIFEST"

find "$work" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
file=$output/albatross-platform-$version.pkg
{
  printf '%s\n' +COMPACT_MANIFEST +MANIFEST -C "$work/root"
  (cd "$work/root" && find . ! -type d) | LC_ALL=C sort
} >"$work/list"
# Of level 9 for its large dictionary: some jars are there twice, once for the platform and once for its programs.
bsdtar -c --xz --options xz:compression-level=9 --format ustar -P --uid 0 --gid 0 --uname root --gname wheel -n -f "$file" -s ',^\./,/,' -C "$work" -T "$work/list"
printf '%s\n' "$file"
