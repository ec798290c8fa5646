package org.albatross.jmx.internal;

import org.albatross.model.Caller;
import org.albatross.model.Grant;
import org.jspecify.annotations.Nullable;

/**
 * Who is served by this thread: somebody who has come by the remote connector while {@link #as} runs, otherwise whoever has attached
 * to this process, its own user or root.
 */
public final class CurrentCaller {
    /** How people call this front end. */
    public static final String FRONT_END = "JMX";

    private static final Caller.Person ATTACHED = new Caller.Person(FRONT_END, "attached", Grant.ADMIN);
    private static final ThreadLocal<Caller.@Nullable Person> SERVED = new ThreadLocal<>();

    /**
     * Something that is done for somebody.
     *
     * @param <T> what it returns
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        /** Does it. */
        @Nullable
        T run() throws E;
    }

    private CurrentCaller() {}

    /** Returns who is served. */
    static Caller.Person get() {
        Caller.Person served = SERVED.get();
        return served == null ? ATTACHED : served;
    }

    /** Does something for somebody on this thread. */
    public static <T, E extends Exception> @Nullable T as(Caller.Person person, Work<T, E> work) throws E {
        Caller.Person before = SERVED.get();
        SERVED.set(person);
        try {
            return work.run();
        } finally {
            if (before == null) {
                SERVED.remove();
            } else {
                SERVED.set(before);
            }
        }
    }
}
