package org.albatross.console.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.albatross.host.Facts;
import org.albatross.host.Host;
import org.albatross.host.HostFiles;
import org.albatross.host.Measurements;
import org.albatross.host.Network;
import org.albatross.host.Peers;
import org.albatross.host.Processes;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;

/** A machine that has fifos and a boot id, and nothing else. */
final class FakeHost implements Host, HostFiles, Facts {
    private final Map<FakeFifo, Reader> readers = new ConcurrentHashMap<>();
    private final Map<Path, FakeFifo> fifos = new HashMap<>();
    private final Map<Path, String> written = new ConcurrentHashMap<>();
    private String bootId = "first boot";

    /** Lets unikernels print into a fifo, and everything be read that can be. */
    void print(Path path, String text) throws IOException {
        fifo(path).write(text);
        read(path);
    }

    /** Reads what a fifo holds, until it is paused. */
    void read(Path path) throws IOException {
        FakeFifo fifo = fifo(path);
        Reader reader = readers.get(fifo);
        while (reader != null && !fifo.isClosed() && !fifo.isEmpty() && !fifo.isPaused()) {
            reader.readable(fifo);
        }
    }

    synchronized FakeFifo fifo(Path path) {
        return fifos.computeIfAbsent(path, missing -> new FakeFifo());
    }

    synchronized void replaceFifo(Path path) {
        fifos.remove(path);
    }

    Optional<String> written(Path path) {
        return Optional.ofNullable(written.get(path));
    }

    void reboot() {
        bootId = "another boot";
    }

    @Override
    public Fifo openFifo(Path fifo, Optional<Long> openAs, int capacity, Reader reader) throws IOException {
        if (fifo.endsWith("missing")) {
            throw new IOException(fifo + " does not exist");
        }
        readers.put(fifo(fifo), reader);
        return fifo(fifo);
    }

    @Override
    public void writeFifo(Path fifo, byte[] content) {
        written.put(fifo, new String(content, StandardCharsets.US_ASCII));
    }

    @Override
    public Optional<Long> hypervisorGroup() {
        throw notHere();
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public Facts facts() {
        return this;
    }

    @Override
    public Peers peers() {
        throw notHere();
    }

    @Override
    public HostFiles files() {
        return this;
    }

    @Override
    public Network network() {
        throw notHere();
    }

    @Override
    public Measurements measurements() {
        throw notHere();
    }

    @Override
    public Processes processes() {
        throw notHere();
    }

    @Override
    public void makeFifo(Path fifo, int mode, Optional<Long> owner) {
        throw notHere();
    }

    @Override
    public Optional<Lock> tryLock(Path file) {
        throw notHere();
    }

    @Override
    public void copy(Path source, Optional<Long> readAs, Path target, BooleanSupplier goOn) {
        throw notHere();
    }

    @Override
    public void setOwner(Path file, Optional<Long> uid, Optional<Long> gid) {
        throw notHere();
    }

    @Override
    public void syncDirectory(Path directory) {
        throw notHere();
    }

    @Override
    public SortedSet<CpuId> cpus() {
        return CpuId.setOf(0);
    }

    @Override
    public Megabytes available() {
        return memory();
    }

    @Override
    public Megabytes memory() {
        throw notHere();
    }

    @Override
    public Megabytes size(Path directory) {
        throw notHere();
    }

    private static UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("no console asks for this");
    }
}
