package org.albatross.host.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code org.albatross.host}. */
@ObjectClassDefinition(name = "Albatross host", description = "How the machine is used")
public @interface HostConfig {
    /** Returns the key {@code libexec.dir}. */
    @AttributeDefinition(
            name = "Programs",
            description = "The absolute path of the directory that holds albatross-run;"
                    + " when empty, the framework property albatross.libexec.dir",
            required = false)
    String libexec_dir() default "";
}
