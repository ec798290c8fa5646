package org.albatross.remote.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.remote.cfg}. An underscore here is a dot in a key. */
@ObjectClassDefinition(
        name = "Albatross remote",
        description = "How the edge, in the feature of that name, reaches the host's process.")
public @interface RemoteConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.remote";

    /** See {@link HostSocket}. */
    @AttributeDefinition(
            description =
                    "The socket of the host's process, from the run directory on where it is not an absolute path.",
            options = @Option(label = "pattern: the path of a file", value = "[^,]+"))
    String socket() default "util/edge.sock";

    /** See {@link PassingLimits#reach}. */
    @AttributeDefinition(
            description = "How long it is tried to reach the host's process and to hand a client's certificates over,"
                    + " in seconds.",
            min = "1",
            max = "3600")
    int reach_seconds() default 30;

    /** See {@link PassingLimits#rest}. */
    @AttributeDefinition(
            description = "How long a client may take nothing of what is left when the host's process has said all, in"
                    + " seconds.",
            min = "1",
            max = "3600")
    int write_seconds() default 30;

    /** See {@link PassingLimits#stall}. */
    @AttributeDefinition(
            description = "How long a client may take nothing of what is there for it, in seconds.",
            min = "1",
            max = "86400")
    int stall_seconds() default 600;
}
