package org.albatross.junixsocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** What the wrapping may lose: the version file and the native library that are looked for by name at run time. */
class WrappedLibraryTest {
    @Test
    void findsItsNativeLibraryAndTellsWhoThePeerIs(@TempDir Path folder) throws IOException {
        AFUNIXSocketAddress address = AFUNIXSocketAddress.of(folder.resolve("socket"));
        try (AFUNIXServerSocket listening = AFUNIXServerSocket.bindOn(address);
                AFUNIXSocket client = AFUNIXSocket.connectTo(address);
                AFUNIXSocket accepted = listening.accept()) {
            assertThat(accepted.getPeerCredentials().getPid())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(client.isConnected()).isTrue();
        }
    }
}
