package org.albatross.solo5;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the tender that runs an image: {@code solo5-hvt.2}, then {@code solo5-hvt} (spt likewise), each
 * first in the state directory, then on the search path; last, for hvt, Albatross's own evaluation tender.
 * A program counts only when its {@code --version} names the ABI's version. Keeps nothing between
 * searches, so that a tender that is installed later is found; may be used from any thread.
 */
public final class TenderSearch {
    /** Asks a program for its version. */
    public interface VersionQuery {
        /**
         * Runs {@code program --version} and returns what it prints, on either stream.
         *
         * @throws IOException when it cannot be run
         */
        String ask(Path program) throws IOException;
    }

    private static final Pattern ABI_LINE = Pattern.compile("(?m)^ABI version (\\d{1,10})\\s*$");

    private final Path stateDirectory;
    private final List<Path> searchPath;
    private final Optional<Path> evaluationTender;
    private final Predicate<Path> isProgram;
    private final VersionQuery versions;

    /** Searches among the files of this host. */
    public TenderSearch(
            Path stateDirectory, List<Path> searchPath, Optional<Path> evaluationTender, VersionQuery versions) {
        this(stateDirectory, searchPath, evaluationTender, TenderSearch::isExecutableFile, versions);
    }

    TenderSearch(
            Path stateDirectory,
            List<Path> searchPath,
            Optional<Path> evaluationTender,
            Predicate<Path> isProgram,
            VersionQuery versions) {
        this.stateDirectory = stateDirectory;
        this.searchPath = List.copyOf(searchPath);
        this.evaluationTender = evaluationTender;
        this.isProgram = isProgram;
        this.versions = versions;
    }

    /** Returns the tender for {@code abi}, or says why there is none. */
    public Tender find(Abi abi) throws NoTenderException {
        if (!abi.target().hasTender()) {
            throw new NoTenderException("images for " + abi.target() + " are not supported, only hvt and spt");
        }
        List<String> refused = new ArrayList<>();
        for (Path candidate : candidates(abi)) {
            if (isProgram.test(candidate)) {
                Optional<String> reason = refusal(candidate, abi);
                if (reason.isEmpty()) {
                    return new Tender(
                            candidate,
                            abi,
                            evaluationTender.filter(candidate::equals).isPresent());
                }
                refused.add(candidate + " " + reason.get());
            }
        }
        String name = programName(abi);
        throw new NoTenderException("no tender for " + abi + ": "
                + (refused.isEmpty()
                        ? "neither " + name + "." + abi.version() + " nor " + name + " in " + stateDirectory
                                + " or on PATH"
                        : String.join(", ", refused)));
    }

    private List<Path> candidates(Abi abi) {
        List<Path> candidates = new ArrayList<>();
        String name = programName(abi);
        for (String file : List.of(name + "." + abi.version(), name)) {
            candidates.add(stateDirectory.resolve(file));
            searchPath.forEach(directory -> candidates.add(directory.resolve(file)));
        }
        if (abi.target() == Abi.Target.HVT) {
            evaluationTender.ifPresent(candidates::add);
        }
        return candidates;
    }

    private static String programName(Abi abi) {
        return "solo5-" + abi.target();
    }

    private static boolean isExecutableFile(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private Optional<String> refusal(Path candidate, Abi abi) {
        try {
            Matcher line = ABI_LINE.matcher(versions.ask(candidate));
            if (!line.find()) {
                return Optional.of("names no ABI version");
            }
            long version = Long.parseLong(line.group(1));
            return version == abi.version() ? Optional.empty() : Optional.of("has ABI version " + version);
        } catch (IOException e) {
            return Optional.of("cannot be run (" + e.getMessage() + ")");
        }
    }
}
