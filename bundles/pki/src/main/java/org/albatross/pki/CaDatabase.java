package org.albatross.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Text;

/**
 * The file in which a CA keeps what it has signed: a line {@code SERIAL NAME} for each certificate, as the original writes it. Beside it
 * {@code FILE.revoked}, a line {@code SERIAL TIME NAME} for what was revoked. Lines are only ever appended, under a lock of the file, and
 * are on disk when a method returns.
 */
public final class CaDatabase {
    private static final long LONGEST = 64L << 20;

    private final Path file;

    /** The database in this file, which need not exist yet. */
    public CaDatabase(Path file) {
        this.file = file;
    }

    /**
     * A certificate.
     *
     * @param serial its serial number
     * @param name its common name, safe to print
     */
    public record Entry(BigInteger serial, String name) {}

    /** Enters a certificate. */
    public void add(X509Certificate certificate, String name) throws IOException {
        try (FileChannel channel = open(file);
                FileLock lock = channel.lock()) {
            append(
                    channel,
                    List.of(Certificates.serial(certificate) + " "
                            + Text.of(name).line()));
            lock.release();
        }
    }

    /** Returns what was signed, in its order; lines that cannot be read are passed over, as the original does. */
    public List<Entry> signed() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines(file)) {
            String[] words = line.split(" ", 2);
            if (isSerial(words[0])) {
                entries.add(new Entry(serial(words[0]), words.length > 1 ? words[1] : ""));
            }
        }
        return entries;
    }

    /**
     * Enters what is revoked now, makes the list of all that ever was, and writes it to {@link #listFile}. What was revoked before is
     * left as it is.
     *
     * @param lasting how long until a next list is to be expected
     * @throws MalformedPkiException when the list before cannot be read, whose number the new one has to exceed
     */
    public RevocationList revoke(Authority authority, List<Entry> entries, Instant now, Duration lasting)
            throws IOException, MalformedPkiException {
        try (FileChannel channel = open(revokedFile());
                FileLock lock = channel.lock()) {
            // By this channel: to close another one of the file would give up the lock.
            Map<BigInteger, Instant> revoked = revoked(lines(channel, revokedFile()));
            List<String> lines = new ArrayList<>();
            Instant second = now.truncatedTo(ChronoUnit.SECONDS);
            for (Entry entry : entries) {
                if (revoked.putIfAbsent(entry.serial(), second) == null) {
                    lines.add(digits(entry.serial()) + " " + second + " "
                            + Text.of(entry.name()).line());
                }
            }
            append(channel, lines);
            RevocationList list = RevocationList.of(authority, revoked, list(), now, lasting);
            new DurableFiles()
                    .write(
                            listFile().toAbsolutePath(),
                            list.text().getBytes(StandardCharsets.US_ASCII),
                            DurableFiles.PUBLIC);
            lock.release();
            return list;
        }
    }

    /** Returns the list that was made last; nothing where none was made. */
    public Optional<RevocationList> list() throws IOException, MalformedPkiException {
        if (!Files.exists(listFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(RevocationList.ofFile(Files.readAllBytes(listFile())));
        } catch (MalformedPkiException e) {
            throw new MalformedPkiException(listFile() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns what was revoked, and when.
     *
     * @throws IOException also for a line that cannot be read: a list without it would let a revoked certificate pass
     */
    public Map<BigInteger, Instant> revoked() throws IOException {
        return revoked(lines(revokedFile()));
    }

    private Map<BigInteger, Instant> revoked(List<String> lines) throws IOException {
        Map<BigInteger, Instant> revoked = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            try {
                if (words.length < 2 || !isSerial(words[0])) {
                    throw new IOException(revokedFile() + ": '" + Text.of(line) + "' is not SERIAL TIME NAME");
                }
                revoked.putIfAbsent(serial(words[0]), Instant.parse(words[1]));
            } catch (DateTimeException e) {
                throw new IOException(revokedFile() + ": '" + Text.of(words[1]) + "' is not a time", e);
            }
        }
        return revoked;
    }

    /** Returns the file with what was revoked. */
    public Path revokedFile() {
        return file.resolveSibling(file.getFileName() + ".revoked");
    }

    /** Returns the file for the list of what was revoked. */
    public Path listFile() {
        return file.resolveSibling(file.getFileName() + ".crl");
    }

    private static boolean isSerial(String word) {
        return !word.isEmpty()
                && word.length() % 2 == 0
                && word.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }

    private static String digits(BigInteger serial) {
        return HexFormat.of().formatHex(serial.toByteArray());
    }

    /** Reads the digits of DER as what they mean; the original writes a positive number always. */
    private static BigInteger serial(String digits) {
        return new BigInteger(digits, 16);
    }

    private static List<String> lines(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return lines(channel, file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static List<String> lines(FileChannel channel, Path file) throws IOException {
        if (channel.size() > LONGEST) {
            throw new IOException(file + " has " + channel.size() + " bytes, at most " + LONGEST + " are read");
        }
        ByteBuffer contents = ByteBuffer.allocate((int) channel.size());
        while (contents.hasRemaining() && channel.read(contents, contents.position()) >= 0) {}
        return new String(contents.array(), 0, contents.position(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void append(FileChannel channel, List<String> lines) throws IOException {
        long end = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        // A line that was cut off by a crash does not swallow the next one.
        boolean cutOff = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
        StringBuilder text = new StringBuilder(cutOff ? "\n" : "");
        lines.forEach(line -> text.append(line).append('\n'));
        channel.position(end);
        ByteBuffer rest = StandardCharsets.UTF_8.encode(text.toString());
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        channel.force(true);
    }
}
