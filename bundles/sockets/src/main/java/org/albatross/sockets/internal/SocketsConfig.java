package org.albatross.sockets.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.sockets.cfg}. */
@ObjectClassDefinition(name = "Albatross sockets", description = "Where clients of this host connect.")
public @interface SocketsConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.sockets";

    /** See {@link SocketSettings#backlog}. */
    @AttributeDefinition(
            description =
                    "How many connections may wait to be accepted on each socket; the kernel's somaxconn bounds it.",
            min = "128",
            max = "65535")
    int backlog_connections() default 1024;

    /** See {@link SocketSettings#mode}. */
    @AttributeDefinition(
            description =
                    "The permissions of the sockets but shell.sock and edge.sock, as an octal number: who may write may command.",
            options = {@Option("0600"), @Option("0660"), @Option("0666")})
    String mode_octal() default "0660";
}
