package org.albatross.prometheus.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.prometheus.cfg}. */
@ObjectClassDefinition(name = "Albatross Prometheus", description = "An endpoint that Prometheus scrapes.")
public @interface PrometheusConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.prometheus";

    /** The value of {@link #listen} without an endpoint. */
    String OFF = "off";

    /** Where it listens. */
    @AttributeDefinition(
            description =
                    "Where to listen with /metrics, on loopback alone and without authentication: every local user can"
                            + " read what is measured.",
            options = {
                @Option(OFF),
                @Option(
                        label = "pattern: 127.0.0.1 or [::1] and a port, 127.0.0.1:9464",
                        value = "(127\\.0\\.0\\.1|\\[::1\\]):[1-9][0-9]{0,3}|(127\\.0\\.0\\.1|\\[::1\\]):[1-5][0-9]{4}")
            })
    String listen() default OFF;
}
