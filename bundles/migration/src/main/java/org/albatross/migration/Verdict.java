package org.albatross.migration;

/**
 * What becomes of a unikernel that is taken over.
 *
 * @param outcome in a word
 * @param reason why, in one line; empty for one that starts
 */
record Verdict(Outcome outcome, String reason) {
    /** What becomes of it. */
    enum Outcome {
        /** It is started with the platform. */
        STARTS("starts"),
        /** It is taken, and waits for something that this machine does not have yet. */
        WAITS("would wait"),
        /** It would be refused whatever happens to the machine. */
        REFUSED("cannot be taken");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }
    }

    static final Verdict STARTS = new Verdict(Outcome.STARTS, "");

    static Verdict waits(String reason) {
        return new Verdict(Outcome.WAITS, reason);
    }

    static Verdict refused(String reason) {
        return new Verdict(Outcome.REFUSED, reason);
    }

    boolean isRefused() {
        return outcome == Outcome.REFUSED;
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? outcome.words : outcome.words + ": " + reason;
    }
}
