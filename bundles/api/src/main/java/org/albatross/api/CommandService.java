package org.albatross.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The one door inward: every command of every front door comes through here, where it is decided whether
 * the caller may, and where every change is told to the {@link EventSink}s together with who asked for it.
 */
@ProviderType
public interface CommandService {
    /**
     * Carries out a command. Returns at once; the answer comes through {@code sink}, on any thread, possibly
     * before this method returns. Exactly one answer is given, then data for a command that streams, then
     * {@link Sink#end}. A refusal is an answer, never an exception.
     *
     * <p>Spooled blobs of the request belong to the service from this call on: it moves or deletes them.
     *
     * @return how the caller says that it has gone away; a change is carried out all the same
     */
    Cancellable execute(Request request, Sink sink);
}
