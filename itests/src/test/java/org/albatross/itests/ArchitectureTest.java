package org.albatross.itests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The bundles of docs/architecture.md, section 2: who may know whom. */
class ArchitectureTest {
    private static final String ROOT = "org.albatross.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.albatross");

    /** Each bundle, and the bundles that it may know besides itself. A new bundle is entered here. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("threads", Set.of()),
            Map.entry("disk", Set.of("model")),
            Map.entry("wire", Set.of("model")),
            Map.entry("json", Set.of("model")),
            Map.entry("core", Set.of("model")),
            Map.entry("pki", Set.of("model", "wire", "core", "disk")),
            Map.entry("api", Set.of("model")),
            Map.entry("solo5", Set.of("model")),
            Map.entry("host", Set.of("model", "threads")),
            Map.entry("bhyve", Set.of("model", "api", "host")),
            Map.entry("store", Set.of("model", "core", "disk", "host")),
            Map.entry("supervisor", Set.of("model", "core", "disk", "store", "api", "solo5", "host", "threads")),
            Map.entry("migration", Set.of("model", "wire", "core", "disk", "store", "solo5", "host", "configuration")),
            Map.entry("jmx", Set.of("model", "wire", "json", "api", "pki", "endpoint", "session", "threads")),
            Map.entry("dispatch", Set.of("model", "api", "threads")),
            Map.entry("console", Set.of("model", "api", "host", "threads")),
            Map.entry("admission", Set.of("model", "wire", "api", "pki", "endpoint", "session", "threads")),
            Map.entry("endpoint", Set.of("model", "wire", "disk", "pki")),
            Map.entry("tls", Set.of("model", "wire", "api", "pki", "endpoint", "session", "admission", "threads")),
            Map.entry("edge", Set.of("model", "wire", "api", "pki", "endpoint", "session", "admission", "threads")),
            Map.entry("remote", Set.of("model", "wire", "api", "session", "threads")),
            Map.entry("influx", Set.of("model", "wire", "api", "threads")),
            Map.entry("exposition", Set.of("model", "api", "threads")),
            Map.entry("prometheus", Set.of("model", "api", "threads")),
            Map.entry("eventlog", Set.of("model", "json", "disk", "api", "threads")),
            Map.entry("stats", Set.of("model", "api", "host", "threads")),
            Map.entry("sockets", Set.of("threads")),
            Map.entry("session", Set.of("model", "wire", "api", "threads")),
            Map.entry("local", Set.of("model", "api", "host", "session")),
            Map.entry("shell", Set.of("model", "wire", "json", "api", "host", "session", "threads")),
            Map.entry("web", Set.of("model", "json", "api", "endpoint", "threads")),
            Map.entry("health", Set.of("model", "api", "host")),
            Map.entry("readiness", Set.of("model", "wire", "threads")),
            Map.entry(
                    "cli",
                    Set.of(
                            "model",
                            "wire",
                            "json",
                            "core",
                            "disk",
                            "pki",
                            "endpoint",
                            "store",
                            "solo5",
                            "configuration")),
            Map.entry("tender", Set.of("model", "solo5")),
            Map.entry("fixture", Set.of()),
            Map.entry("configuration", Set.of("model", "api", "threads")),
            Map.entry("launcher", Set.of("configuration")));

    @TestFactory
    Stream<DynamicTest> knowsOnlyTheBundlesItMay() {
        return bundles()
                .map(bundle -> DynamicTest.dynamicTest(bundle, () -> {
                    String[] known = Stream.concat(Stream.of(bundle), MAY_KNOW.get(bundle).stream())
                            .map(other -> ROOT + other + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + bundle + "..")
                            .should()
                            .dependOnClassesThat(
                                    resideInAPackage("org.albatross..").and(not(resideInAnyPackage(known))))
                            .check(CLASSES);
                }));
    }

    @TestFactory
    Stream<DynamicTest> keepsItsInternalsToItself() {
        return bundles()
                .map(bundle -> DynamicTest.dynamicTest(bundle, () -> noClasses()
                        .that()
                        .resideOutsideOfPackage(ROOT + bundle + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(ROOT + bundle + ".internal..")
                        .check(CLASSES)));
    }

    /** One operating system is as good as another: which one it is stands in the feature file alone. */
    @Test
    void knowsNoOperatingSystemButInItsOwnBundle() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "host.linux..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "host.linux..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "host")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void everyBundleIsInTheTable() {
        assertThat(MAY_KNOW).containsKeys(bundles().toArray(String[]::new));
    }

    @Test
    void hasNoCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void keepsModelWireAndCorePlainJava() {
        classes()
                .that(resideInAnyPackage(ROOT + "model..", ROOT + "wire..", ROOT + "core.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "org.albatross..",
                        "org.jspecify.annotations..",
                        "org.osgi.annotation..",
                        "org.pcollections",
                        "java.io",
                        "java.lang..",
                        "java.math",
                        "java.nio",
                        "java.nio.charset",
                        "java.security",
                        "java.time..",
                        "java.util",
                        "java.util.function",
                        "java.util.regex",
                        "java.util.stream"))
                .check(CLASSES);
    }

    /** What has to survive a power cut is changed by steps that tests let fail: decision 0017. */
    @Test
    void changesWhatIsDurableThroughDisk() {
        DescribedPredicate<JavaClass> durable = resideInAnyPackage(ROOT + "store..", ROOT + "eventlog..")
                .or(belongToAnyOf(org.albatross.pki.Crls.class, org.albatross.endpoint.Users.class));
        // The run directory, spools, and a lock.
        DescribedPredicate<JavaClass> elsewhere = belongToAnyOf(
                org.albatross.store.ImageIntake.class,
                org.albatross.store.RunLocks.class,
                org.albatross.store.RunPaths.class,
                org.albatross.store.StagedImage.class,
                org.albatross.store.StateLock.class);
        noClasses()
                .that(durable.and(not(elsewhere)))
                .should()
                .callMethodWhere(target(owner(equivalentTo(java.nio.file.Files.class)))
                        .and(target(nameMatching("move|copy|delete.*|write.*|newOutputStream|create.*"))))
                .check(CLASSES);
    }

    @Test
    void leavesJsonToJsonAndTheLauncher() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + "json..", ROOT + "launcher..")))
                .should()
                .dependOnClassesThat(resideInAPackage("com.fasterxml.jackson.."))
                .check(CLASSES);
    }

    @Test
    void keepsClockThreadsAndFilesOutOfModelWireJsonAndCore() {
        noClasses()
                .that(resideInAnyPackage(ROOT + "model..", ROOT + "wire..", ROOT + "json..", ROOT + "core.."))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Clock.class,
                        Thread.class,
                        ProcessBuilder.class,
                        Runtime.class,
                        java.io.File.class,
                        java.io.FileInputStream.class,
                        java.io.FileOutputStream.class,
                        java.io.RandomAccessFile.class,
                        java.util.Random.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void leavesTheStandardStreamsToPrograms() {
        noClasses()
                .that(not(resideInAnyPackage(
                        ROOT + "cli..", ROOT + "tender..", ROOT + "fixture..", ROOT + "launcher..", ROOT + "influx")))
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    void makesThreadsInOnePlaceSoThatNothingEscapesOneUnnoticed() {
        noClasses()
                .that(not(resideInAnyPackage(
                        ROOT + "threads..",
                        ROOT + "cli..",
                        ROOT + "tender..",
                        ROOT + "fixture..",
                        ROOT + "launcher..")))
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .orShould()
                .callConstructorWhere(target(owner(assignableTo(ExecutorService.class))))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Executors.class, Timer.class, ForkJoinPool.class)
                .check(CLASSES);
    }

    private static Stream<String> bundles() {
        return CLASSES.stream().map(ArchitectureTest::bundle).distinct().sorted();
    }

    private static String bundle(JavaClass type) {
        String below = type.getPackageName().substring(ROOT.length());
        int end = below.indexOf('.');
        return end < 0 ? below : below.substring(0, end);
    }
}
