package org.albatross.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What a bundle holds: of an installed one, whose file may be gone or have become another, as the framework has it; or of a
 * file. Their digests are the same when their entries are, however these are packed.
 */
interface BundleContents {
    /** Returns how to open each entry, by its name. */
    SortedMap<String, Entry> entries() throws IOException;

    /** An entry of a bundle. */
    @FunctionalInterface
    interface Entry {
        /** Opens it, to be read from its beginning. */
        InputStream open() throws IOException;
    }

    /** Returns what an installed bundle holds. */
    static BundleContents of(Bundle bundle) {
        return () -> {
            SortedMap<String, Entry> entries = new TreeMap<>();
            addEntries(bundle, "/", entries);
            return entries;
        };
    }

    private static void addEntries(Bundle bundle, String folder, SortedMap<String, Entry> entries) {
        Enumeration<String> paths = bundle.getEntryPaths(folder);
        if (paths == null) {
            return;
        }
        for (String path : Collections.list(paths)) {
            if (path.endsWith("/")) {
                addEntries(bundle, path, entries);
            } else {
                entries.put(path, () -> open(bundle, path));
            }
        }
    }

    private static InputStream open(Bundle bundle, String path) throws IOException {
        URL url = bundle.getEntry(path);
        if (url == null) {
            throw new IOException(bundle.getSymbolicName() + " has no entry " + path + " any more");
        }
        return url.openStream();
    }

    /** Returns what an open file holds, which has to stay open. */
    static BundleContents of(JarFile jar) {
        return () -> {
            SortedMap<String, Entry> entries = new TreeMap<>();
            jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .forEach(entry -> entries.put(entry.getName(), () -> jar.getInputStream(entry)));
            return entries;
        };
    }

    /** Tells whether two files may hold the same, by what their directories say: false is certain, and found without reading them. */
    static boolean mayHoldTheSame(Path one, Path other) throws IOException {
        return checksums(one).equals(checksums(other));
    }

    private static Map<String, String> checksums(Path file) throws IOException {
        Map<String, String> checksums = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .forEach(entry -> checksums.put(entry.getName(), entry.getCrc() + " " + entry.getSize()));
        }
        return checksums;
    }

    /** Returns the digest of what a file holds. */
    static String digestOf(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            return of(jar).digest();
        }
    }

    /** Returns a digest of the names and bytes of all entries, as hexadecimal digits. */
    default String digest() throws IOException {
        MessageDigest whole = sha256();
        for (Map.Entry<String, Entry> entry : entries().entrySet()) {
            MessageDigest one = sha256();
            try (InputStream in = entry.getValue().open()) {
                update(one, in);
            }
            whole.update((entry.getKey() + "\0").getBytes(StandardCharsets.UTF_8));
            whole.update(one.digest());
        }
        return HexFormat.of().formatHex(whole.digest());
    }

    /** Writes a file that a bundle can be installed from. */
    default void writeTo(Path file) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, Entry> entry : entries().entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                try (InputStream in = entry.getValue().open()) {
                    in.transferTo(zip);
                }
                zip.closeEntry();
            }
        }
    }

    /** Adds all that a stream gives. */
    static void update(MessageDigest digest, InputStream in) throws IOException {
        byte[] buffer = new byte[65536];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            digest.update(buffer, 0, count);
        }
    }

    /** Returns SHA-256, which every Java has. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What the file of a bundle says of itself.
     *
     * @param name its symbolic name
     */
    record Facts(String name, Version version) {
        /**
         * Reads a file.
         *
         * @throws IOException when it cannot be read, or is not a bundle's
         */
        static Facts of(Path file) throws IOException {
            if (!Files.isReadable(file)) {
                throw new IOException(file + " cannot be read by the platform's user");
            }
            try (JarFile jar = new JarFile(file.toFile(), false)) {
                Manifest manifest = jar.getManifest();
                Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
                String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
                if (name == null) {
                    throw new IOException(file + " is not a bundle: its manifest has no Bundle-SymbolicName");
                }
                String version = headers.getValue(Constants.BUNDLE_VERSION);
                return new Facts(name.split(";", 2)[0].strip(), Version.parseVersion(version));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": its Bundle-Version is not a version: " + e.getMessage(), e);
            } catch (ZipException e) {
                throw new IOException(file + " is not a jar: " + e.getMessage(), e);
            }
        }
    }
}
