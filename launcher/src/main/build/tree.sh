#!/bin/sh
# Puts the parts of the installable tree in place that are not dependencies: tree.sh TREE LAUNCHER-JAR VERSION
set -eu
sources=$(cd "$(dirname "$0")/.." && pwd)
packaging=$sources/../../../packaging
tree=$1 launcher=$2 version=$3
release=$tree/lib/releases/1

mkdir -p "$tree/bin" "$tree/etc/edge" "$release/launcher" "$release/libexec"
cp "$launcher" "$release/launcher/launcher.jar"
printf '%s\n' "$version" >"$release/version"
cp -P "$sources"/bin/* "$tree/bin/"
cp "$sources"/etc/* "$tree/etc/"
cp "$sources/etc/logback.xml" "$tree/etc/edge/"
cp "$packaging"/libexec/* "$release/libexec/"
# What starts the framework, and all that a platform is made of, for upgrades to tell releases apart.
(cd "$release/launcher" && cat ./*.jar) | sha256sum | cut -d' ' -f1 >"$release/launcher/digest"
(cd "$release" && find bundles features launcher libexec tender -type f | LC_ALL=C sort | xargs -d '\n' sha256sum) \
  | sha256sum | cut -d' ' -f1 >"$release/digest"
ln -sfn releases/1 "$tree/lib/current"
