package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.Test;

/** A block device that a unikernel reads and writes, and remote clients. */
class RemoteDeviceIT {
    /** The boots that {@link Image#counter} finds in the first bytes of its device. */
    private static final int BOOTS = 41;

    private final Client client;
    private final OwnCa ca;
    private final RemoteConfiguration remote;
    private final Path home;

    RemoteDeviceIT() throws Exception {
        home = Tree.newHome();
        remote = RemoteConfiguration.in(home);
        ca = OwnCa.in(remote);
        client = new Client(home);
    }

    private static byte[] contents(int seed) {
        byte[] contents = new byte[1 << 20];
        new Random(seed).nextBytes(contents);
        Arrays.fill(contents, 0, Long.BYTES, (byte) 0);
        contents[0] = BOOTS;
        return contents;
    }

    private String remotely(String... words) throws Exception {
        return client.require(ca.as("cacert", words));
    }

    private void awaitLine(String line) throws Exception {
        try (Client.Stream console = client.follow(ca.as("cacert", "console", "user", "--count=20"))) {
            Await.until(Daemon.LIMIT, () -> assertThat(console.out()).contains(line));
        }
    }

    private byte[] dump() throws Exception {
        Path copy = home.resolve("copy");
        Files.deleteIfExists(copy);
        remotely("dump-block", "disk", "--output=" + copy);
        return Files.readAllBytes(copy);
    }

    @Test
    void takesNoDataForADeviceThatAUnikernelUses() throws Exception {
        Optional<TenderKind> tender = TenderKind.executing();
        assumeTrue(tender.isPresent(), "no tender here executes a guest");
        Path image = home.resolve("counter");
        Image.counter().stay().target(tender.get().target()).write(image);
        byte[] data = contents(1);
        byte[] others = contents(2);
        Path first = Files.write(home.resolve("first"), data);
        Path second = Files.write(home.resolve("second"), others);
        try (Daemon daemon = Daemon.start(
                home,
                Map.of("PATH", tender.get().searchPath()),
                "--etc-dir",
                remote.etc().toString())) {
            remotely("create-block", "disk", "1", "--data=" + first);
            remotely("create", "user", image.toString(), "--mem=2", "--block=storage:disk");
            awaitLine("boot " + (BOOTS + 1));

            Shell.Outcome refused = client.run(ca.as("cacert", "set-block", "disk", second.toString()));
            assertThat(refused.exit()).as(refused.err()).isEqualTo(117);
            assertThat(refused.err()).contains("is in use by :user");
            remotely("restart", "user");
            awaitLine("boot " + (BOOTS + 2));
            remotely("destroy", "user");
            data[0] = BOOTS + 2;
            assertThat(dump()).isEqualTo(data);

            remotely("set-block", "disk", second.toString());
            assertThat(dump()).isEqualTo(others);
            assertThat(daemon.log()).doesNotContain(" ERROR ");
        }
    }
}
