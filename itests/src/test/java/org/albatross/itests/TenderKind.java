package org.albatross.itests;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.albatross.fixture.Target;

/** The tenders that unikernels are tried with: ours always, the real ones where they are installed. */
public enum TenderKind {
    EVALUATION(Target.HVT, "albatross-tender"),
    HVT(Target.HVT, "solo5-hvt"),
    SPT(Target.SPT, "solo5-spt");

    private final Target target;
    private final String program;

    TenderKind(Target target, String program) {
        this.target = target;
        this.program = program;
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
            case EVALUATION -> kvm;
            case HVT -> kvm && isInstalled();
            case SPT -> isInstalled();
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
        return installed().orElseThrow();
    }

    /** A search path on which the platform finds this tender before any other. */
    public String searchPath() {
        return this == EVALUATION
                ? folders()
                        .filter(folder -> !Files.exists(Path.of(folder, HVT.program)))
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getenv("PATH");
    }

    private static java.util.stream.Stream<String> folders() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1));
    }
}
