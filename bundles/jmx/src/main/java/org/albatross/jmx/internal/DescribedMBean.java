package org.albatross.jmx.internal;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationEmitter;
import javax.management.StandardEmitterMBean;

/** An MBean of open types with notifications, which is described by the {@link Description}s of its interface. */
final class DescribedMBean extends StandardEmitterMBean {
    private final Descriptions descriptions;

    /** Shows an object by its interface. */
    <T> DescribedMBean(T implementation, Class<T> type, NotificationEmitter emitter) {
        super(implementation, type, true, emitter);
        this.descriptions = new Descriptions(type);
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return descriptions.ofMBean();
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return descriptions.of(info);
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return descriptions.of(info);
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
        return descriptions.of(operation, index);
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
        return descriptions.nameOf(operation, index);
    }

    @Override
    protected int getImpact(MBeanOperationInfo operation) {
        return Descriptions.impact(operation);
    }
}
