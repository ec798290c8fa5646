package org.albatross.pki;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Bytes;

/**
 * The revocation lists in a directory: files with the ending {@code .crl}, which somebody puts there or which came as commands. A list
 * is believed once a CA that was verified is seen to have signed it, and of several of a CA the one with the highest number counts. A CA
 * without a list has revoked nothing.
 *
 * <p>One lock guards what is known; it is held while files are read and written, which {@link #add} and {@link #reload} do, and never
 * while {@code reports} is called.
 */
public final class Crls implements Revocation {
    /** The most lists that are kept. */
    public static final int MAX_LISTS = 1024;

    /**
     * The most bytes that all lists may have together with one that comes as a command, unless a root has signed that: in memory they take
     * a dozen times as much.
     */
    public static final int MAX_TOGETHER = 1 << 22;

    /** The most of them that may be of one CA that a root has signed, and of all CAs below it, together with one that comes as a command. */
    public static final int MAX_OF_BRANCH = 1 << 20;

    /** The most lists that may be of one such CA and of all below it. */
    public static final int MAX_LISTS_OF_BRANCH = MAX_LISTS / 4;

    /** What to do with a certificate whose issuer's list has expired. */
    public enum Expired {
        /** It passes, and the reports tell of it once an hour. */
        PASSES,
        /** It is refused. */
        REFUSED
    }

    private static final Duration REPORTED_AGAIN = Duration.ofHours(1);
    private static final int MAX_KNOWN = 1024;
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r-----");

    private final Path directory;
    private final DurableFiles durable;
    private final Expired expired;
    private final Consumer<String> reports;

    private final Map<Path, Entry> files = new LinkedHashMap<>();

    /** The CAs of chains that were verified, and of which branch each is. */
    private final Map<ListIssuer, ListIssuer> known = boundedMap();

    private final Map<ListIssuer, Instant> reported = boundedMap();

    /** A file, as it was when it was read, and the key that is known to have signed its list. */
    private static final class Entry {
        private final FileTime changed;
        private final long length;
        private final Optional<RevocationList> list;
        private Optional<Bytes> signer = Optional.empty();

        Entry(FileTime changed, long length, Optional<RevocationList> list) {
            this.changed = changed;
            this.length = length;
            this.list = list;
        }

        boolean isOf(ListIssuer authority) {
            if (list.isEmpty() || !list.get().isNamedBy(authority)) {
                return false;
            }
            if (signer.isPresent() && signer.get().equals(authority.key())) {
                return true;
            }
            if (list.get().isOf(authority)) {
                signer = Optional.of(authority.key());
                return true;
            }
            return false;
        }
    }

    /**
     * Lists in a directory, which is made if it is missing. Nothing is read before {@link #reload}.
     *
     * @param reports takes what an operator has to act upon, a line each
     */
    public Crls(Path directory, Expired expired, Consumer<String> reports) throws IOException {
        this(directory, expired, reports, new DurableFiles());
    }

    /** As above; the directory and its files are written by {@code durable}. */
    Crls(Path directory, Expired expired, Consumer<String> reports, DurableFiles durable) throws IOException {
        if (!Files.isDirectory(directory)) {
            durable.makeStateDirectory(directory, "rwxr-x---");
        }
        this.directory = directory;
        this.durable = durable;
        this.expired = expired;
        this.reports = reports;
    }

    /**
     * Reads what has changed in the directory. A file that is not a list is reported once, and passed over; at most {@value #MAX_LISTS}
     * are read.
     *
     * @return whether anything has changed, so that chains that were verified have to be looked at again
     */
    public boolean reload() throws IOException {
        List<String> problems = new ArrayList<>();
        boolean changed;
        synchronized (this) {
            changed = read(problems);
        }
        problems.forEach(reports);
        return changed;
    }

    private boolean read(List<String> problems) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*" + ListFile.ENDING)) {
            for (Path file : stream) {
                if (found.size() == MAX_LISTS) {
                    problems.add(
                            directory + " holds more than " + MAX_LISTS + " revocation lists: only as many are read");
                    break;
                }
                found.add(file);
            }
        }
        boolean changed = files.keySet().retainAll(found);
        for (Path file : found) {
            changed |= read(file, problems);
        }
        return changed;
    }

    private boolean read(Path file, List<String> problems) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Entry before = files.get(file);
            if (before != null
                    && before.changed.equals(attributes.lastModifiedTime())
                    && before.length == attributes.size()) {
                return false;
            }
            files.put(
                    file,
                    new Entry(
                            attributes.lastModifiedTime(), attributes.size(), list(file, attributes.size(), problems)));
            return true;
        } catch (IOException e) {
            problems.add("the revocation list " + file + " cannot be read: " + e.getMessage());
            return files.remove(file) != null;
        }
    }

    private static Optional<RevocationList> list(Path file, long length, List<String> problems) throws IOException {
        // In PEM a list is a third longer.
        if (length > 2L * RevocationList.MAX_LENGTH) {
            problems.add("the revocation list " + file + " has " + length + " bytes, and is not used");
            return Optional.empty();
        }
        try {
            return Optional.of(RevocationList.ofFile(Files.readAllBytes(file)));
        } catch (MalformedPkiException e) {
            problems.add("the revocation list " + file + " is not used: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Optional<Distrust> check(IssuedCertificate certificate, Instant now) {
        ListIssuer issuer = certificate.issuer();
        Optional<RevocationList> list;
        Optional<String> report = Optional.empty();
        synchronized (this) {
            known.put(issuer, certificate.branch());
            list = newest(issuer);
            if (list.isPresent() && isExpired(list.get(), now) && expired == Expired.PASSES) {
                report = report(list.get(), issuer, now);
            }
        }
        report.ifPresent(reports);
        if (list.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> when = list.get().revoked(certificate.serial());
        if (when.isPresent()) {
            return Optional.of(new Distrust.Revoked(certificate.id(), when.get()));
        }
        return isExpired(list.get(), now) && expired == Expired.REFUSED
                ? list.get().end().map(end -> new Distrust.ListExpired(certificate.id(), end))
                : Optional.empty();
    }

    private static boolean isExpired(RevocationList list, Instant now) {
        return list.end().filter(end -> end.isBefore(now)).isPresent();
    }

    private Optional<String> report(RevocationList list, ListIssuer issuer, Instant now) {
        Instant last = reported.get(issuer);
        if (last != null && now.isBefore(last.plus(REPORTED_AGAIN))) {
            return Optional.empty();
        }
        reported.put(issuer, now);
        return Optional.of("the revocation list of " + list.issuer() + " expired at "
                + list.end().orElse(now) + ": what was revoked since is not known, and passes");
    }

    /** Returns when the first of the lists ends that count, the newest of each issuer; nothing when none has an end. */
    public synchronized Optional<Instant> firstEnd() {
        Map<String, RevocationList> newest = new HashMap<>();
        files.values().stream()
                .flatMap(entry -> entry.list.stream())
                .forEach(list -> newest.merge(
                        list.issuer(), list, BinaryOperator.maxBy(Comparator.comparing(RevocationList::number))));
        return newest.values().stream().flatMap(list -> list.end().stream()).min(Comparator.naturalOrder());
    }

    private Optional<RevocationList> newest(ListIssuer authority) {
        return files.values().stream()
                .filter(entry -> entry.isOf(authority))
                .flatMap(entry -> entry.list.stream())
                .max(Comparator.comparing(RevocationList::number));
    }

    /**
     * Takes a list that came as a command, and keeps it durably in place of the one before.
     *
     * @param authorities the CAs that may have made it: those of the verified chain that it came with, or the roots. A CA counts, too,
     *     that was verified as the issuer of a certificate since the start
     * @return the list that was taken
     * @throws MalformedPkiException when it is refused: malformed, of none of these CAs, not newer than the one that is known, from the
     *     future, or already expired
     * @throws IOException when it cannot be stored; the one before stands
     */
    public synchronized RevocationList add(Bytes der, List<X509Certificate> authorities, Instant now)
            throws IOException, MalformedPkiException {
        RevocationList list = RevocationList.ofDer(der);
        ListIssuer authority = Stream.concat(authorities.stream().map(ListIssuer::of), known.keySet().stream())
                .filter(list::isOf)
                .findFirst()
                .orElseThrow(() -> new MalformedPkiException("the revocation list of " + list.issuer()
                        + " is not signed by a CA that is known here; send it with a certificate of that CA"));
        Optional<RevocationList> latest = newest(authority);
        if (latest.isPresent() && list.number().compareTo(latest.get().number()) <= 0) {
            throw new MalformedPkiException(
                    "the revocation list of " + list.issuer() + " has the number " + list.number()
                            + ", and the one that is known has " + latest.get().number());
        }
        if (list.made().isAfter(now.plus(Validity.LEEWAY))) {
            throw new MalformedPkiException(
                    "the revocation list of " + list.issuer() + " says that it was made at " + list.made());
        }
        if (isExpired(list, now)) {
            throw new MalformedPkiException("the revocation list of " + list.issuer() + " has expired");
        }
        ListFile file = ListFile.of(authority, known.getOrDefault(authority, authority));
        List<Path> before = files.keySet().stream().filter(file::isReplacing).toList();
        if (before.isEmpty() && files.size() >= MAX_LISTS) {
            throw new MalformedPkiException(
                    "there are " + files.size() + " revocation lists, at most " + MAX_LISTS + " are kept");
        }
        if (authorities.stream().map(ListIssuer::of).noneMatch(authority::equals)) {
            checkTogether(file, der.length());
        }
        Path path = directory.resolve(file.name());
        durable.write(path, der.toArray(), READABLE);
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        files.put(path, new Entry(attributes.lastModifiedTime(), attributes.size(), Optional.of(list)));
        for (Path other : before) {
            if (!other.equals(path)) {
                durable.delete(other);
                files.remove(other);
            }
        }
        return list;
    }

    private void checkTogether(ListFile file, int length) throws MalformedPkiException {
        List<Path> others = files.keySet().stream()
                .filter(other -> !file.isReplacing(other))
                .toList();
        long together = lengthOf(others);
        if (together + length > MAX_TOGETHER) {
            throw new MalformedPkiException("a revocation list of " + length + " bytes beside others of " + together
                    + ", at most " + MAX_TOGETHER + " are kept together");
        }
        List<Path> same = others.stream().filter(file::isOfSameBranch).toList();
        long ofBranch = lengthOf(same);
        if (ofBranch + length > MAX_OF_BRANCH || same.size() >= MAX_LISTS_OF_BRANCH) {
            throw new MalformedPkiException("a revocation list of " + length + " bytes beside others of " + ofBranch
                    + " in " + same.size() + " lists: at most " + MAX_OF_BRANCH + " bytes in " + MAX_LISTS_OF_BRANCH
                    + " lists are kept of one CA below the root and of all CAs below that");
        }
    }

    private long lengthOf(List<Path> paths) {
        return paths.stream()
                .flatMap(path -> Optional.ofNullable(files.get(path)).stream())
                .flatMap(entry -> entry.list.stream())
                .mapToLong(list -> list.der().length())
                .sum();
    }

    /** The ones that were asked for least lately are forgotten. */
    private static <V> Map<ListIssuer, V> boundedMap() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ListIssuer, V> eldest) {
                return size() > MAX_KNOWN;
            }
        };
    }
}
