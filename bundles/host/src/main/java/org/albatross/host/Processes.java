package org.albatross.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.albatross.model.CpuId;
import org.osgi.annotation.versioning.ProviderType;

/** Starting, finding, watching and ending processes. */
@ProviderType
public interface Processes {
    /**
     * The users and groups of a tender of its own.
     *
     * @param uid its user
     * @param gid its group
     * @param groups its further groups
     */
    record Identity(long uid, long gid, List<Long> groups) {
        /** Copies the list. */
        public Identity {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What the wrapper is started with (architecture section 4).
     *
     * @param instance the platform's instance id, which stands in the wrapper's command line
     * @param name the unikernel's written name, likewise
     * @param runId the run, likewise
     * @param lock the lock file that the tender inherits
     * @param directory the unikernel's run directory, with {@code console}, {@code taken}, and where
     *     {@code process} and {@code exit} are written ({@link ProcessFile}, {@link ExitFile}). Before it is removed
     *     the run id goes into {@code taken}: the wrapper waits for it, and holds the lock
     * @param identity as whom the tender runs; absent for this process's user
     * @param cpus the CPUs that it is pinned to; empty for all
     * @param command the tender and its arguments
     */
    record Launch(
            String instance,
            String name,
            long runId,
            Path lock,
            Path directory,
            Optional<Identity> identity,
            SortedSet<CpuId> cpus,
            List<String> command) {
        /** Copies the command. */
        public Launch {
            command = List.copyOf(command);
        }
    }

    /**
     * A process of the table.
     *
     * @param uid its real user, which neither it nor another user can choose
     * @param commandLine what it says that it runs; empty for a zombie and for the kernel's own
     */
    record Entry(ProcessId id, long parent, long uid, boolean zombie, List<String> commandLine) {
        /** Copies the command line. */
        public Entry {
            commandLine = List.copyOf(commandLine);
        }
    }

    /** The signals that are sent. */
    enum Signal {
        /** Asks a process to end. */
        TERM,
        /** Ends a process. */
        KILL,
        /** Stops a process until it is continued; sending it returns when it has stopped. */
        STOP,
        /** Lets a stopped process go on. */
        CONTINUE
    }

    /** A watched process. */
    interface Watch extends AutoCloseable {
        /** Sends a signal to exactly this process; one that has ended is fine. */
        void signal(Signal signal) throws IOException;

        /** Ends the watch; the process goes on. */
        @Override
        void close();
    }

    /**
     * Starts the wrapper detached, as no child of this process. Returns when it is on its way; what it
     * did stands in its directory.
     *
     * @return whether it was started with the lock: when that is free, then, nothing of this run lives. Otherwise it takes the lock in a
     *     moment, and whoever tries it before is in its way
     * @throws IOException when it could not be started at all
     */
    boolean launch(Launch launch) throws IOException;

    /**
     * Requires that the processes of all users can be seen: what cannot be seen cannot be ended either.
     *
     * @throws IOException with a message for people that says what hides them, and the remedy
     */
    void requireVisible() throws IOException;

    /**
     * Looks whether everything is there that {@link #launch} runs beside the tender: before something is ended that
     * is to be launched again.
     *
     * @param cpus what it will be pinned to
     * @throws IOException with a message for people that says what is missing
     */
    void requireLaunchable(SortedSet<CpuId> cpus) throws IOException;

    /**
     * Looks a process up.
     *
     * @return nothing when no process has that number, or only a zombie has it
     * @throws IOException when that cannot be known, as with a hidden process table
     */
    Optional<ProcessId> find(long pid) throws IOException;

    /**
     * Returns a path by which a file that a process has open can be opened again, even where its entry was removed.
     *
     * @param number the process's descriptor
     * @return nothing when the process has ended or has no file under that number, or when this process may not open it
     * @throws IOException when that cannot be known, as with a hidden process table
     */
    Optional<Path> descriptor(ProcessId process, int number) throws IOException;

    /** Returns when the process started, by the wall clock; for display only. */
    Optional<Instant> startedAt(ProcessId process) throws IOException;

    /**
     * Returns the whole process table.
     *
     * @throws IOException when it cannot be read, or does not even hold this process
     */
    List<Entry> table() throws IOException;

    /**
     * Returns every process, but those that have ended, whose real user this is.
     *
     * @throws IOException when the process table cannot be seen
     */
    List<ProcessId> runningAs(long uid) throws IOException;

    /**
     * Watches a process.
     *
     * @param ended runs once when the process has ended, on the thread that polls: it must not block
     * @return nothing when that process has ended already
     */
    Optional<Watch> watch(ProcessId process, Runnable ended) throws IOException;
}
