package org.albatross.itests.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.albatross.fixture.Target;
import org.albatross.itests.TenderKind;

/**
 * What runs unikernels in these tests: solo5-spt where it is installed, since it starts fast, and for hvt the
 * evaluation tender where there is a hypervisor.
 *
 * @param searchPath on which the platform finds these, and all else that it needs
 */
record Tenders(String searchPath) {
    /** Whether the hypervisor can be used. */
    static final boolean HVT = TenderKind.EVALUATION.isAvailable();

    /** Whether solo5-spt can be used. */
    static final boolean SPT = TenderKind.SPT.isAvailable();

    /** What images are made for if it does not matter. */
    static final Target FASTEST = SPT ? Target.SPT : Target.HVT;

    /** Makes links in a new folder below {@code home}, which is searched first. */
    static Tenders linkedBelow(Path home) throws IOException {
        assumeTrue(SPT || HVT, "neither solo5-spt is installed, nor can /dev/kvm be used");
        Path links = Files.createDirectory(home.resolve("tenders"));
        if (SPT) {
            Files.createSymbolicLink(links.resolve(TenderKind.SPT.program()), TenderKind.SPT.file());
        }
        return new Tenders(links + File.pathSeparator + TenderKind.EVALUATION.searchPath());
    }

    /** The same with another folder before all others. */
    Tenders behind(Path folder) {
        return new Tenders(folder + File.pathSeparator + searchPath);
    }
}
