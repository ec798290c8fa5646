package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.albatross.host.linux.Machine;
import org.albatross.model.Groups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/** Asks about processes that connect to a socket of this one. */
class LinuxPeersTest {
    private static final long LAST_GID = 4_294_967_294L;

    private final LinuxPeers peers = new LinuxPeers();

    private Groups groupsOf(Path folder, String... options) throws IOException {
        Path file = folder.resolve("socket");
        try (AFUNIXServerSocketChannel listening = AFUNIXServerSocketChannel.open()) {
            ServerSocketChannel unused = listening.bind(AFUNIXSocketAddress.of(file));
            List<String> command = new ArrayList<>(List.of("setpriv"));
            command.addAll(List.of(options));
            command.addAll(List.of("socat", "-", "UNIX-CONNECT:" + file));
            Process client = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (AFUNIXSocketChannel accepted = listening.accept()) {
                return peers.groups(
                        FileDescriptorCast.using(accepted.getFileDescriptor()).as(Integer.class));
            } finally {
                client.destroyForcibly();
                assertThat(Machine.codeOf(client)).isPositive();
            }
        }
    }

    @Test
    void tellsTheOtherGroupsOfAProcess(@TempDir Path folder) throws IOException {
        Machine.assumeMayChangeUser();
        assertThat(groupsOf(folder, "--groups", "7001,27," + LAST_GID)).isEqualTo(Groups.of(27, 7001, LAST_GID));
    }

    @Test
    void tellsThatAProcessHasNone(@TempDir Path folder) throws IOException {
        Machine.assumeMayChangeUser();
        assertThat(groupsOf(folder, "--clear-groups")).isEqualTo(Groups.NONE);
    }

    @Test
    void asksAgainWhereThereAreMany(@TempDir Path folder) throws IOException {
        Machine.assumeMayChangeUser();
        long[] many = LongStream.rangeClosed(10_000, 11_999).toArray();
        String words = LongStream.of(many).mapToObj(Long::toString).collect(Collectors.joining(","));
        assertThat(groupsOf(folder, "--groups", words))
                .isEqualTo(Groups.of(many))
                .isEqualTo(Groups.of(LongStream.of(many).limit(Groups.MOST).toArray()));
    }

    @Test
    void tellsThoseOfAPeerThatHasTheSameAsThisProcess(@TempDir Path folder) throws IOException {
        long[] own = Arrays.stream(Machine.statusOf("self", "Groups").split(" "))
                .filter(word -> !word.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        assertThat(groupsOf(folder, "--nnp")).isEqualTo(Groups.of(own));
    }

    @Test
    void saysThatADescriptorIsNotASocket() {
        assertThatThrownBy(() -> peers.groups(-1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read the groups of a connection's peer");
    }
}
