package org.albatross.cli.internal.peer;

/** The services of a platform, by the socket below its run directory. */
public enum Service {
    /** Unikernels, policies, block devices. */
    SUPERVISOR("util/vmmd.sock"),
    /** Consoles. */
    CONSOLE("util/console.sock"),
    /** Statistics. */
    STATISTICS("util/stat.sock"),
    /** The event log. */
    EVENT_LOG("util/log.sock"),
    /** Shells for administrators. */
    SHELL("util/shell.sock");

    private final String socket;

    Service(String socket) {
        this.socket = socket;
    }

    /** Returns the socket's place, relative to the run directory. */
    public String socket() {
        return socket;
    }
}
