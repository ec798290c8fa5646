package org.albatross.shell.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/org.albatross.shell.cfg}. */
@ObjectClassDefinition(name = "Albatross shell", description = "The shell of administrators.")
public @interface ShellConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.shell";

    /** See {@link ShellServer}. */
    @AttributeDefinition(description = "How many shells may be open.", min = "1", max = "256")
    int sessions() default 16;

    /** See {@link ShellServer}. */
    @AttributeDefinition(description = "How many of them may be of one user.", min = "1", max = "256")
    int sessions_per_user() default 8;
}
