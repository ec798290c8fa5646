package org.albatross.itests;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.albatross.fixture.Target;

/** The tenders that unikernels are tried with, the best one first: the real ones where they are installed. */
public enum TenderKind {
    /** Solo5's, for seccomp. */
    SPT(Target.SPT, "solo5-spt"),

    /** Solo5's, for a hypervisor. */
    HVT(Target.HVT, "solo5-hvt"),

    /** Ours, for a hypervisor. */
    EVALUATION(Target.HVT, "albatross-tender"),

    /** What stands in for one in tests that need no code of a guest. */
    STUB(Target.SPT, "solo5-spt");

    private static final Path STUBS =
            Path.of("../packaging/test-tender").toAbsolutePath().normalize();

    private final Target target;
    private final String program;

    TenderKind(Target target, String program) {
        this.target = target;
        this.program = program;
    }

    /** The best one that executes guests here, if there is any. */
    public static Optional<TenderKind> executing() {
        return Arrays.stream(values())
                .filter(kind -> kind != STUB && kind.isAvailable())
                .findFirst()
                .map(TenderKind::reported);
    }

    /** The best one here, for a test that needs no code of a guest. */
    public static TenderKind best() {
        return executing().orElseGet(STUB::reported);
    }

    /** Says with what a test shows what it shows; {@code ./verify} lists that for each promise. */
    public TenderKind reported() {
        String kind =
                switch (this) {
                    case SPT, HVT -> "real";
                    case EVALUATION -> "evaluation";
                    case STUB -> "stub";
                };
        System.out.println("tender: " + kind);
        return this;
    }

    /** What images are made for. */
    public Target target() {
        return target;
    }

    /** The name of the program. */
    public String program() {
        return program;
    }

    /** Whether it can run here. */
    public boolean isAvailable() {
        boolean kvm = Files.isWritable(Path.of("/dev/kvm"));
        return switch (this) {
            case SPT -> isInstalled();
            case HVT -> kvm && isInstalled();
            case EVALUATION -> kvm;
            case STUB -> true;
        };
    }

    private boolean isInstalled() {
        return installed().isPresent();
    }

    private Optional<Path> installed() {
        return folders()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where it is installed. */
    public Path file() {
        return this == STUB ? STUBS.resolve(program) : installed().orElseThrow();
    }

    /** A search path on which the platform finds this tender before any other. */
    public String searchPath() {
        return switch (this) {
            case SPT, HVT -> System.getenv("PATH");
            case EVALUATION ->
                folders()
                        .filter(folder -> !Files.exists(Path.of(folder, HVT.program)))
                        .collect(Collectors.joining(File.pathSeparator));
            case STUB -> STUBS + File.pathSeparator + System.getenv("PATH");
        };
    }

    private static Stream<String> folders() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1));
    }
}
