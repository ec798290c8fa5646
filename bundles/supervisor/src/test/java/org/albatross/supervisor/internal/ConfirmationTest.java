package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.Command;
import org.albatross.model.Confirmation;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.NetDevice;
import org.albatross.model.ServiceCheck;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replacements that have to answer in time. The network of br0 is 10.0.0.0/24; 10.0.0.3 is an address of it that the host has
 * elsewhere, where these tests listen for TCP, which the unikernel at 10.0.0.2 does not speak.
 */
class ConfirmationTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    @BeforeEach
    void startPlatform() throws Exception {
        platform = TestPlatform.start(directory);
        platform.makeBridge("br0", "10.0.0.1/24");
        TestPlatform.command("ip", "link", "set", "lo", "up");
        TestPlatform.command("ip", "address", "add", "10.0.0.3/32", "dev", "lo");
        platform.done("net", new UnikernelCommand.Create(config("old")));
    }

    @AfterEach
    void stopPlatform() throws Exception {
        platform.destroyAll();
        platform.close();
        TestPlatform.command("ip", "address", "delete", "10.0.0.3/32", "dev", "lo");
        TestPlatform.command("ip", "link", "delete", "br0");
    }

    private static UnikernelConfig config(String argument) {
        NetDevice service = new NetDevice(Text.of("service0"), Optional.of(Text.of("br0")), Optional.empty());
        byte[] image = Image.network("10.0.0.2").target(Target.SPT).build();
        return Configs.with(image, Configs.arguments(Configs.QUIT, List.of(service), argument));
    }

    private static Command replace(long seconds, String check) {
        return new LifecycleCommand.Replace(
                new Confirmation(seconds, Optional.of(ServiceCheck.parse(check))), config("new"));
    }

    private String argument() {
        return platform.info().get(0).value().argv().orElseThrow().toString();
    }

    @Test
    void confirmsAUnikernelThatAnswers() throws Exception {
        TestPlatform.assumeGuestsAreExecuted();
        platform.done("net", replace(3, "dns:10.0.0.2/example.org"));

        assertThat(platform.eventsUntil("net", UnikernelEvent.Confirmed.class).toString())
                .contains("CheckPassed[check=dns:10.0.0.2:53/example.org]");
        assertThat(argument()).isEqualTo("[new]");
    }

    @Test
    void bringsBackWhatWasBeforeOneThatDoesNotAnswer() throws Exception {
        platform.done("net", replace(1, "tcp:10.0.0.2:80"));

        platform.eventsUntil("net", UnikernelEvent.CheckFailed.class);
        platform.eventsUntil("net", UnikernelEvent.Started.class);

        assertThat(argument()).isEqualTo("[old]");
    }

    @Test
    void asksByHttpAndTakesItsStatusForTheAnswer() throws Exception {
        for (String answer : List.of("HTTP/1.1 404 Not Found\r\n", "HTTP/1.0 204\n\n")) {
            boolean good = answer.contains("204");
            try (ServerSocket listener = new ServerSocket()) {
                listener.bind(new InetSocketAddress(InetAddress.getByName("10.0.0.3"), 0));
                ExecutorService server = Executors.newSingleThreadExecutor();
                try {
                    Future<String> request = server.submit(() -> answer(listener, answer));
                    platform.done("net", replace(2, "http:10.0.0.3:" + listener.getLocalPort() + "/ready?all"));
                    assertThat(request.get()).isEqualTo("GET /ready?all HTTP/1.0");
                    List<String> told = platform.eventsUntil(
                            "net", good ? UnikernelEvent.Confirmed.class : UnikernelEvent.CheckFailed.class);
                    if (!good) {
                        assertThat(told.get(told.size() - 1))
                                .contains("it has answered with status 404; 200 to 399 are expected");
                        platform.eventsUntil("net", UnikernelEvent.Started.class);
                    }
                } finally {
                    server.shutdownNow();
                }
            }
        }
    }

    /** Answers until the listener is closed; returns the first line of the first request. */
    private static String answer(ServerSocket listener, String answer) throws IOException {
        String first = answerOne(listener, answer);
        Thread others = new Thread(() -> {
            try {
                while (true) {
                    answerOne(listener, answer);
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
        others.start();
        return first;
    }

    private static String answerOne(ServerSocket listener, String answer) throws IOException {
        try (Socket socket = listener.accept()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String first = in.readLine();
            while (!in.readLine().isEmpty()) {
                // The headers.
            }
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            return first;
        }
    }

    @Test
    void acceptsAConnectionForAnAnswer() throws Exception {
        try (ServerSocket listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress(InetAddress.getByName("10.0.0.3"), 0));
            platform.done("net", replace(1, "tcp:10.0.0.3:" + listener.getLocalPort()));

            platform.eventsUntil("net", UnikernelEvent.Confirmed.class);
        }
    }

    @Test
    void asksNobodyBeyondTheNetworksOfTheUnikernel() {
        for (String address : List.of("127.0.0.1", "10.0.0.1", "10.0.0.0", "10.0.0.255", "10.0.1.2", "192.0.2.1")) {
            assertThat(platform.refused("net", replace(1, "tcp:" + address + ":80")))
                    .isEqualTo(
                            "the check tcp:" + address + ":80 is about an address that is in no network which this host"
                                    + " has on the unikernel's bridges, or is the host's own (br0: 10.0.0.1/24)");
        }
        assertThat(argument()).isEqualTo("[old]");
    }

    @Test
    void refusesACheckOfOneWithoutANetwork() {
        Command command = new LifecycleCommand.Replace(
                new Confirmation(1, Optional.of(ServiceCheck.parse("tcp:10.0.0.2:80"))),
                Configs.of(Image.hello(), Configs.QUIT));

        assertThat(platform.refused("net", command)).contains("(it has no network device)");
    }
}
