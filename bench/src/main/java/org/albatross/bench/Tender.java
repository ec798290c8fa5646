package org.albatross.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.albatross.fixture.Target;

/** A tender that this machine has. */
enum Tender {
    /** {@code solo5-spt}: needs nothing of the machine. */
    SPT(Target.SPT),
    /** {@code solo5-hvt}: needs KVM. */
    HVT(Target.HVT);

    private static final Path KVM = Path.of("/dev/kvm");

    private final Target target;

    Tender(Target target) {
        this.target = target;
    }

    /** Those that can be used here, the one that needs least first. */
    static List<Tender> usable() {
        return Arrays.stream(values()).filter(Tender::isUsable).toList();
    }

    /** What images for it are made for. */
    Target target() {
        return target;
    }

    private boolean isUsable() {
        return isOnPath() && (this == SPT || (Files.isReadable(KVM) && Files.isWritable(KVM)));
    }

    private boolean isOnPath() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "solo5-" + this)));
    }

    /** Its name, as images and programs have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
