package org.albatross.itests.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.albatross.fixture.Target;
import org.albatross.itests.TenderKind;

/**
 * What runs unikernels in these tests: solo5-spt where it is installed, since it starts fast, and for hvt the
 * evaluation tender where there is a hypervisor. Where there is neither, a stand-in for solo5-spt does: none of these
 * tests needs code of a guest.
 *
 * @param searchPath on which the platform finds these, and all else that it needs
 */
record Tenders(String searchPath) {
    /** Whether the hypervisor can be used. */
    static final boolean HVT = TenderKind.EVALUATION.isAvailable();

    private static final TenderKind SPT = TenderKind.SPT.isAvailable() ? TenderKind.SPT : TenderKind.STUB;

    /** What images are made for if it does not matter. */
    static final Target FASTEST = TenderKind.best().target();

    /** Makes links in a new folder below {@code home}, which is searched first. */
    static Tenders linkedBelow(Path home) throws IOException {
        TenderKind.best();
        Path links = Files.createDirectory(home.resolve("tenders"));
        Files.createSymbolicLink(links.resolve(SPT.program()), SPT.file());
        return new Tenders(links + File.pathSeparator + TenderKind.EVALUATION.searchPath());
    }

    /** The same with another folder before all others. */
    Tenders behind(Path folder) {
        return new Tenders(folder + File.pathSeparator + searchPath);
    }
}
