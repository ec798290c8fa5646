package org.albatross.pki;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import org.albatross.model.Bytes;

/** The files of a CA, a server, a user and a leaf that the original has made, for one kind of keys. */
record OriginalFiles(String keyType) {
    List<X509Certificate> certificates(String name) throws MalformedPkiException {
        return Certificates.ofFile(file(name + ".pem"));
    }

    SigningRequest request(String name) throws MalformedPkiException {
        return SigningRequest.read(file(name + ".req"));
    }

    KeyPair key(String name) throws MalformedPkiException {
        return Keys.read(pkcs8(name).text().getBytes(StandardCharsets.US_ASCII));
    }

    Pem pkcs8(String name) {
        return new Pem(Pem.KEY, Bytes.of(file(name + ".key.der")));
    }

    byte[] file(String name) {
        String path = "/vectors/pki-" + keyType + "/" + name;
        try (InputStream in = OriginalFiles.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
