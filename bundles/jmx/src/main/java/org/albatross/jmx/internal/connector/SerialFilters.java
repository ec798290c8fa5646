package org.albatross.jmx.internal.connector;

import java.io.ObjectInputFilter;
import java.rmi.MarshalledObject;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeChangeNotificationFilter;
import javax.management.AttributeList;
import javax.management.NotificationFilterSupport;
import javax.management.ObjectName;
import javax.management.relation.MBeanServerNotificationFilter;

/**
 * What may be deserialized that a client sends: what attributes and operations of MBeans take, and nothing with code of its own that
 * runs while it is read. Every array is refused by its length before it is made. Without state, for any thread.
 */
final class SerialFilters {
    /** The most bytes of one request, an image's piece of 1 MiB in Base64 among them. */
    static final int MOST_BYTES = 1 << 21;

    /** The most bytes of an array of bytes, in which arguments come. */
    private static final int MOST_IN_ARRAY = 3 << 19;

    /** The most elements of any other array. */
    static final int MOST_ELEMENTS = 4096;

    private static final int MOST_DEPTH = 16;
    private static final int MOST_OBJECTS = 20_000;

    private static final int MOST_BYTES_OF_CREDENTIALS = 4096;

    private static final Set<String> CLASSES = Stream.of(
                    Object.class,
                    String.class,
                    Number.class,
                    Byte.class,
                    Short.class,
                    Integer.class,
                    Long.class,
                    Float.class,
                    Double.class,
                    Boolean.class,
                    Character.class,
                    MarshalledObject.class,
                    ObjectName.class,
                    Attribute.class,
                    AttributeList.class,
                    java.util.ArrayList.class,
                    java.util.Vector.class,
                    NotificationFilterSupport.class,
                    AttributeChangeNotificationFilter.class,
                    MBeanServerNotificationFilter.class,
                    javax.security.auth.Subject.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<Class<?>> PRIMITIVES = Set.of(byte.class, int.class, long.class, boolean.class);

    private SerialFilters() {}

    /** Of what somebody sends who is not known yet: a name and a password. */
    static ObjectInputFilter.Status ofCredentials(ObjectInputFilter.FilterInfo info) {
        boolean within = info.arrayLength() <= 2
                && info.depth() <= 2
                && info.references() <= 8
                && info.streamBytes() <= MOST_BYTES_OF_CREDENTIALS;
        Class<?> type = info.serialClass();
        return within && (type == null || component(type) == String.class)
                ? ObjectInputFilter.Status.ALLOWED
                : ObjectInputFilter.Status.REJECTED;
    }

    /** Of what somebody sends who has logged in. */
    static ObjectInputFilter.Status ofArguments(ObjectInputFilter.FilterInfo info) {
        Class<?> type = info.serialClass();
        int most = type == byte[].class ? MOST_IN_ARRAY : MOST_ELEMENTS;
        boolean within = info.arrayLength() <= most
                && info.depth() <= MOST_DEPTH
                && info.references() <= MOST_OBJECTS
                && info.streamBytes() <= MOST_BYTES;
        return within && (type == null || isAllowed(type))
                ? ObjectInputFilter.Status.ALLOWED
                : ObjectInputFilter.Status.REJECTED;
    }

    private static boolean isAllowed(Class<?> type) {
        Class<?> component = component(type);
        return CLASSES.contains(component.getName()) || PRIMITIVES.contains(component);
    }

    private static Class<?> component(Class<?> type) {
        Class<?> component = type;
        while (component.isArray()) {
            component = component.getComponentType();
        }
        return component;
    }
}
