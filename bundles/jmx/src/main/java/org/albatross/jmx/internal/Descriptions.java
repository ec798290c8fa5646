package org.albatross.jmx.internal;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;

/** What the {@link Description}s of an MBean's interface say. */
final class Descriptions {
    private final Class<?> type;

    /** Those of one interface. */
    Descriptions(Class<?> type) {
        this.type = type;
    }

    private static String text(AnnotatedElement element) {
        return Optional.ofNullable(element.getAnnotation(Description.class))
                .map(Description::value)
                .orElse("");
    }

    private Optional<Method> method(String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst();
    }

    /** Returns that of the MBean. */
    String ofMBean() {
        return text(type);
    }

    /** Returns that of an attribute. */
    String of(MBeanAttributeInfo attribute) {
        return method((attribute.isIs() ? "is" : "get") + attribute.getName())
                .map(Descriptions::text)
                .orElse("");
    }

    /** Returns that of an operation. */
    String of(MBeanOperationInfo operation) {
        return method(operation.getName()).map(Descriptions::text).orElse("");
    }

    /** Returns that of a parameter. */
    String of(MBeanOperationInfo operation, int parameter) {
        return method(operation.getName())
                .map(found -> text(found.getParameters()[parameter]))
                .orElse("");
    }

    /** Returns the name of a parameter. */
    String nameOf(MBeanOperationInfo operation, int parameter) {
        return method(operation.getName())
                .map(found -> found.getParameters()[parameter].getName())
                .orElse("");
    }

    /** What a caller can tell an operation that changes something by. */
    static int impact(MBeanOperationInfo operation) {
        return operation.getName().startsWith("list") ? MBeanOperationInfo.INFO : MBeanOperationInfo.ACTION;
    }
}
