package org.albatross.health.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/org.albatross.health.cfg}. */
@ObjectClassDefinition(name = "Albatross health", description = "When the checks of the platform's health say so.")
public @interface HealthConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.health";

    /** See {@link Reserve#warning}. */
    @AttributeDefinition(
            description = "With less left on the file system of the state directory, its check says warn, in MB of 2^20"
                    + " bytes.",
            min = "0",
            max = "2147483647")
    int disk_warning_megabytes() default 1024;

    /** See {@link Reserve#critical}. */
    @AttributeDefinition(description = "With less, it says critical.", min = "0", max = "2147483647")
    int disk_critical_megabytes() default 128;

    /** See {@link Reserve#warning}. */
    @AttributeDefinition(
            description = "With less memory available on the host, its check says warn, in MB of 2^20 bytes.",
            min = "0",
            max = "2147483647")
    int memory_warning_megabytes() default 256;

    /** See {@link Reserve#critical}. */
    @AttributeDefinition(description = "With less, it says critical.", min = "0", max = "2147483647")
    int memory_critical_megabytes() default 64;
}
