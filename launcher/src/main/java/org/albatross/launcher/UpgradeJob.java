package org.albatross.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How an upgrade goes: the lines that tell of it, and its outcome. For any thread. */
final class UpgradeJob {
    /** Where it stands. */
    enum State {
        RUNNING,
        DONE,
        FAILED
    }

    private final List<String> lines = new ArrayList<>();
    private State state = State.RUNNING;
    private String reason = "";

    /** Adds a line. */
    synchronized void say(String line) {
        lines.add(line);
        notifyAll();
    }

    /** Says that the platform runs what it was asked to. */
    synchronized void done() {
        state = State.DONE;
        notifyAll();
    }

    /** Says that the platform runs what it ran before, and why. */
    synchronized void failed(String why) {
        state = State.FAILED;
        reason = why;
        notifyAll();
    }

    /** Returns where it stands. */
    synchronized State state() {
        return state;
    }

    /** Returns why it has failed; empty when it has not. */
    synchronized String reason() {
        return reason;
    }

    /**
     * Waits for more.
     *
     * @param from how many lines are known
     * @return the state in small letters, the reason of a failure, and the lines from there on
     */
    synchronized List<String> progress(int from, long patienceMillis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        long left = patienceMillis;
        while (state == State.RUNNING && lines.size() <= from && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        List<String> answer = new ArrayList<>(List.of(state.name().toLowerCase(Locale.ROOT), reason));
        answer.addAll(lines.subList(Math.min(Math.max(0, from), lines.size()), lines.size()));
        return answer;
    }
}
