package org.albatross.dispatch.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.roles.cfg}. An underscore here is a dot in a key. */
@ObjectClassDefinition(
        name = "Albatross roles",
        description = "Who may do what on the Unix domain sockets. Without the file, who may write a socket is admin.")
public @interface RolesConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.roles";

    /** Where a key names nobody. */
    String NOBODY = "nobody";

    /** A user or a group, by number. */
    String WHO = "(uid|gid) [0-9]{1,10}";

    /** A path, as {@link org.albatross.model.Path#parse} takes it, or the root. */
    String WHERE = " of ((?=[a-z0-9.:-]{1,200}(,|$))(?!\\.+(:|,|$))[a-z0-9.][a-z0-9.-]{0,62}"
            + "(:(?!\\.+(:|,|$))[a-z0-9.][a-z0-9.-]{0,62}){0,15}|:)";

    /** Administrators: users and groups with commas between them. */
    String ADMINS = WHO + "(, ?" + WHO + "){0,255}";

    /** Holders of another role: users and groups, and where they have it. */
    String HOLDERS = WHO + WHERE + "(, ?" + WHO + WHERE + "){0,255}";

    /** See {@link org.albatross.model.Role#ADMIN}. */
    @AttributeDefinition(
            description = "Who may do everything.",
            options = {
                @Option(label = NOBODY, value = NOBODY),
                @Option(label = "pattern: uid N or gid N with commas between them", value = ADMINS)
            })
    String admins() default NOBODY;

    /** See {@link org.albatross.model.Role#OPERATOR}. */
    @AttributeDefinition(
            description = "Who may do everything at or below a path.",
            options = {
                @Option(label = NOBODY, value = NOBODY),
                @Option(label = "pattern: uid N of PATH or gid N of PATH with commas between them", value = HOLDERS)
            })
    String operators() default NOBODY;

    /** See {@link org.albatross.model.Role#VIEWER}. */
    @AttributeDefinition(
            description = "Who may read at or below a path what holds no secrets.",
            options = {
                @Option(label = NOBODY, value = NOBODY),
                @Option(label = "pattern: uid N of PATH or gid N of PATH with commas between them", value = HOLDERS)
            })
    String viewers() default NOBODY;

    /** See {@link org.albatross.model.Grant#consoles}. */
    @AttributeDefinition(
            description = "Whether viewers may read consoles too.",
            options = {@Option(label = "on", value = "on"), @Option(label = "off", value = "off")})
    String viewers_consoles() default "on";
}
