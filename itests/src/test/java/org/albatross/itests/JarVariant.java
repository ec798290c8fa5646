package org.albatross.itests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The jar of a bundle with something changed, as an upgrade may bring it. */
public final class JarVariant {
    private final Path jar;
    private final Map<String, String> headers = new TreeMap<>();
    private final Map<String, String> added = new TreeMap<>();
    private final Set<String> left = new HashSet<>();

    /** Of a bundle in a file. */
    public JarVariant(Path jar) {
        this.jar = jar;
    }

    /** Of a bundle of the release that would be started. */
    static JarVariant of(String bundle) throws IOException {
        try (Stream<Path> jars = Files.list(Tree.release().resolve("bundles"))) {
            return new JarVariant(
                    jars.filter(jar -> jar.getFileName().toString().startsWith(bundle + "-"))
                            .findFirst()
                            .orElseThrow());
        }
    }

    /** With another header of the manifest. */
    JarVariant header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** With one more file. */
    public JarVariant adding(String name, String text) {
        added.put(name, text);
        return this;
    }

    /** Without a file. */
    JarVariant without(String name) {
        left.add(name);
        return this;
    }

    /** Writes it, for all to read. */
    public Path write(Path file) throws IOException {
        try (JarFile from = new JarFile(jar.toFile())) {
            Manifest manifest = from.getManifest();
            headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
            try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(file), manifest)) {
                for (JarEntry entry : (Iterable<JarEntry>) from.stream()::iterator) {
                    if (!left.contains(entry.getName()) && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        to.putNextEntry(new JarEntry(entry.getName()));
                        try (InputStream in = from.getInputStream(entry)) {
                            in.transferTo(to);
                        }
                    }
                }
                for (Map.Entry<String, String> entry : added.entrySet()) {
                    to.putNextEntry(new JarEntry(entry.getKey()));
                    to.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return file;
    }
}
