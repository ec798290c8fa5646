package org.albatross.bhyve.internal;

import java.util.List;
import java.util.Optional;
import org.albatross.model.BlockDevice;
import org.albatross.model.Path;

/**
 * Who may use volumes of ZFS as disks: the unikernels of one configured path, no other, and none where nothing is configured
 * ({@code zvol.path}, {@code --allow-zvol-for}).
 *
 * @param allowed the path whose unikernels may
 */
public record ZvolAccess(Optional<Path> allowed) {
    private static final String DIRECTORY = "/dev/zvol/";

    /**
     * Looks whether a unikernel may have a disk.
     *
     * @param path where the unikernel is
     * @param disk the path of the disk
     * @return why not, in one line; nothing when it may
     */
    Optional<String> refusal(Path path, String disk) {
        if (!isCanonical(disk)) {
            return Optional.of("the disk '" + disk + "' is not a volume below " + DIRECTORY);
        }
        if (!allowed.equals(Optional.of(path))) {
            return Optional.of("volumes below " + DIRECTORY + " are allowed for "
                    + allowed.map(one -> "unikernels at " + one).orElse("nobody") + ", not for " + path);
        }
        return Optional.empty();
    }

    /** A path without anything that leads elsewhere, and without what bhyve takes for its own options. */
    private static boolean isCanonical(String disk) {
        if (!disk.startsWith(DIRECTORY) || disk.length() > BlockDevice.MAX_PATH_BYTES) {
            return false;
        }
        List<String> names = List.of(disk.substring(DIRECTORY.length()).split("/", -1));
        return names.stream().allMatch(name -> name.matches("[A-Za-z0-9_.:-]+") && !name.matches("\\.{1,2}"));
    }
}
