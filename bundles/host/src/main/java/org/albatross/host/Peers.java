package org.albatross.host;

import java.io.IOException;
import org.albatross.model.Groups;
import org.osgi.annotation.versioning.ProviderType;

/** Who is at the other end of a Unix domain socket, as far as the JDK's API does not tell. */
@ProviderType
public interface Peers {
    /**
     * Returns the supplementary groups that the peer had when it connected. Does not wait.
     *
     * @param descriptor that of a connected Unix domain socket, which nobody closes meanwhile
     * @return none where the system does not tell them (Linux before 4.13)
     */
    Groups groups(int descriptor) throws IOException;
}
