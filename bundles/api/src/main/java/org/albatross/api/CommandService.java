package org.albatross.api;

import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The entry point: every command of every front end comes through here, where it is decided whether the caller may,
 * and which service carries it out.
 */
@ProviderType
public interface CommandService {
    /**
     * Carries out a command. Returns at once, but for a change while the event log is full, which waits for room a second
     * at most ({@link EventLog#awaitRoom}); the answer comes through {@code sink}, on any thread, possibly
     * before this method returns, in the order that {@link Sink} tells. A refusal is an answer, never an exception. What
     * was handed on is answered though this service is replaced meanwhile.
     *
     * <p>Spooled blobs of the request belong to the service from this call on: it moves or deletes them,
     * or refuses the command and runs {@link Request#unused}.
     *
     * @return how the caller says that it has gone away; a change is carried out all the same
     */
    Cancellable execute(Request request, Sink sink);

    /**
     * Returns why no command of a caller that carries an image or the contents of a block device about {@code name} would
     * be carried out, if that is known before the command is: asked before such a blob is kept anywhere. Whoever is not
     * refused here may be refused later.
     */
    default Optional<Refusal> refusalOfBlob(Caller caller, Name name) {
        return Optional.empty();
    }

    /**
     * Returns why a caller may not administer the platform itself, its bundles and its configuration: asked by a front
     * end that gives a hold of more than commands. Nobody is told that it was asked.
     */
    default Optional<Refusal> refusalOfAdministration(Caller caller) {
        return Optional.of(new Refusal.Unsupported("this command service does not know who may administer"));
    }
}
