package org.albatross.shell.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;

/** The names of all commands that a session has. */
final class CommandNames {
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_:-]*");
    private static final int MOST = 16;

    private final CommandSession session;

    CommandNames(CommandSession session) {
        this.session = session;
    }

    /** Returns every command with its scope, {@code felix:lb}, in order. */
    Set<String> all() {
        Set<String> names = new TreeSet<>();
        if (session.get(".commands") instanceof Collection<?> commands) {
            commands.forEach(name -> names.add(name.toString()));
        }
        return names;
    }

    /** Returns the name of a command without its scope. */
    static String function(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    /** Tells whether there is a command of this name, with its scope or without. */
    boolean has(String name) {
        return all().stream()
                .anyMatch(each -> each.equals(name) || function(each).equals(name));
    }

    /**
     * Returns the words of a line that are names of commands, each once, at most 16. For whoever looks for traces: a word
     * that only looks like a command is among them, and one that is none, which may be a secret, is not.
     */
    List<String> in(String line) {
        Set<String> known = all().stream()
                .flatMap(name -> List.of(name, function(name), function(name).replace('_', '-')).stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return WORD.matcher(line)
                .results()
                .map(MatchResult::group)
                .filter(word -> known.contains(word.toLowerCase(Locale.ROOT)))
                .distinct()
                .limit(MOST)
                .toList();
    }
}
