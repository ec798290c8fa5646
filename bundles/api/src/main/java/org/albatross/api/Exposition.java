package org.albatross.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What is measured, as an exporter hands it out that is asked: the last {@link Sample}, and the metrics of every bundle. Where that is made and where
 * it is handed out may be two processes. For any thread.
 */
@ProviderType
public interface Exposition {
    /** A page of it, which is written as UTF-8. */
    record Page(String contentType, String text) {}

    /**
     * Returns everything as it is now. While it is asked for, unikernels are measured; they are not in the first page after nobody has
     * asked for a quarter of an hour.
     *
     * @param accept the media types that a client takes, as HTTP's header of this name tells them; empty for the usual one
     * @throws IllegalStateException with the reason when there is nothing to be told now
     */
    Page page(String accept);
}
