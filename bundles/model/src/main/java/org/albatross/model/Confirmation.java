package org.albatross.model;

import java.util.Optional;

/**
 * When a replacement stays: what it has replaced comes back if it ends before, or if its check has not succeeded by then.
 *
 * @param afterSeconds how long it has to run
 * @param check what has to answer once within that time
 */
public record Confirmation(long afterSeconds, Optional<ServiceCheck> check) {
    /** Of one that has but to run. */
    public Confirmation(long afterSeconds) {
        this(afterSeconds, Optional.empty());
    }

    /**
     * Returns what the options {@code --confirm-after} and {@code --check} say; nothing when neither is given.
     *
     * @throws IllegalArgumentException with a message for people for what cannot be
     */
    public static Optional<Confirmation> of(Optional<Long> confirmAfter, Optional<String> check) {
        if (check.isPresent() && confirmAfter.isEmpty()) {
            throw new IllegalArgumentException("--check says what has to answer in time: it needs --confirm-after");
        }
        confirmAfter.filter(seconds -> seconds < 1).ifPresent(seconds -> {
            throw new IllegalArgumentException("--confirm-after " + seconds + ", at least 1 second is needed");
        });
        return confirmAfter.map(seconds -> new Confirmation(seconds, check.map(ServiceCheck::parse)));
    }
}
