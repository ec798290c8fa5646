package org.albatross.edge.internal;

import org.albatross.admission.EndpointConfig;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.edge.cfg} beside those of {@link EndpointConfig}. An underscore here is a dot in a key. */
public @interface EdgeConfig {
    /** All keys of the file. */
    @ObjectClassDefinition(
            name = "Albatross edge",
            description = "Remote clients that the edge passes on, in the feature host. The edge has files of its own.")
    interface Keys extends EdgeConfig, EndpointConfig {}

    /** Where the component finds it. */
    String PID = "org.albatross.edge";

    /** The user that the packages make. */
    String ACCOUNT = "albatross-edge";

    /** See {@link EdgeUser}. */
    @AttributeDefinition(
            description = "Who may connect to edge.sock: the user of this name, or a uid.",
            options = {
                @Option(label = ACCOUNT, value = ACCOUNT),
                @Option(label = "pattern: a uid", value = "[0-9]{1,10}")
            })
    String user() default ACCOUNT;

    /** See {@link Management}. */
    @AttributeDefinition(
            description = "The greatest role that people have who come by JMX to the edge; with none, the edge manages"
                    + " nothing, and is not told what is measured.",
            options = {@Option("none"), @Option("viewer"), @Option("operator")})
    String role() default Management.NONE;

    /** See {@link ReceptionLimits#pending}. */
    @AttributeDefinition(
            description = "How many connections of the edge may wait that have not said whom they are for; with one"
                    + " more the oldest one goes.",
            min = "1",
            max = "65536")
    int introductions() default 256;

    /** See {@link ReceptionLimits#within}. */
    @AttributeDefinition(
            description = "How long the edge may take to say whom a connection is for, in seconds.",
            min = "1",
            max = "3600")
    int introduction_seconds() default 10;
}
