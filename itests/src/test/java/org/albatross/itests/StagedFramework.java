package org.albatross.itests;

import static java.util.stream.Collectors.toMap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainerException;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.spi.ExamReactor;
import org.ops4j.pax.exam.spi.StagedExamReactor;
import org.ops4j.pax.exam.spi.reactors.ReactorManager;

/** The outside of one framework that Pax Exam has started, with the test classes in it as a bundle. */
final class StagedFramework {
    private static final ReactorManager MANAGER = ReactorManager.getInstance();

    private final StagedExamReactor reactor;
    private final Map<String, TestAddress> tests;

    private StagedFramework(StagedExamReactor reactor, Map<String, TestAddress> tests) {
        this.reactor = reactor;
        this.tests = tests;
    }

    static StagedFramework start(Class<?> testClass, String feature) throws Exception {
        FrameworkContents contents = new FrameworkContents(feature);
        ExamReactor reactor = MANAGER.prepareReactor(FrameworkContents.class, contents);
        TestProbeBuilder probe = MANAGER.createProbeBuilder(contents);
        Map<TestAddress, String> methods = new HashMap<>();
        for (Method method : testClass.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                TestAddress address = probe.addTest(InsideRunner.class, "run", testClass.getName(), method.getName());
                methods.put(address, method.getName());
            }
        }
        reactor.addProbe(probe);
        StagedExamReactor staged = MANAGER.stageReactor();
        Map<String, TestAddress> tests = staged.getTargets().stream()
                .filter(target -> methods.containsKey(target.root()))
                .collect(toMap(target -> methods.get(target.root()), target -> target));
        MANAGER.beforeClass(staged, contents);
        return new StagedFramework(staged, tests);
    }

    /** Runs one test inside; what it throws there is thrown here. */
    void run(Method method) throws Throwable {
        try {
            reactor.invoke(tests.get(method.getName()));
        } catch (TestContainerException e) {
            Throwable cause = e;
            while (cause.getCause() != null
                    && (cause instanceof TestContainerException || cause instanceof InvocationTargetException)) {
                cause = cause.getCause();
            }
            // The class of the same name, but of the bundle in the framework.
            throw cause.getClass().getName().equals(TestAbortedException.class.getName())
                    ? new TestAbortedException(cause.getMessage())
                    : cause;
        }
    }

    void stop() {
        MANAGER.afterClass(reactor, FrameworkContents.class);
    }
}
