package org.albatross.jmx.internal;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.albatross.api.MetricName;
import org.albatross.model.Name;
import org.albatross.model.Path;

/**
 * What MBeans are called: {@code org.albatross:type=Unikernel,path="a:b",name=hello}. A path is quoted for its colons, and
 * that of the root is {@code ":"}; a label has no character that would need it.
 */
final class Names {
    /** The one of the platform. */
    static final ObjectName SUPERVISOR = of("org.albatross:type=Supervisor");

    /** The one of the event log. */
    static final ObjectName EVENT_LOG = of("org.albatross:type=EventLog");

    private Names() {}

    /** Returns the name that is written so; throws {@link IllegalArgumentException} when it is none. */
    static ObjectName of(String name) {
        try {
            return new ObjectName(name);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** Returns that of an object of a type. */
    static ObjectName of(String type, Name name) {
        return of("org.albatross:type=" + type + ",path=" + quoted(name.path())
                + name.label().map(label -> ",name=" + label).orElse(""));
    }

    private static String quoted(Path path) {
        return ObjectName.quote(path.isRoot() ? path.toString() : String.join(":", path.labels()));
    }

    /** Returns that of a metric: each of its labels is a property, with its value quoted. */
    static ObjectName ofMetric(String domain, String type, String metric) {
        String begin = domain + ":type=" + type + ",name=";
        MetricName name;
        try {
            name = MetricName.parse(metric);
        } catch (IllegalArgumentException e) {
            return of(begin + ObjectName.quote(metric)); // which is unique, too
        }
        StringBuilder written = new StringBuilder(begin + name.name());
        name.labels()
                .forEach((label, value) ->
                        written.append(",label.").append(label).append('=').append(ObjectName.quote(value)));
        return of(written.toString());
    }
}
