package org.albatross.host.freebsd.internal;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** The calls of FreeBSD's kernel that the host makes: keeps changes of its queue, and hands out events that the test gives. */
final class FakeKernel {
    final List<Kevent> changes = new CopyOnWriteArrayList<>();
    final List<Integer> closed = new CopyOnWriteArrayList<>();
    final List<String> signals = new CopyOnWriteArrayList<>();
    /** Processes that there are. */
    final Set<Long> processes = ConcurrentHashMap.newKeySet();

    private final BlockingQueue<Kevent> events = new LinkedBlockingQueue<>();

    LibC c() {
        return (LibC) Proxy.newProxyInstance(
                LibC.class.getClassLoader(),
                new Class<?>[] {LibC.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "kqueue" -> 3;
                    case "kevent" ->
                        arguments[1] == null ? await((Pointer) arguments[3]) : change((Memory) arguments[1]);
                    case "kill" -> kill((int) arguments[0], (int) arguments[1]);
                    case "close" -> {
                        closed.add((int) arguments[0]);
                        yield 0;
                    }
                    case "strerror" -> "error " + arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private int kill(int pid, int signal) {
        signals.add(signal + " to " + pid);
        return 0;
    }

    private int change(Memory memory) {
        Kevent change = Kevent.read(memory, 0);
        changes.add(change);
        if (change.filter() == Kevent.PROCESS
                && (change.flags() & Kevent.ADD) != 0
                && !processes.contains(change.ident())) {
            Native.setLastError(SystemCall.ESRCH);
            return -1;
        }
        if (change.filter() == Kevent.USER && change.conditions() == Kevent.TRIGGER) {
            events.add(change);
        }
        return 0;
    }

    private int await(Pointer array) throws InterruptedException {
        Kevent event = events.take();
        array.write(0, event.memory().getByteArray(0, Kevent.BYTES), 0, Kevent.BYTES);
        return 1;
    }

    /** A process ends. */
    void end(long pid) {
        processes.remove(pid);
        events.add(new Kevent(pid, Kevent.PROCESS, Kevent.ONESHOT, Kevent.EXIT, 0, 0));
    }

    /** Something happens to what was added under the key of the latest change of this filter. */
    void happens(short filter) {
        Kevent added = changes.stream()
                .filter(change -> change.filter() == filter)
                .reduce((first, second) -> second)
                .orElseThrow();
        events.add(new Kevent(added.ident(), filter, 0, 0, 1, added.key()));
    }
}
