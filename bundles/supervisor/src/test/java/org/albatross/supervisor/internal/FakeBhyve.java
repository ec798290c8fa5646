package org.albatross.supervisor.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Hypervisor;
import org.albatross.bhyve.internal.BhyveHypervisor;
import org.albatross.bhyve.internal.ZvolAccess;

/**
 * bhyve's programs as scripts, which write down how they were called, and a directory in the place of {@code /dev}. As on FreeBSD the
 * loader makes the machine, bhyve takes its title for its command line, and bhyvectl alone removes a machine. The script that calls
 * them is the real one.
 */
final class FakeBhyve {
    private static final Path LIBEXEC =
            Path.of("../../packaging/FreeBSD/libexec").toAbsolutePath().normalize();

    private static final String HEAD =
            """
            #!/bin/bash
            fake=%s
            machine=${!#}
            printf '%%s\\n' "${0##*/} $*" >>"$fake/calls"
            """;

    private static final String LOADER =
            """
            [ ! -e "$fake/broken" ] || { echo "no kernel"; exit 1; }
            for word; do
              case $word in -m/*) cat "${word#-m}" >>"$fake/calls" ;; esac
            done
            : >"$fake/dev/vmm/$machine"
            """;

    /** Without an exit code to end with it waits for input that never comes. */
    private static final String BHYVE =
            """
            [ -e "$fake/dev/vmm/$machine" ] || { echo "vm_open: no such machine"; exit 4; }
            readlink /proc/self/fd/0 >>"$fake/calls"
            [ "$(sed -n 's/^flags:.*\\(.\\)$/\\1/p' /proc/self/fdinfo/0)" = 1 ] || { echo "input can be read"; exit 4; }
            echo "booted $(wc -l <"$fake/calls")"
            if [ -e "$fake/code" ]; then code=$(cat "$fake/code"); rm "$fake/code"; exit "$code"; fi
            exec -a "bhyve: $machine (bhyve)" cat 0<>"$fake/never"
            """;

    private static final String BHYVECTL =
            """
            case $* in --destroy\\ --vm=*) rm "$fake/dev/vmm/${machine#--vm=}" ;; *) exit 9 ;; esac
            """;

    private final Path directory;

    FakeBhyve(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("dev/vmm"));
        Files.createDirectories(directory.resolve("dev/zvol/tank"));
        Files.createDirectories(directory.resolve("bin"));
        TestPlatform.command("mkfifo", directory.resolve("never").toString());
        script("bhyveload", LOADER);
        script("grub-bhyve", LOADER);
        script("bhyve", BHYVE);
        script("bhyvectl", BHYVECTL);
    }

    private void script(String name, String body) throws IOException {
        Path file = directory.resolve("bin").resolve(name);
        Files.writeString(file, HEAD.formatted(directory) + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Returns the hypervisor; unikernels at a path may have volumes. */
    Hypervisor hypervisor(org.albatross.model.Path allowed) {
        return new BhyveHypervisor(
                LIBEXEC,
                List.of(directory.resolve("bin"), Path.of("/usr/bin"), Path.of("/bin")),
                directory.resolve("dev"),
                new ZvolAccess(Optional.of(allowed)),
                10);
    }

    void makeVolume(String name) throws IOException {
        Files.createFile(directory.resolve("dev/zvol/tank").resolve(name));
    }

    /** Lets loaders fail from now on. */
    void breakLoaders() throws IOException {
        Files.createFile(directory.resolve("broken"));
    }

    /** Lets the next machine end at once. */
    void endNextWith(int code) throws IOException {
        Files.writeString(directory.resolve("code"), Integer.toString(code));
    }

    /** Returns the machines that exist. */
    List<String> machines() {
        return TestPlatform.names(directory.resolve("dev/vmm"));
    }

    /** Returns how programs were called, and what they read. */
    List<String> calls() throws IOException {
        return Files.readAllLines(directory.resolve("calls"));
    }
}
