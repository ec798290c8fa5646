package org.albatross.launcher;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What becomes of the platform when something escapes one of its threads, an {@code Error} for example: it ends. A
 * process that has lost a thread may live on without an answer for anybody, while one that has ended is started again,
 * and its unikernels have not noticed. The one place that decides this: it is the JVM's default handler.
 */
final class LastResort implements UncaughtExceptionHandler {
    private enum Phase {
        STARTING,
        SERVING,
        ENDING
    }

    private final Consumer<String> say;
    private final Runnable halt;
    private Phase phase = Phase.STARTING;
    private Optional<Thread> waiting = Optional.empty();
    private Optional<String> reason = Optional.empty();

    /**
     * In the phase of starting.
     *
     * @param say writes a line for the operator
     * @param halt ends the process at once
     */
    LastResort(Consumer<String> say, Runnable halt) {
        this.say = say;
        this.halt = halt;
    }

    /** Says that the platform serves; this thread waits for its end, and is interrupted when something escapes another. */
    synchronized void serving() {
        phase = Phase.SERVING;
        waiting = Optional.of(Thread.currentThread());
    }

    /** Says that the platform is ending by itself; what escapes now is told only. */
    synchronized void ending() {
        phase = Phase.ENDING;
    }

    /** Returns why the platform has to end, if it has. */
    synchronized Optional<String> reason() {
        return reason;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable escaped) {
        if (thread.getUncaughtExceptionHandler() instanceof ThreadGroup) { // nobody has logged it
            escaped.printStackTrace();
        }
        String what = "the thread " + thread.getName() + " has ended: " + escaped;
        boolean last;
        synchronized (this) {
            last = phase == Phase.STARTING;
            if (phase == Phase.SERVING) {
                phase = Phase.ENDING;
                reason = Optional.of(what);
                waiting.ifPresent(Thread::interrupt);
            }
        }
        say.accept(what);
        if (last) {
            halt.run();
        }
    }
}
