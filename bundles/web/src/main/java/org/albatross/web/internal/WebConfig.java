package org.albatross.web.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.web.cfg}. An underscore here is a dot in a key. */
@ObjectClassDefinition(name = "Albatross web", description = "The page for browsers, and its API.")
public @interface WebConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.web";

    /** Where it listens, unless the command line says so. */
    @AttributeDefinition(
            description =
                    "Where browsers find the page, on loopback alone, since it is not encrypted; --web=ADDRESS:PORT of"
                            + " albatrossd counts more.",
            options =
                    @Option(
                            label = "pattern: 127.0.0.1 or [::1] and a port, 127.0.0.1:8470",
                            value =
                                    "(127\\.0\\.0\\.1|\\[::1\\]):[1-9][0-9]{0,3}|(127\\.0\\.0\\.1|\\[::1\\]):[1-5][0-9]{4}"))
    String listen() default "127.0.0.1:8470";

    /** See {@link org.albatross.model.Grant#consoles}. */
    @AttributeDefinition(
            description = "Whether viewers may read consoles too.",
            options = {@Option("on"), @Option("off")})
    String viewers_consoles() default "on";
}
