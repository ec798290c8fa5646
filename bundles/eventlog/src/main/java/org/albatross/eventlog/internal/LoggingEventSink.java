package org.albatross.eventlog.internal;

import org.albatross.api.EventSink;
import org.albatross.model.EventLine;
import org.albatross.model.EventRecord;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes every event as one line to the platform's log. */
@Component
public final class LoggingEventSink implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger("org.albatross.eventlog");

    @Override
    public void accept(EventRecord event) {
        LOG.info("{}", EventLine.of(event));
    }
}
