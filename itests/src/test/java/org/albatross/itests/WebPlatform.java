package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.albatross.fixture.Image;

/** A platform with the page, an operator and a viewer, and one unikernel that prints what a browser could take for something else. */
final class WebPlatform implements AutoCloseable {
    static final Duration SOON = Daemon.LIMIT;
    static final String PASSWORD = "correct horse battery";
    static final String PRINTED = "<script>document.title='taken'</script> \u001b[31mabc";

    private final TenderKind tender = TenderKind.best();
    private final Path home;
    private final Path etc;
    private final int port;
    private final Client client;
    private final Daemon daemon;

    /** Starts it with {@code --web}, or, without, by a file in etc/. */
    WebPlatform(boolean option) throws Exception {
        home = Tree.newHome();
        etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        client = new Client(home);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path password = Files.writeString(home.resolve("password"), PASSWORD + "\n");
        for (String role : List.of("operator", "viewer")) {
            client.require(
                    "user",
                    "add",
                    role.substring(0, 4),
                    "--role=" + role,
                    "--path=a",
                    "--password-file=" + password,
                    "--etc-dir=" + etc);
        }
        List<String> options = new ArrayList<>(List.of("--etc-dir", etc.toString()));
        if (option) {
            options.add("--web=127.0.0.1:" + port);
        } else {
            Files.writeString(etc.resolve("org.albatross.web.cfg"), "listen = 127.0.0.1:" + port + "\n");
        }
        daemon = Daemon.start(home, Map.of("PATH", tender.searchPath()), options.toArray(String[]::new));
        Await.until(SOON, () -> assertThat(daemon.log()).contains("the page is at http://127.0.0.1:" + port + "/"));
    }

    /** Creates {@code a:hello}, which prints {@link #PRINTED} now and then, where images are executed. */
    void create() throws Exception {
        Path image = home.resolve("image");
        Image.flood(20, PRINTED).stay().target(tender.target()).write(image);
        client.require("create", "a:hello", image.toString(), "--mem=2", "--arg=--greeting=<b>");
        Await.until(SOON, () -> assertThat(client.require("status", "a:hello")).contains(" running "));
    }

    /** Whether unikernels print what they were made to. */
    boolean executes() {
        return tender != TenderKind.STUB;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    Path home() {
        return home;
    }

    Client client() {
        return client;
    }

    Daemon daemon() {
        return daemon;
    }

    @Override
    public void close() {
        daemon.close();
        Processes.naming(home.toString()).forEach(ProcessHandle::destroyForcibly);
    }
}
