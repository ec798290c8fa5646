package org.albatross.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A host without a network socket, and its edge: two processes, of different users where the tests may make them so. */
final class TwoProcesses implements AutoCloseable {
    /** Behind the range of users for unikernels. */
    private static final long OTHER_UID = 2_000_000_000L + 65_536;

    /** How {@code /proc/net/tcp} calls a socket on which somebody listens. */
    private static final String LISTENING = "0A";

    private final Daemon host;
    private final Daemon edge;
    private final long edgeUid;

    private TwoProcesses(Daemon host, Daemon edge, long edgeUid) {
        this.host = host;
        this.edge = edge;
        this.edgeUid = edgeUid;
    }

    /**
     * Starts both.
     *
     * @param remote what the edge is configured by: its keys and certificates, below {@code home/edge}
     */
    static TwoProcesses start(Path home, RemoteConfiguration remote) throws Exception {
        return start(home, remote, "none");
    }

    /**
     * Starts both.
     *
     * @param role the greatest role that the edge may claim for people
     */
    static TwoProcesses start(Path home, RemoteConfiguration remote, String role) throws Exception {
        long own = ((Integer) Files.getAttribute(home, "unix:uid")).longValue();
        long edgeUid = ProcessStatus.mayChangeUsers() ? OTHER_UID : own;
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Files.copy(remote.etc().resolve("cacert.pem"), etc.resolve("cacert.pem"));
        configureEdge(etc, edgeUid, role);
        Path state = Files.createDirectory(edgeHome(home).resolve("state"));
        Daemon host = Daemon.launch(home, "--feature", "host", "--etc-dir", etc.toString());
        Daemon edge = null;
        try {
            List<String> user = new ArrayList<>();
            if (edgeUid != own) {
                String owner = edgeUid + ":" + edgeUid;
                Shell.require("chown", owner, state.toString(), remote.etc().resolve("server.key") + "");
                Path users = remote.etc().resolve("users");
                if (Files.exists(users)) {
                    Shell.require("chown", owner, users.toString());
                }
                user.addAll(List.of("setpriv", "--reuid=" + edgeUid, "--regid=" + edgeUid, "--clear-groups"));
                user.addAll(List.of("--inh-caps=-all", "--ambient-caps=-all"));
            }
            edge = Daemon.launchBy(
                    user,
                    edgeHome(home),
                    Map.of(),
                    "--feature",
                    "edge",
                    "--run-dir",
                    home.resolve("run").toString(),
                    "--etc-dir",
                    remote.etc().toString());
            host.awaitUp();
            edge.awaitUp();
            return new TwoProcesses(host, edge, edgeUid);
        } catch (Exception | AssertionError e) {
            host.close();
            if (edge != null) {
                edge.close();
            }
            throw e;
        }
    }

    private static void configureEdge(Path etc, long uid, String role) throws IOException {
        Path file = etc.resolve("org.albatross.edge.cfg");
        Path made = etc.resolve(".org.albatross.edge.cfg");
        Files.writeString(made, "ca = " + etc + "/cacert.pem\nuser = " + uid + "\nrole = " + role + "\n");
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Lets the edge claim another role for people. */
    void allow(Path home, String role) throws IOException {
        configureEdge(home.resolve("etc"), edgeUid, role);
    }

    /** Returns the folder of the edge below that of both, which is there. */
    static Path edgeHome(Path home) throws IOException {
        return Files.createDirectories(home.resolve("edge"));
    }

    Daemon host() {
        return host;
    }

    Daemon edge() {
        return edge;
    }

    long edgeUid() {
        return edgeUid;
    }

    /** Returns on how many network sockets a user listens, in the namespace of the host. */
    long listening(long uid) {
        return Stream.of("tcp", "tcp6")
                .flatMap(table -> lines(Path.of("/proc", Long.toString(host.pid()), "net", table)))
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[3].equals(LISTENING) && fields[7].equals(Long.toString(uid)))
                .count();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        edge.close();
        host.close();
    }
}
