package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.core.Spec;
import org.albatross.model.Blob;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.UnikernelConfig;
import org.albatross.store.StatePaths;
import org.albatross.store.StateVersion;
import org.albatross.store.text.CorruptFileException;
import org.albatross.store.text.DesiredText;
import org.albatross.store.text.PolicyText;
import org.albatross.store.text.RecordText;
import org.albatross.wire.State;

/**
 * A state directory of ours, read without its lock and changed in nothing. A platform may run on it: each of its files is
 * as it was or as it is meant to be at any moment, and one that goes while the directory is read is left out.
 */
final class OwnState {
    private final StatePaths paths;
    private final Consumer<String> warn;

    /**
     * The state in a directory.
     *
     * @param warn takes a line on each file that cannot be read, and is left out
     */
    OwnState(StatePaths paths, Consumer<String> warn) {
        this.paths = paths;
        this.warn = warn;
    }

    /** Reads what a file of the directory holds. */
    @FunctionalInterface
    private interface Content<V> {
        V read(Name name, byte[] content) throws CorruptFileException;
    }

    /** Tells whether a directory holds a state of ours. */
    static boolean isIn(StatePaths paths) {
        return Files.isDirectory(paths.unikernels());
    }

    /** Returns what should run, its images as files of the store, and the policies. */
    State read() throws IOException, CommandFailure {
        StateVersion.KNOWN.requireKnown(paths);
        List<Named<UnikernelConfig>> unikernels = all(
                paths.unikernels(),
                Name::parse,
                (name, content) -> config(DesiredText.read(content).spec()));
        List<Named<Policy>> policies = all(
                paths.policies(),
                file -> org.albatross.model.Path.parse(file).asName(),
                (name, content) -> PolicyText.read(content));
        return new State(unikernels, policies);
    }

    private UnikernelConfig config(Spec spec) {
        Path image = paths.images().resolve(spec.image().toString());
        return new UnikernelConfig(
                spec.type(),
                false,
                new Blob.Spooled(spec.imageSize(), spec.image(), image.toString()),
                spec.arguments());
    }

    private <V> List<Named<V>> all(Path place, Function<String, Name> name, Content<V> content)
            throws IOException, CommandFailure {
        List<Named<V>> all = new ArrayList<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(place)) {
            for (Path file : listing) {
                String fileName = String.valueOf(file.getFileName());
                if (!fileName.endsWith("~")) {
                    entry(file, fileName, name, content).ifPresent(all::add);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (AccessDeniedException e) {
            throw CommandFailure.usage(place + ": permission denied, it is readable by root and the platform's user");
        }
        all.sort(Comparator.comparing(Named::name));
        return all;
    }

    private <V> Optional<Named<V>> entry(Path file, String fileName, Function<String, Name> name, Content<V> content) {
        try {
            Name key = name.apply(fileName);
            return Optional.of(new Named<>(key, content.read(key, bytes(file))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            warn.accept(file + " is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(RecordText.MAX_BYTES + 1);
            if (content.length > RecordText.MAX_BYTES) {
                throw new CorruptFileException("it has more than " + RecordText.MAX_BYTES + " bytes");
            }
            return content;
        }
    }
}
