package org.albatross.jmx.internal;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationEmitter;
import javax.management.StandardEmitterMBean;

/**
 * An MBean of open types that is described by the {@link Description}s of its interface.
 *
 * @param <T> the interface
 */
final class DescribedMBean<T> extends StandardEmitterMBean {
    private final Class<T> type;

    DescribedMBean(T implementation, Class<T> type, NotificationEmitter emitter) {
        super(implementation, type, true, emitter);
        this.type = type;
    }

    private Optional<Method> method(String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst();
    }

    private String describe(String method) {
        return method(method)
                .map(found -> found.getAnnotation(Description.class).value())
                .orElse("");
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return type.getAnnotation(Description.class).value();
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return describe("get" + info.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return describe(info.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
        return method(operation.getName())
                .map(found -> found.getParameters()[index]
                        .getAnnotation(Description.class)
                        .value())
                .orElse("");
    }

    /** What a caller can tell an operation that changes something by. */
    @Override
    protected int getImpact(MBeanOperationInfo operation) {
        return operation.getName().startsWith("list") ? MBeanOperationInfo.INFO : MBeanOperationInfo.ACTION;
    }
}
