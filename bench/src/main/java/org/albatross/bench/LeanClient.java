package org.albatross.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A client over TLS that takes little time itself: OpenSSL, by Python's module {@code ssl}, in one process. Like {@link RemotePeer} it believes
 * every server.
 */
final class LeanClient {
    private static final String PROGRAM =
            """
            import socket, ssl, sys, time
            certificate, key, port, rounds, question = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.load_cert_chain(certificate, key)
            for _ in range(rounds):
                begin = time.perf_counter()
                plain = socket.create_connection(("127.0.0.1", port), 60)
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with context.wrap_socket(plain) as connection:
                    if question:
                        connection.sendall(question.encode() + b"\\r\\n\\r\\n")
                    answer = connection.recv(65536)
                    if not answer:
                        sys.exit("no answer came")
                    while question and connection.recv(65536):
                        pass
                print((time.perf_counter() - begin) * 1000)
            """;

    private final Path certificate;
    private final Path key;

    /** A client that shows the chain of one file with the key of another one, both PEM. */
    LeanClient(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** Tells whether there is a Python here. */
    static boolean isPossible() throws InterruptedException {
        try {
            Programs.run("python3", "-c", "import ssl");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The milliseconds of each of {@code rounds} connections in which what the server says first is read. */
    Samples ask(InetSocketAddress server, int rounds) throws IOException, InterruptedException {
        return run(server, rounds, "");
    }

    /** The same of a web server's page, which is read to its end. */
    Samples page(InetSocketAddress server, int rounds) throws IOException, InterruptedException {
        return run(server, rounds, "GET / HTTP/1.0");
    }

    private Samples run(InetSocketAddress server, int rounds, String question)
            throws IOException, InterruptedException {
        String output = Programs.run(
                "python3",
                "-c",
                PROGRAM,
                certificate.toString(),
                key.toString(),
                Integer.toString(server.getPort()),
                Integer.toString(rounds),
                question);
        List<Double> millis = new ArrayList<>();
        output.lines().map(Double::valueOf).forEach(millis::add);
        return Samples.of(millis);
    }
}
