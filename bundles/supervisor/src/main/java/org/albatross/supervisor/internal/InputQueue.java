package org.albatross.supervisor.internal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.albatross.core.Input;
import org.albatross.supervisor.internal.run.Inputs;

/** What has happened and was not applied yet. Its length is bounded by the requests and runs that there are. */
final class InputQueue implements Inputs {
    private final BlockingQueue<Input> waiting = new LinkedBlockingQueue<>();

    @Override
    public void post(Input input) {
        waiting.add(input);
    }

    /** Returns how many wait. */
    int length() {
        return waiting.size();
    }

    /** Takes the next one, waiting for it. */
    Input take() throws InterruptedException {
        return waiting.take();
    }
}
