package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.fixture.Image;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates against a real HTTP server that answers as a server of builds does, or does not. */
class UpdateTest {
    private static final String SOCKET = "util/vmmd.sock";
    private static final Name NAME = Name.parse("foo:dns");
    private static final String DIGEST = "3fdaa165f6c9dc0b68ec2ae77df25c94d5a076dd31922f2d7cda4763ba96453e";
    private static final String HASH = "/hash?sha256=" + DIGEST;
    private static final String LATEST = "/job/dns/build/latest";
    private static final String BINARY = "/job/dns/build/two/main-binary";

    /** What the server does with one request. */
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final Path directory;
    private final HttpServer server;
    private final Map<String, Answer> answers = new HashMap<>();

    UpdateTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                answers.getOrDefault(exchange.getRequestURI().toString(), status(404))
                        .to(exchange);
            }
        });
        server.start();
        answers.put(HASH, redirect("/job/dns/build/one/"));
        answers.put(LATEST, redirect(address() + "/job/dns/build/two"));
        answers.put(BINARY, content(Image.network("10.0.0.2").build()));
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void replacesTheImageAndNothingElse() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> connection.answer(infos()),
                FakePlatform.telling(NAME, Optional.of(false), Optional.empty()),
                connection -> connection.answer(new Reply.Done("created unikernel")))) {
            Outcome outcome = update(platform);

            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            0, comparison() + "host [unikernel: foo:dns]: success: created unikernel\n", ""));
            UnikernelCommand.ForceCreate sent = (UnikernelCommand.ForceCreate) sent(platform, 3);
            assertThat(sent.config().image())
                    .isEqualTo(Blob.of(Bytes.of(Image.network("10.0.0.2").build())));
            assertThat(sent.config().arguments().netDevices())
                    .containsExactly(new NetDevice(
                            Text.of("service0"),
                            Optional.of(Text.of("br0")),
                            Optional.of(MacAddress.parse("00:80:41:aa:bb:cc"))));
            assertThat(sent.config().arguments().argv()).contains(List.of(Text.of("-v")));
            assertThat(sent.config().arguments().memory()).isEqualTo(new Megabytes(64));
            assertThat(sent.config().arguments().addName()).isFalse();
        }
    }

    @Test
    void addsTheNameWhereThePlatformDoesNotTellWhetherItWas() throws Exception {
        FakePlatform.Script original = FakePlatform.Connection::receive;
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> connection.answer(infos()),
                original,
                connection -> connection.answer(new Reply.Done("created unikernel")))) {
            assertThat(update(platform).exitCode()).isZero();

            assertThat(((UnikernelCommand.ForceCreate) sent(platform, 2))
                            .config()
                            .arguments()
                            .addName())
                    .isTrue();
        }
    }

    @Test
    void replacesWithConfirmation() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> connection.answer(infos()),
                FakePlatform.telling(NAME, Optional.of(true), Optional.empty()),
                connection -> {
                    connection.answer(new Reply.Hello(Text.of("albatross"), Text.of("1"), List.of()));
                    connection.answer(new Reply.Done("created unikernel"));
                })) {
            assertThat(update(platform, "--confirm-after=60").exitCode()).isZero();
            assertThat(((LifecycleCommand.Replace) sent(platform, 4))
                            .confirmation()
                            .afterSeconds())
                    .isEqualTo(60);
        }
    }

    @Test
    void doesNothingWhenItIsUpToDate() throws Exception {
        answers.put(LATEST, redirect("/job/dns/build/one"));

        assertThat(updateOfInfo()).isEqualTo(new Outcome(0, "already up to date\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--dryrun", "--dry-run"})
    void onlyTellsWhenAskedTo(String option) throws Exception {
        answers.remove(BINARY);

        assertThat(updateOfInfo(option)).isEqualTo(new Outcome(0, comparison(), ""));
    }

    @Test
    void compressesTheImageWhenAskedTo() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> connection.answer(infos()),
                FakePlatform.telling(NAME, Optional.of(true), Optional.empty()),
                connection -> connection.answer(new Reply.Done("created unikernel")))) {
            assertThat(update(platform, "--compression-level=9").exitCode()).isZero();

            UnikernelCommand.ForceCreate sent = (UnikernelCommand.ForceCreate) sent(platform, 3);
            assertThat(sent.config().compressed()).isTrue();
            assertThat(sent.config().image().length())
                    .isLessThan(Image.network("10.0.0.2").build().length);
        }
    }

    @Test
    void saysNothingWhenItIsToBeQuiet() throws Exception {
        assertThat(updateOfInfo("--dryrun", "-q")).isEqualTo(new Outcome(0, "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://builds", "https://", "builds/path", "http://builds/path", ""})
    void refusesWhatIsNotTheAddressOfAServer(String address) {
        assertThat(new Outcome.Client(directory).run("update", "dns", "--http-host", address))
                .isEqualTo(
                        new Outcome(124, "", "albatross: --http-host " + address + " is not http[s]://HOST[:PORT]\n"));
    }

    @Test
    void endsWith118WhenTheImageIsUnknown() throws Exception {
        answers.remove(HASH);

        assertFailure("[ERROR] " + address() + " knows no build of the image " + DIGEST);
    }

    @Test
    void endsWith118WhenTheImageIsNotFound() throws Exception {
        answers.remove(BINARY);

        assertFailure(comparison(), "[ERROR] error in HTTP interaction: " + address() + BINARY + ": status 404");
    }

    @Test
    void endsWith118WhenTheServerFails() throws Exception {
        answers.put(HASH, status(500));

        assertFailure(
                "[ERROR] error in HTTP interaction: " + address() + HASH + ": status 500 instead of a redirection");
    }

    @Test
    void endsWith118WhenItIsRedirectedElsewhere() throws Exception {
        answers.put(HASH, redirect("file:///etc/passwd"));

        assertFailure("[ERROR] error in HTTP interaction: " + address() + HASH
                + ": redirected to file:///etc/passwd, which is not a build");
    }

    @Test
    void endsWith118WhenTheDownloadIsCutOff() throws Exception {
        answers.put(BINARY, exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            throw new IOException("cut off");
        });

        Outcome outcome = updateOfInfo();

        assertThat(outcome.exitCode()).isEqualTo(118);
        assertThat(outcome.err()).hasLineCount(1).contains("[ERROR] error in HTTP interaction: ");
    }

    @Test
    void endsWith118WhenTheImageIsTooLarge() throws Exception {
        answers.put(BINARY, exchange -> {
            exchange.sendResponseHeaders(200, 600L << 20);
            exchange.getResponseBody().flush();
        });

        assertFailure(
                comparison(),
                "[ERROR] error in HTTP interaction: " + address() + BINARY
                        + ": 629145600 bytes, at most 536870912 are taken");
    }

    @Test
    void endsWith118WhenNobodyListens() throws Exception {
        server.stop(0);

        Outcome outcome = updateOfInfo();

        assertThat(outcome.exitCode()).isEqualTo(118);
        assertThat(outcome.err()).hasLineCount(1).contains("Connection refused");
    }

    @Test
    void refusesAnImageWithOtherDevices() throws Exception {
        answers.put(BINARY, content(Image.hello().build()));
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> connection.answer(infos()),
                FakePlatform.telling(NAME, Optional.of(true), Optional.empty()))) {
            Outcome outcome = update(platform);

            assertThat(outcome.exitCode()).isEqualTo(124);
            assertThat(outcome.err()).contains("does not match").contains("Devices present in manifest: none");
        }
    }

    @Test
    void refusesAVirtualMachineWithoutAskingTheServer() throws Exception {
        try (FakePlatform platform =
                FakePlatform.listen(directory, SOCKET, connection -> connection.answer(infos(UnikernelType.BHYVE)))) {
            assertThat(update(platform))
                    .isEqualTo(new Outcome(
                            117,
                            "",
                            "albatross: [WARNING] host [unikernel: foo:dns]: command failed update: it is a virtual"
                                    + " machine, which has no image to be updated\n"));
        }
    }

    @Test
    void endsWith121WhenTheUnikernelDoesNotRun() throws Exception {
        Reply none = new Reply.Infos(InfoForm.CURRENT, List.of());
        UnikernelInfo stopped = ((Reply.Infos) infos()).unikernels().get(0).value();
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> connection.answer(none),
                FakePlatform.telling(NAME, Optional.of(true), Optional.of(stopped)))) {
            assertThat(update(platform))
                    .isEqualTo(
                            new Outcome(
                                    121,
                                    "",
                                    "albatross: [WARNING] host [unikernel: foo:dns]: command failed update: it does not run\n"));
        }
        try (FakePlatform platform = FakePlatform.listen(
                directory, SOCKET, connection -> connection.answer(none), FakePlatform.Connection::receive)) {
            assertThat(update(platform))
                    .isEqualTo(new Outcome(
                            121,
                            "",
                            "albatross: [WARNING] host [unikernel: foo:dns]: command failed update: not found\n"));
        }
    }

    @Test
    void endsWith121WhenItCannotBeKnownWhatRuns() throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, new Reply.Failure("no"))) {
            assertThat(update(platform).exitCode()).isEqualTo(121);
        }
        Outcome outcome = new Outcome.Client(directory.resolve("nowhere")).run("update", "dns");
        assertThat(outcome.exitCode()).isEqualTo(121);
        assertThat(outcome.err()).contains("couldn't connect to unix domain socket");
    }

    private void assertFailure(String message) throws Exception {
        assertFailure("", message);
    }

    private void assertFailure(String out, String message) throws Exception {
        assertThat(updateOfInfo()).isEqualTo(new Outcome(118, out, "albatross: " + message + "\n"));
    }

    private String comparison() {
        return "compare at " + address() + "/compare/one/two\n";
    }

    private Outcome updateOfInfo(String... options) throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, infos())) {
            return update(platform, options);
        }
    }

    private Outcome update(FakePlatform platform, String... options) {
        List<String> words = new java.util.ArrayList<>(List.of("update", "foo:dns", "--http-host", address()));
        words.addAll(List.of(options));
        return platform.client().run(words.toArray(String[]::new));
    }

    private static Command sent(FakePlatform platform, int index) {
        return ((Payload.Ask) platform.received().get(index).payload()).command();
    }

    private String address() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    private static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    private static Answer redirect(String location) {
        return exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(303, -1);
        };
    }

    private static Answer content(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    private static Reply infos() {
        return infos(UnikernelType.SOLO5);
    }

    private static Reply infos(UnikernelType type) {
        UnikernelInfo info = new UnikernelInfo(
                type,
                new FailBehaviour.Quit(),
                Optional.empty(),
                CpuId.setOf(0),
                new Megabytes(64),
                Bytes.ofHex(DIGEST),
                List.of(),
                List.of(new UnikernelInfo.Net(
                        Text.of("service0"), Text.of("br0"), MacAddress.parse("00:80:41:aa:bb:cc"))),
                Optional.of(List.of(Text.of("-v"))),
                Optional.of(Outcome.NOW),
                1,
                Optional.empty());
        return new Reply.Infos(InfoForm.CURRENT, List.of(new Named<>(NAME, info)));
    }
}
