package org.albatross.remote.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.albatross.api.Exposition;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.wire.Frame;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is measured, of a host that a test plays. */
@Timeout(60)
class HostExpositionTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @AutoClose
    private final PlayedHost host;

    HostExpositionTest(@TempDir Path folder) throws IOException {
        host = new PlayedHost(folder.resolve("edge.sock"));
    }

    @Test
    void getsWhatIsMeasuredFromTheHost() throws Exception {
        host.bind();
        HostExposition exposition = new HostExposition(host.socket(), LIMIT);
        byte[] text = "x 1\n".repeat(500_000).getBytes(StandardCharsets.UTF_8);
        Thread site = new Thread(() -> {
            try {
                for (int length : new int[] {text.length, text.length + 1}) {
                    try (PlayedHost.Connection told = host.accept()) {
                        assertThat(told.next()).isEqualTo(new Payload.Metrics(Text.of("any")));
                        told.answer(Name.ROOT, new Reply.Done("text/x"));
                        told.send(Frame.header(length));
                        told.send(text);
                    }
                }
                try (PlayedHost.Connection told = host.accept()) {
                    told.answer(Name.ROOT, new Reply.Failure("not you"));
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        site.start();

        Exposition.Page page = exposition.page("any");
        assertThat(page.contentType()).isEqualTo("text/x");
        assertThat(page.text()).hasSize(text.length);
        assertThatThrownBy(() -> exposition.page("any"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("what is measured was not told by the host's process: it has ended the connection within"
                        + " its answer");
        assertThatThrownBy(() -> exposition.page("any"))
                .hasMessage("what is measured was not told by the host's process: not you");
        site.join();
        exposition.stop();
    }

    @Test
    void waitsNoLongerThanItMayForAHostThatSaysNothing() throws Exception {
        host.bind();
        HostExposition exposition = new HostExposition(host.socket(), Duration.ofSeconds(1));
        assertThatThrownBy(() -> exposition.page("any"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("what is measured was not told by the host's process within 1 s");
        exposition.stop();
    }
}
