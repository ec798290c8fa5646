package org.albatross.api;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Name;

/**
 * A command as a front end hands it in.
 *
 * @param caller who asks
 * @param name what the command is about: the name of its header
 * @param command the command
 * @param deadline how long the caller waits, from now on; a change is carried out after it, too
 * @param data the bytes that follow a command that takes a stream, already without frames; it ends where
 *     they end, blocks while none are there, and throws {@link java.io.IOException} when the peer goes away
 * @param unused forgets the spooled blobs of the command; runs, once or more often, when the command is refused before
 *     the service that it is for has got it
 */
public record Request(
        Caller caller, Name name, Command command, Optional<Duration> deadline, InputStream data, Runnable unused) {
    /** A request without spooled blobs. */
    public Request(Caller caller, Name name, Command command, Optional<Duration> deadline, InputStream data) {
        this(caller, name, command, deadline, data, () -> {});
    }

    /** A request without a deadline that no data follow. */
    public Request(Caller caller, Name name, Command command) {
        this(caller, name, command, Optional.empty(), InputStream.nullInputStream());
    }
}
