package org.albatross.cli.internal.run;

/** The program's exit codes, the original's (docs/client.md). */
public final class ExitCode {
    /** Done; also when a stream ended. */
    public static final int OK = 0;

    /** The certificates that this program would show are not good, as far as it can tell itself. */
    public static final int OWN_CHAIN = 116;

    /** The peer answered that the command failed. */
    public static final int COMMAND_FAILED = 117;

    /** A download over HTTP failed. */
    public static final int HTTP = 118;

    /** The peer did not accept the certificate that it was shown. */
    public static final int REFUSED_CERTIFICATE = 119;

    /** The peer's certificate is not good. */
    public static final int PEER_CHAIN = 120;

    /** Bytes from the peer, or their lack: the protocol was not kept, or the stream ended before the answer. */
    public static final int COMMUNICATION = 121;

    /** No connection to the peer. */
    public static final int CONNECT = 122;

    /** The command line, or a file that it names, cannot be used. */
    public static final int COMMAND_LINE = 124;

    /** A defect of this program. */
    public static final int INTERNAL = 125;

    /** Who read standard output has closed it: as a shell tells of a program that SIGPIPE has ended. */
    public static final int BROKEN_PIPE = 141;

    private ExitCode() {}
}
