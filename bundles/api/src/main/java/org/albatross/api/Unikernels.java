package org.albatross.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What supervises unikernels: their policies, their life and their block devices. Whoever calls has been allowed to. */
@ProviderType
public interface Unikernels {
    /**
     * Carries out a command about policies, unikernels, their life or block devices; refuses every other. Otherwise as
     * {@link CommandService#execute}. When the service stops, it refuses what it has not answered.
     */
    Cancellable execute(Request request, Sink sink);

    /** Returns what this platform can beyond the original as far as unikernels go, each as {@code key=value}. */
    List<String> features();
}
