package org.albatross.migration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.albatross.model.Name;
import org.albatross.store.StatePaths;

/**
 * A command line of {@code albatross state}, whose help is the client's.
 *
 * @param action what to do
 * @param operand what {@link #path} and {@link #name} read; empty where the action takes none
 * @param state our state directory
 * @param run our run directory, where it is named
 * @param etc the directory of the configuration, where it is named
 * @param flags the options without a value
 */
record MigrationOptions(
        Action action, String operand, StatePaths state, Optional<Path> run, Optional<Path> etc, Set<Flag> flags) {
    /** What to do. */
    enum Action {
        IMPORT("DIR"),
        EXPORT("FILE"),
        PS(""),
        KILL("NAME");

        private final String operand;

        Action(String operand) {
            this.operand = operand;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An option without a value, and the action that it is about. */
    enum Flag {
        DRY_RUN("--dry-run", Action.IMPORT),
        MOVE("--move", Action.IMPORT),
        PARTIAL("--partial", Action.IMPORT),
        RUNNING("--running", Action.EXPORT);

        private final String word;
        private final Action action;

        Flag(String word, Action action) {
            this.word = word;
            this.action = action;
        }
    }

    private static final String STATE_DIR = "--state-dir";
    private static final String RUN_DIR = "--run-dir";
    private static final String ETC_DIR = "--etc-dir";

    /** Copies the flags. */
    MigrationOptions {
        flags = Set.copyOf(flags);
    }

    /** Reads the words behind {@code state}; options may stand anywhere. */
    static MigrationOptions parse(List<String> words) throws UsageException {
        Optional<Action> action = Optional.empty();
        Optional<String> operand = Optional.empty();
        Optional<Path> state = Optional.empty();
        Optional<Path> run = Optional.empty();
        Optional<Path> etc = Optional.empty();
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (isOption(word, STATE_DIR)) {
                state = Optional.of(value(word, rest));
            } else if (isOption(word, RUN_DIR)) {
                run = Optional.of(value(word, rest));
            } else if (isOption(word, ETC_DIR)) {
                etc = Optional.of(value(word, rest));
            } else if (word.startsWith("-")) {
                flags.add(flag(word));
            } else if (action.isEmpty()) {
                action = Optional.of(action(word));
            } else if (operand.isEmpty() && !action.get().operand.isEmpty()) {
                operand = Optional.of(word);
            } else {
                throw new UsageException("too many operands: '" + word + "'");
            }
        }
        Action chosen = action.orElseThrow(() -> new UsageException(words() + " is missing"));
        for (Flag flag : flags) {
            if (flag.action != chosen) {
                throw new UsageException("unknown option '" + flag.word + "' of " + chosen.word());
            }
        }
        if (operand.isEmpty() && !chosen.operand.isEmpty()) {
            throw new UsageException(chosen.operand + " is missing");
        }
        return new MigrationOptions(
                chosen,
                operand.orElse(""),
                new StatePaths(state.orElseThrow(() -> new UsageException(STATE_DIR + " is missing"))),
                run,
                etc,
                flags);
    }

    /** Returns the operand as a file or directory. */
    Path path() throws UsageException {
        return path(operand);
    }

    /** Returns the operand as the name of a unikernel or a path. */
    Name name() throws UsageException {
        try {
            return Name.parse(operand);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the run directory. */
    Path runDirectory() throws UsageException {
        return run.orElseThrow(() -> new UsageException(RUN_DIR + " is missing"));
    }

    boolean has(Flag flag) {
        return flags.contains(flag);
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

    private static String words() {
        return Arrays.stream(Action.values()).map(Action::word).collect(Collectors.joining("|"));
    }

    private static Action action(String word) throws UsageException {
        for (Action action : Action.values()) {
            if (action.word().equals(word)) {
                return action;
            }
        }
        throw new UsageException("'" + word + "' is not one of " + words());
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
