package org.albatross.api;

import org.albatross.model.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/** What CAs have revoked, as far as a front end knows that is shown certificates. */
@ProviderType
public interface RevocationLists {
    /**
     * Takes a revocation list, whoever brings it: it is believed for its signature. Returns at once; the answer comes
     * through {@code sink} when the list is on disk and in force.
     *
     * @param list in DER
     */
    Cancellable add(Bytes list, Sink sink);
}
