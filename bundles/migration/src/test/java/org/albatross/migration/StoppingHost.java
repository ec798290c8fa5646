package org.albatross.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.albatross.host.ForwardingHost;
import org.albatross.host.Host;
import org.albatross.host.HostFiles;

/** This machine, but that something is done whenever a change is about to be made durable, or an owner to be changed. */
final class StoppingHost extends ForwardingHost {
    private final Host machine;
    private final HostFiles files = new StoppingFiles();
    private Action before = () -> {};

    /** What is done. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    StoppingHost(Host machine) {
        super(machine);
        this.machine = machine;
    }

    void before(Action action) {
        before = action;
    }

    @Override
    public HostFiles files() {
        return files;
    }

    private final class StoppingFiles implements HostFiles {
        @Override
        public void makeFifo(Path fifo, int mode, Optional<Long> owner) throws IOException {
            machine.files().makeFifo(fifo, mode, owner);
        }

        @Override
        public Fifo openFifo(Path fifo, Optional<Long> openAs, int capacity, Reader reader) throws IOException {
            return machine.files().openFifo(fifo, openAs, capacity, reader);
        }

        @Override
        public void writeFifo(Path fifo, byte[] content) throws IOException {
            machine.files().writeFifo(fifo, content);
        }

        @Override
        public Optional<Lock> tryLock(Path file) throws IOException {
            return machine.files().tryLock(file);
        }

        @Override
        public void copy(Path source, Optional<Long> readAs, Path target, BooleanSupplier goOn) throws IOException {
            machine.files().copy(source, readAs, target, goOn);
        }

        @Override
        public void setOwner(Path file, Optional<Long> uid, Optional<Long> gid) throws IOException {
            before.run();
            machine.files().setOwner(file, uid, gid);
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
            before.run();
            machine.files().syncDirectory(directory);
        }
    }
}
