package org.albatross.solo5;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The interface between a unikernel and its tender, as the image's ABI note names it.
 *
 * @param target what kind of tender runs it
 * @param version the version, which the tender's must equal; an unsigned 32-bit number
 */
public record Abi(Target target, long version) {
    /** The kinds of tender that Solo5 knows. */
    public enum Target {
        /** A virtual machine of its own, with hypercalls. */
        HVT(1),
        /** A process of its own behind a seccomp filter. */
        SPT(2),
        /** A virtual machine with virtio devices. */
        VIRTIO(3),
        /** The Muen separation kernel. */
        MUEN(4),
        /** The Genode framework. */
        GENODE(5),
        /** A Xen domain. */
        XEN(6);

        private final long code;

        Target(long code) {
            this.code = code;
        }

        /** Returns the target with this number in the note. */
        public static Optional<Target> ofCode(long code) {
            return Arrays.stream(values()).filter(target -> target.code == code).findFirst();
        }

        /** Tells whether Albatross runs such images: there is a tender program for them. */
        public boolean hasTender() {
            return this == HVT || this == SPT;
        }

        /** Returns the name as the tenders' own program names have it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns target and version as messages name them, {@code hvt ABI 2}. */
    @Override
    public String toString() {
        return target + " ABI " + version;
    }
}
