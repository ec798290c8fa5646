package org.albatross.jmx.internal;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** What MBeans are called. */
final class Names {
    /** The one of the platform. */
    static final ObjectName SUPERVISOR = fixed("org.albatross:type=Supervisor");

    private Names() {}

    private static ObjectName fixed(String name) {
        try {
            return new ObjectName(name);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}
