package org.albatross.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * What an upgrade does to a running platform.
 *
 * @param steps about bundles, in the order in which they start
 * @param programs whether the programs that start unikernels are others afterwards
 * @param restart why the process has to be started again instead, a line each; none when it goes on
 */
record UpgradePlan(List<Step> steps, boolean programs, List<String> restart) {
    private static final int WIDEST_NAME = 40;

    /** What becomes of a bundle. */
    enum Action {
        /** Another version or content takes its place. */
        REPLACE,
        ADD,
        REMOVE,
        /** It stays as it is, and starts anew, since it uses what is replaced. */
        RESTART;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What becomes of one bundle; a version is missing where there is none before or after. */
    record Step(Action action, String bundle, Optional<Version> before, Optional<Version> after) {
        private String versions() {
            String from = before.map(Version::toString).orElse("");
            String to = after.map(Version::toString).orElse("");
            if (action == Action.REPLACE) {
                return from.equals(to) ? from + ", other content" : from + " -> " + to;
            }
            return from + (from.isEmpty() ? to : "");
        }
    }

    /** Copies both. */
    UpgradePlan {
        steps = List.copyOf(steps);
        restart = List.copyOf(restart);
    }

    /** Tells whether there is nothing to do. */
    boolean isEmpty() {
        return steps.isEmpty() && !programs && restart.isEmpty();
    }

    /** Returns how many bundles meet with this. */
    long count(Action action) {
        return steps.stream().filter(step -> step.action() == action).count();
    }

    /** Returns it as a table, and what it comes to, for 80 columns. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        int width = steps.stream()
                .mapToInt(step -> Math.min(WIDEST_NAME, step.bundle().length()))
                .max()
                .orElse(0);
        if (!steps.isEmpty()) {
            lines.add(row("ACTION", "BUNDLE", "VERSION", width));
        }
        steps.forEach(step -> lines.add(row(step.action().word(), step.bundle(), step.versions(), width)));
        lines.add(summary());
        if (programs) {
            lines.add("Unikernels that start from then on are started by other programs (libexec/).");
        }
        if (restart.isEmpty() && !isEmpty()) {
            lines.add("The process runs on, and so does every unikernel.");
        }
        if (!restart.isEmpty()) {
            restart.forEach(reason -> lines.add("restart: " + reason));
            lines.add("All of it is in force when the process is started again; no unikernel notices.");
        }
        return lines;
    }

    private static String row(String action, String bundle, String versions, int width) {
        return String.format("%-7s  %-" + Math.max(1, width) + "s  %s", action, bundle, versions)
                .stripTrailing();
    }

    /** Returns how much it is, in a line. */
    String summary() {
        return isEmpty()
                ? "Nothing to do: the platform runs just that."
                : count(Action.REPLACE) + " replaced, " + count(Action.ADD) + " added, " + count(Action.REMOVE)
                        + " removed, " + count(Action.RESTART) + " restarted with them";
    }
}
