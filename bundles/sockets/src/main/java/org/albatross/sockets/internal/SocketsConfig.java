package org.albatross.sockets.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/org.albatross.sockets.cfg}. */
@ObjectClassDefinition(name = "Albatross sockets", description = "Where clients of this host connect.")
public @interface SocketsConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.sockets";

    /** See {@link SocketSettings#names}. */
    @AttributeDefinition(description = "The sockets that are made, each as NAME.sock below util in the run directory.")
    String[] names() default {"vmmd", "console"};

    /** See {@link SocketSettings#backlog}. */
    @AttributeDefinition(
            description =
                    "How many connections may wait to be accepted on each socket; the kernel's somaxconn bounds it.")
    int backlog_connections() default 1024;

    /** See {@link SocketSettings#mode}. */
    @AttributeDefinition(description = "The permissions of the sockets, as an octal number.")
    String mode_octal() default "0660";
}
