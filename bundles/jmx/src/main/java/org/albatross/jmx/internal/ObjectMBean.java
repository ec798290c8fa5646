package org.albatross.jmx.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotCompliantMBeanException;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * An MBean of open types for one of many objects. What it says of itself is made once for each interface, and not for each
 * of thousands of objects.
 */
final class ObjectMBean extends StandardMBean {
    private static final Map<Class<?>, MBeanInfo> INFOS = new ConcurrentHashMap<>();

    /** Shows an object by its interface. */
    <T> ObjectMBean(T object, Class<T> type) throws NotCompliantMBeanException {
        super(object, type, true);
    }

    private Descriptions descriptions() {
        return new Descriptions(getMBeanInterface());
    }

    @Override
    protected @Nullable MBeanInfo getCachedMBeanInfo() {
        return INFOS.get(getMBeanInterface());
    }

    @Override
    protected void cacheMBeanInfo(@Nullable MBeanInfo info) {
        if (info != null) {
            INFOS.put(getMBeanInterface(), info);
        }
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return descriptions().ofMBean();
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return descriptions().of(info);
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return descriptions().of(info);
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
        return descriptions().of(operation, index);
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
        return descriptions().nameOf(operation, index);
    }

    @Override
    protected int getImpact(MBeanOperationInfo operation) {
        return Descriptions.impact(operation);
    }
}
