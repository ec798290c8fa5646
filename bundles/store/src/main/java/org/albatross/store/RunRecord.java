package org.albatross.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.core.History;
import org.albatross.core.Spec;
import org.albatross.disk.DurableFiles;
import org.albatross.host.ProcessId;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.store.text.CorruptFileException;
import org.albatross.store.text.ExitText;
import org.albatross.store.text.RecordText;

/**
 * What take-over needs to know of a run: the file {@code record}, written before anything of the run exists.
 *
 * @param instance the platform that launched it
 * @param bootId the boot in which it was launched
 * @param runId its number
 * @param digest of what it was launched with
 * @param launched when, by the wall clock: for display, it is what {@code info} reports
 * @param rings how many rings its path may keep
 * @param uid the user of its tender, when that is not ours
 * @param taps its taps, by the unikernel's own device name
 * @param ending whether it was asked to end
 * @param history what was before it
 */
public record RunRecord(
        String instance,
        String bootId,
        long runId,
        Sha256 digest,
        Instant launched,
        long rings,
        Optional<Long> uid,
        Map<Text, String> taps,
        boolean ending,
        History history) {
    /** The file's name. */
    public static final String FILE = "record";

    private static final String KIND = "run";

    /** Copies the taps. */
    public RunRecord {
        taps = Collections.unmodifiableMap(new LinkedHashMap<>(taps));
    }

    /** Returns the same, asked to end. */
    public RunRecord asEnding() {
        return new RunRecord(instance, bootId, runId, digest, launched, rings, uid, taps, true, history);
    }

    /** Returns the same, whose taps have been removed. */
    public RunRecord withoutTaps() {
        return new RunRecord(instance, bootId, runId, digest, launched, rings, uid, Map.of(), ending, history);
    }

    /**
     * Returns what others are told of the run.
     *
     * @param spec what it was launched with, or, where that is not known, what is desired instead
     * @param current whether {@code spec} is what it was launched with
     */
    public RunningUnikernel running(Name name, ProcessId tender, Spec spec, boolean current) {
        Map<Text, Text> bridges = new HashMap<>();
        spec.arguments().netDevices().forEach(net -> bridges.put(net.name(), net.hostBridge()));
        return new RunningUnikernel(
                name,
                runId,
                tender.pid(),
                tender.start(),
                launched,
                current ? Optional.of(spec.image()) : Optional.empty(),
                List.copyOf(spec.arguments().cpuids()),
                spec.arguments().memory(),
                taps.entrySet().stream()
                        .map(tap -> new RunningUnikernel.Tap(
                                tap.getKey(), bridges.getOrDefault(tap.getKey(), tap.getKey()), tap.getValue()))
                        .toList());
    }

    /** Writes the file of a run directory. */
    public void write(Path directory, DurableFiles files) throws IOException {
        RecordText.Writer sheet = new RecordText.Writer(KIND, 1);
        sheet.line("instance", instance)
                .line("boot", bootId)
                .line("run", runId)
                .line("digest", digest)
                .line("launched", launched)
                .line("rings", rings);
        uid.ifPresent(number -> sheet.line("uid", number));
        taps.forEach((device, tap) -> sheet.line("tap", device, tap));
        sheet.line("ending", RecordText.yesNo(ending)).line("restarts", history.restarts());
        history.lastExit()
                .ifPresent(exit -> sheet.line("before", ExitText.words(exit).toArray()));
        files.write(directory.resolve(FILE), sheet.finish());
    }

    /** A record of a platform that did not keep it has none of these lines. */
    private static History history(RecordText sheet) throws CorruptFileException {
        Optional<String> restarts = sheet.optionalWord("restarts");
        Optional<List<Text>> before = sheet.optionalWords("before");
        return new History(
                restarts.isPresent() ? RecordText.parseNumber("restarts", restarts.get()) : 0,
                before.isPresent() ? Optional.of(ExitText.read("before", before.get())) : Optional.empty());
    }

    /**
     * Reads the file of a run directory.
     *
     * @return nothing when there is none
     * @throws IOException when it cannot be understood
     */
    public static Optional<RunRecord> read(Path directory) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(directory.resolve(FILE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        RecordText sheet = RecordText.read(content, KIND);
        try {
            Map<Text, String> taps = new LinkedHashMap<>();
            for (List<Text> words : sheet.all("tap")) {
                if (words.size() != 2) {
                    throw new CorruptFileException("its line 'tap' has " + words.size() + " words, expected two");
                }
                taps.put(words.get(0), words.get(1).decoded());
            }
            Optional<String> uid = sheet.optionalWord("uid");
            RunRecord record = new RunRecord(
                    sheet.word("instance"),
                    sheet.word("boot"),
                    sheet.number("run"),
                    Sha256.ofHex(sheet.word("digest")),
                    Instant.parse(sheet.word("launched")),
                    sheet.number("rings"),
                    uid.isPresent() ? Optional.of(Long.valueOf(uid.get())) : Optional.empty(),
                    taps,
                    sheet.flag("ending"),
                    history(sheet));
            sheet.requireAllTaken();
            return Optional.of(record);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new CorruptFileException(String.valueOf(e.getMessage()));
        }
    }
}
