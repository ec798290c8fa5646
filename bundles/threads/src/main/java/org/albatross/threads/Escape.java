package org.albatross.threads;

import java.lang.Thread.UncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what escapes a thread, and hands it on whatever becomes of the logging. */
enum Escape implements UncaughtExceptionHandler {
    /** Of a thread that the platform cannot be without: whatever escapes it is handed on. */
    OF_THREAD,
    /** Of a thread that runs one task after the other: a mistake of ours about one of them costs that one only. */
    OF_TASK;

    private static final Logger LOG = LoggerFactory.getLogger(PlatformThreads.class);

    @Override
    public void uncaughtException(Thread thread, Throwable escaped) {
        if (this == OF_TASK && escaped instanceof RuntimeException) {
            LOG.error("A task of {} failed by a defect of the platform", thread.getName(), escaped);
            return;
        }
        try {
            LOG.error("The thread {} has ended", thread.getName(), escaped);
        } finally {
            UncaughtExceptionHandler last = Thread.getDefaultUncaughtExceptionHandler();
            if (last != null) {
                last.uncaughtException(thread, escaped);
            }
        }
    }
}
