package org.albatross.itests;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import org.albatross.fixture.Image;
import org.albatross.launcher.FeatureFile;
import org.apiguardian.api.API;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.Launcher;
import org.opentest4j.AssertionFailedError;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** What Pax Exam puts into a framework: the bundles of a feature of the built release, and those of JUnit and AssertJ. */
@ExamReactorStrategy(PerClass.class)
public final class FrameworkContents {
    private static final int START_LEVEL = 30;

    private final String feature;

    FrameworkContents(String feature) {
        this.feature = feature;
    }

    /** Called by Pax Exam. */
    @Configuration
    public Option[] options() throws IOException {
        Path release = Tree.release();
        nameDirectories(release);
        FeatureFile contents =
                FeatureFile.read(release.resolve("features").resolve(feature + ".json"), System.getProperties());
        List<Option> options = new ArrayList<>();
        options.add(frameworkStartLevel(START_LEVEL));
        contents.frameworkProperties()
                .forEach((name, value) -> options.add(frameworkProperty(name).value(value)));
        for (FeatureFile.Entry entry : contents.bundles()) {
            Path file = entry.in(release.resolve("bundles"));
            options.add(bundle("reference:" + file.toUri()).startLevel(entry.startLevel()));
        }
        for (Class<?> type : List.of(
                Test.class,
                JupiterTestEngine.class,
                JUnitException.class,
                TestEngine.class,
                Launcher.class,
                AssertionFailedError.class,
                API.class,
                Assertions.class,
                ByteBuddy.class,
                Image.class)) {
            String jar =
                    type.getProtectionDomain().getCodeSource().getLocation().toString();
            options.add(bundle("reference:" + jar).startLevel(1));
        }
        return options.toArray(Option[]::new);
    }

    /** Sets the properties that the launcher's script sets, to directories that others may pass through. */
    private static void nameDirectories(Path release) throws IOException {
        Path home = Tree.newHome();
        Path state = Files.createDirectories(home.resolve("state"));
        Files.createDirectories(state.resolve("platform/tmp"));
        Map<String, Path> directories = Map.of(
                "albatross.state.dir", state,
                "albatross.run.dir", Files.createDirectory(home.resolve("run")),
                "albatross.etc.dir", Tree.file("etc"),
                "albatross.libexec.dir", release.resolve("libexec"));
        directories.forEach((name, path) -> System.setProperty(name, path.toString()));
        System.setProperty("albatross.isolation", ProcessStatus.mayChangeUsers() ? "separate" : "shared");
    }
}
