package org.albatross.itests;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.osgi.framework.FrameworkUtil;

/**
 * Both halves of {@link InFramework}: outside the framework it starts one for the class and forwards each
 * test to it; inside, where Jupiter runs again for that one test, it lets the test proceed.
 */
final class FrameworkExtension implements BeforeAllCallback, AfterAllCallback, InvocationInterceptor {
    private static final boolean INSIDE = FrameworkUtil.getBundle(FrameworkExtension.class) != null;
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(FrameworkExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (!INSIDE) {
            Class<?> testClass = context.getRequiredTestClass();
            String feature = testClass.getAnnotation(InFramework.class).value();
            context.getStore(STORE).put(StagedFramework.class, StagedFramework.start(testClass, feature));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (!INSIDE) {
            staged(context).stop();
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> invoked, ExtensionContext context)
            throws Throwable {
        if (INSIDE) {
            invocation.proceed();
        } else {
            invocation.skip();
            staged(context).run(invoked.getExecutable());
        }
    }

    private static StagedFramework staged(ExtensionContext context) {
        return context.getStore(STORE).get(StagedFramework.class, StagedFramework.class);
    }
}
