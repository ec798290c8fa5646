package org.albatross.supervisor.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.albatross.api.WriteBack;
import org.albatross.host.Host;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the machine begin to write images back that front ends receive, or that are decompressed. */
@Component(service = WriteBack.class)
public final class WriteBackComponent implements WriteBack {
    private static final Logger LOG = LoggerFactory.getLogger(WriteBackComponent.class);

    private final Host host;

    /** By this machine. */
    @Activate
    public WriteBackComponent(@Reference(name = "host") Host host) {
        this.host = host;
    }

    @Override
    public void begin(Path file) {
        try {
            host.files().beginWriteBack(file);
        } catch (IOException e) {
            LOG.debug("{} is written back when it is synced", file, e);
        }
    }
}
