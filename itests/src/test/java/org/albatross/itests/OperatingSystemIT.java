package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.namespace.NativeNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Which operating system a host's bundle is for is in its manifest: the framework refuses it elsewhere. */
class OperatingSystemIT {
    @ParameterizedTest
    @CsvSource({"Linux, true", "FreeBSD, false", "Windows 11, false"})
    void resolvesTheHostOfLinuxOnLinuxAlone(String system, boolean resolves, @TempDir Path cache)
            throws IOException, BundleException, InterruptedException {
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        cache.toString(),
                        Constants.FRAMEWORK_OS_NAME,
                        system,
                        // A JVM has one factory of them, and other tests have frameworks in this one.
                        "felix.service.urlhandlers",
                        "false"));
        framework.start();
        try {
            Bundle host = framework
                    .getBundleContext()
                    .installBundle(hostBundle().toUri().toString());
            List<BundleRequirement> requirements =
                    host.adapt(BundleRevision.class).getDeclaredRequirements(NativeNamespace.NATIVE_NAMESPACE);

            assertThat(requirements).hasSize(1);
            assertThat(framework.adapt(FrameworkWiring.class).findProviders(requirements.get(0)))
                    .hasSize(resolves ? 1 : 0);
        } finally {
            framework.stop();
            framework.waitForStop(TimeUnit.SECONDS.toMillis(20));
        }
    }

    private static Path hostBundle() throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(Tree.release().resolve("bundles"), "org.albatross.host-linux-*.jar")) {
            return files.iterator().next();
        }
    }
}
