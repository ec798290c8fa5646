package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small CA in the place of the original's, with everything that it signs in one folder. */
final class OwnCa {
    private final Path folder;
    private final String address;

    private OwnCa(Path folder, String address) {
        this.folder = folder;
        this.address = address;
    }

    /** Makes one, and the certificate of the endpoint, in the configuration of a platform that is not started. */
    static OwnCa in(RemoteConfiguration remote) throws Exception {
        OwnCa ca = new OwnCa(remote.etc(), remote.address());
        for (String file : List.of("cacert.pem", "server.pem", "server.key")) {
            Files.delete(ca.folder.resolve(file));
        }
        ca.run("generate", "ca", ca.file("db"), "--directory", ca.folder.toString());
        return ca;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void run(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Tree.file("bin/albatross").toString()));
        command.addAll(List.of(words));
        Shell.Outcome outcome = Shell.run(Map.of(), command);
        assertThat(outcome.exit()).as("%s: %s", command, outcome.err()).isZero();
    }

    /** Delegates to a CA of this name. */
    void delegate(Client client, String name) throws Exception {
        client.require("add-policy", name, "4", "--mem=256", "--cpu=0", "--csr", "--directory", folder.toString());
        client.require(
                "sign",
                file("cacert.pem"),
                file("db"),
                file("ca.key"),
                file(name + ".req"),
                "--directory",
                folder.toString());
    }

    /** Makes a certificate that carries a command, whose first operand is the name of the certificate. */
    void certify(Client client, String issuer, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--csr", "--directory", folder.toString()));
        client.require(command.toArray(String[]::new));
        client.require(
                "sign",
                file(issuer + ".pem"),
                file(issuer + ".db"),
                file(issuer + ".key"),
                file(words[1] + ".req"),
                "--directory",
                folder.toString());
    }

    /** Returns the command that shows a certificate to the platform. */
    String[] show(String name) {
        return new String[] {
            "certificate",
            file(name + ".pem"),
            file(name + ".key"),
            "--destination=" + address,
            "--server-ca=" + file("cacert.pem")
        };
    }

    /** Returns a command that a CA sends; the root is {@code cacert}. */
    String[] as(String issuer, String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.add("--destination=" + address);
        command.add("--ca=" + file(issuer + ".pem"));
        command.add("--ca-key=" + file((issuer.equals("cacert") ? "ca" : issuer) + ".key"));
        command.add("--server-ca=" + file("cacert.pem"));
        return command.toArray(String[]::new);
    }

    /** Revokes a CA. */
    void revoke(Client client, String name) throws Exception {
        client.require("revoke", name, "--ca", file("cacert.pem"), "--ca-key", file("ca.key"), "--db", file("db"));
    }

    /** Returns the list of what was revoked. */
    String list() {
        return file("db.crl");
    }
}
