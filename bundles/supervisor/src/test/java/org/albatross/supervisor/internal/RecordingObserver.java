package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.api.RunObserver;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;

/** Keeps what it is told, in order. */
final class RecordingObserver implements RunObserver {
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    /** That a run has ended. */
    record Ended(Name name, long runId) {}

    @Override
    public void running(List<RunningUnikernel> all) {
        told.add(all);
    }

    @Override
    public void began(RunningUnikernel unikernel) {
        told.add(unikernel);
    }

    @Override
    public void ended(Name name, long runId) {
        told.add(new Ended(name, runId));
    }

    /** Returns what it was told next, waiting for it. */
    Object next() throws InterruptedException {
        Object next = told.poll(60, TimeUnit.SECONDS);
        assertThat(next).as("what is told within a minute").isNotNull();
        return next;
    }

    boolean hasMore() {
        return !told.isEmpty();
    }
}
