package org.albatross.launcher;

import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Makes OSGi frameworks. Which one is on the class path is found out once: the jars of the class path may be gone later, when an
 * upgrade of the package has removed them.
 */
final class Frameworks {
    private static final FrameworkFactory FACTORY = ServiceLoader.load(
                    FrameworkFactory.class, Frameworks.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no OSGi framework is on the class path"));

    private Frameworks() {}

    /** Returns one that is not initialised. */
    static Framework make(Map<String, String> properties) {
        return FACTORY.newFramework(properties);
    }
}
