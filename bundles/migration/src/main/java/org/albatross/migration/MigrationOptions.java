package org.albatross.migration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.albatross.store.StatePaths;

/**
 * A command line of {@code albatross state}, whose help is the client's.
 *
 * @param action what to do
 * @param operand where the original's state is, or is to be written
 * @param state our state directory
 * @param etc the directory of the configuration, where it is named
 * @param flags the options without a value
 */
record MigrationOptions(Action action, Path operand, StatePaths state, Optional<Path> etc, Set<Flag> flags) {
    /** What to do. */
    enum Action {
        IMPORT,
        EXPORT
    }

    /** An option of {@code import}. */
    enum Flag {
        DRY_RUN("--dry-run"),
        MOVE("--move"),
        PARTIAL("--partial");

        private final String word;

        Flag(String word) {
            this.word = word;
        }
    }

    private static final String STATE_DIR = "--state-dir";
    private static final String ETC_DIR = "--etc-dir";

    /** Copies the flags. */
    MigrationOptions {
        flags = Set.copyOf(flags);
    }

    /** Reads the words behind {@code state}; options may stand anywhere. */
    static MigrationOptions parse(List<String> words) throws UsageException {
        Optional<Action> action = Optional.empty();
        Optional<Path> operand = Optional.empty();
        Optional<Path> state = Optional.empty();
        Optional<Path> etc = Optional.empty();
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (isOption(word, STATE_DIR)) {
                state = Optional.of(value(word, rest));
            } else if (isOption(word, ETC_DIR)) {
                etc = Optional.of(value(word, rest));
            } else if (word.startsWith("-")) {
                flags.add(flag(word));
            } else if (action.isEmpty()) {
                action = Optional.of(action(word));
            } else if (operand.isEmpty()) {
                operand = Optional.of(path(word));
            } else {
                throw new UsageException("too many operands: '" + word + "'");
            }
        }
        Action chosen = action.orElseThrow(() -> new UsageException("import or export is missing"));
        if (chosen == Action.EXPORT && !flags.isEmpty()) {
            throw new UsageException("unknown option '" + flags.iterator().next().word + "' of export");
        }
        String missing = chosen == Action.IMPORT ? "DIR is missing" : "FILE is missing";
        return new MigrationOptions(
                chosen,
                operand.orElseThrow(() -> new UsageException(missing)),
                new StatePaths(state.orElseThrow(() -> new UsageException(STATE_DIR + " is missing"))),
                etc,
                flags);
    }

    private static boolean isOption(String word, String option) {
        return word.equals(option) || word.startsWith(option + "=");
    }

    private static Path value(String word, Iterator<String> rest) throws UsageException {
        int equals = word.indexOf('=');
        if (equals >= 0) {
            return path(word.substring(equals + 1));
        }
        if (!rest.hasNext()) {
            throw new UsageException(word + " needs a value");
        }
        return path(rest.next());
    }

    private static Action action(String word) throws UsageException {
        return switch (word) {
            case "import" -> Action.IMPORT;
            case "export" -> Action.EXPORT;
            default -> throw new UsageException("'" + word + "' is neither import nor export");
        };
    }

    private static Flag flag(String word) throws UsageException {
        for (Flag flag : Flag.values()) {
            if (flag.word.equals(word)) {
                return flag;
            }
        }
        throw new UsageException("unknown option '" + word + "'");
    }

    private static Path path(String word) throws UsageException {
        try {
            if (!word.isEmpty()) {
                return Path.of(word).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            throw new UsageException("'" + word + "' is not a path: " + e.getReason());
        }
        throw new UsageException("an empty word is not a path");
    }
}
