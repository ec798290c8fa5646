package org.albatross.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.albatross.host.WrapperLine;

/** What tests need of the machine beside the host under test: commands, and facts of {@code /proc}. */
public final class Machine {
    /** The directory of the wrapper in the source tree. */
    public static final Path LIBEXEC =
            Path.of("../../packaging/libexec").toAbsolutePath().normalize();
    /** The wrapper in the source tree. */
    public static final Path WRAPPER = LIBEXEC.resolve(WrapperLine.PROGRAM);

    private Machine() {}

    /** Skips a test that needs a capability, given with its bit's number, when this process has it not. */
    public static void assumeCapability(String name, int bit) throws IOException {
        assumeTrue(hasCapability(bit), "needs the capability " + name);
    }

    /** Skips a test about the lack of a capability when this process has it. */
    public static void assumeNoCapability(String name, int bit) throws IOException {
        assumeTrue(!hasCapability(bit), "needs not to have the capability " + name);
    }

    private static boolean hasCapability(int bit) throws IOException {
        return (Long.parseUnsignedLong(statusOf("self", "CapEff"), 16) >> bit & 1) == 1;
    }

    /** Skips a test that needs to become another user, as the platform may in separate mode. */
    public static void assumeMayChangeUser() throws IOException {
        assumeCapability("CAP_SETGID", 6);
        assumeCapability("CAP_SETUID", 7);
    }

    /** Skips a test in which a user of its own opens a device, unless everybody may. */
    public static void assumeOpenToAll(Path device) throws IOException {
        assumeTrue(
                Files.exists(device)
                        && Files.getPosixFilePermissions(device).contains(PosixFilePermission.OTHERS_WRITE),
                "needs " + device + " open to everybody");
    }

    /** Skips a test that makes taps and bridges, unless it is alone in a network namespace where it may. */
    public static void assumeOwnNetwork() throws IOException {
        assumeCapability("CAP_NET_ADMIN", 12);
        Path tun = Path.of("/dev/net/tun");
        assumeTrue(Files.isReadable(tun) && Files.isWritable(tun), "needs /dev/net/tun");
        assumeTrue(hasLoopbackAlone(), "needs a network namespace of its own");
    }

    /** Tells whether there is no network interface but {@code lo}. */
    public static boolean hasLoopbackAlone() throws IOException {
        return run("ip", "-brief", "link").lines().allMatch(line -> line.startsWith("lo "));
    }

    /** Runs a command to its end, which must come soon and with exit code 0; returns its output. */
    public static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(codeOf(process)).as(List.of(command) + ": " + output).isZero();
        return output;
    }

    /** Waits for the end of a process, which must come soon; returns its exit code. */
    public static int codeOf(Process process) throws IOException {
        Await.until("the end of " + process.info(), () -> !process.isAlive());
        return process.exitValue();
    }

    /** Returns a line of {@code /proc/PID/status} without its title. */
    public static String statusOf(Object pid, String title) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid.toString(), "status")).stream()
                .filter(line -> line.startsWith(title + ":"))
                .map(line -> line.substring(title.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    /** Tells whether a process lives, and is not a zombie. */
    public static boolean lives(long pid) throws IOException {
        try {
            return !statusOf(pid, "State").startsWith("Z");
        } catch (IOException e) {
            return false;
        }
    }
}
