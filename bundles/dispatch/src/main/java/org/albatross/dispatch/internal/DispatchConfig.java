package org.albatross.dispatch.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/org.albatross.dispatch.cfg}. */
@ObjectClassDefinition(name = "Albatross dispatch", description = "The way of a command to what carries it out.")
public @interface DispatchConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.dispatch";

    /** See {@link org.albatross.api.ServiceGate}. */
    @AttributeDefinition(
            description = "How long a command waits while the supervisor or the console is being replaced, in seconds.",
            min = "1",
            max = "3600")
    int service_seconds() default 30;
}
