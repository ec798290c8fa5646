package org.albatross.bhyve.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The configuration {@code org.albatross.bhyve}. An underscore here is a dot in a key. */
@ObjectClassDefinition(name = "Albatross bhyve", description = "How virtual machines of bhyve are started")
public @interface BhyveConfig {
    /** Returns the key {@code zvol.path}. */
    @AttributeDefinition(
            name = "Volumes",
            description =
                    "The path whose unikernels may have volumes below /dev/zvol/ as disks, : for the root; none by"
                            + " default, or what albatrossd --allow-zvol-for says",
            options = {@Option(label = "pattern: a path, or nothing", value = "[A-Za-z0-9.:-]{0,200}")})
    String zvol_path() default "";

    /** Returns the key {@code loader.within.seconds}. */
    @AttributeDefinition(
            name = "Loader time",
            description = "How many seconds bhyveload or grub-bhyve may take to load an operating system",
            min = "1",
            max = "60")
    int loader_within_seconds() default 1;
}
