package org.albatross.model;

import java.util.List;
import java.util.Optional;

/** A refusal by a policy, or of one. What stands at the root is not a policy but what the host has. */
public sealed interface PolicyRefusal extends Refusal {
    /** What policies share out. */
    enum Resource {
        /** How many unikernels. */
        UNIKERNELS,
        /** Memory, in MB. */
        MEMORY,
        /** CPUs, by id. */
        CPUS,
        /** Bridges, by name. */
        BRIDGES,
        /** Block storage, in MB. */
        BLOCK
    }

    /** How much of a resource, or which. */
    sealed interface Share {}

    /** A number, in the unit of the resource. */
    record Amount(long value) implements Share {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** CPUs or bridges, in order. */
    record Members(List<String> names) implements Share {
        /** Copies the list. */
        public Members {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return String.join(", ", names);
        }
    }

    /** A request needs more than is left of {@code limit}, given the use of everybody at or below {@code at}. */
    record Exceeded(Path at, Resource resource, long limit, long used, long asked) implements PolicyRefusal {
        @Override
        public String message() {
            return switch (resource) {
                case UNIKERNELS ->
                    "maximum allowed unikernels (" + limit + ", used " + used + ") would be exceeded by one more, "
                            + whose(at);
                case BLOCK ->
                    "block device policy limit of " + limit + " MB (used " + used
                            + " MB) would be exceeded by the request (" + asked + " MB), " + whose(at);
                case MEMORY, CPUS, BRIDGES ->
                    "maximum allowed memory (" + limit + ", used " + used + ") would be exceeded (requesting " + asked
                            + "), " + whose(at);
            };
        }
    }

    /** A policy allows no block storage at all. */
    record NoBlockStorage(Path at) implements PolicyRefusal {
        @Override
        public String message() {
            return "the policy of " + at + " allows no block storage";
        }
    }

    /** A request names CPUs or bridges that are not allowed. */
    record NotAllowed(Path at, Resource resource, Members refused, Members allowed) implements PolicyRefusal {
        @Override
        public String message() {
            String what = resource == Resource.CPUS ? "CPUids " : "bridges ";
            if (at.equals(Path.ROOT)) {
                return what + refused + " do not exist on this host, or are not for unikernels (for them it has: "
                        + (allowed.names().isEmpty() ? "none" : allowed) + ")";
            }
            return what + refused + (resource == Resource.CPUS ? " are not allowed" : " not allowed") + " by policy of "
                    + at + " (allowed: " + allowed + ")";
        }
    }

    /** A policy under which nothing could run. */
    record Unusable(Resource resource, long value, long least) implements PolicyRefusal {
        @Override
        public String message() {
            return switch (resource) {
                case UNIKERNELS -> "Unusable policy with no unikernels";
                case CPUS -> "Unusable policy with no CPUids";
                case MEMORY -> "Unusable policy with memory " + value + " MB <= " + least + " MB";
                case BLOCK, BRIDGES -> "Unusable policy with block storage " + value + " MB < " + least + " MB";
            };
        }
    }

    /** The policy of the root was to be changed. */
    record OfTheHost() implements PolicyRefusal {
        @Override
        public String message() {
            return "the policy of : is what the host has and cannot be replaced";
        }
    }

    /**
     * A policy would be more than one above it is.
     *
     * @param other the policy that the changed one does not go with; absent when it was not said whose it is
     * @param above what the upper one of both allows
     * @param below what the lower one of both allows
     */
    record Conflict(Optional<Path> other, Resource resource, Share above, Share below) implements PolicyRefusal {
        /** Returns the same, with the path of the policy that stands against it. */
        public Conflict of(Path path) {
            return new Conflict(Optional.of(path), resource, above, below);
        }

        @Override
        public String message() {
            String text =
                    switch (resource) {
                        case UNIKERNELS -> "policy above allows " + above + " unikernels, which is fewer than " + below;
                        case MEMORY ->
                            "policy above allows " + above + " MB memory, which is fewer than " + below + " MB";
                        case CPUS -> "policy above does not allow CPUids " + below;
                        case BRIDGES ->
                            "policy above allows bridge(s) " + above + ", which is not a superset of " + below;
                        case BLOCK ->
                            "policy above allows " + above + " MB block storage, which is fewer than " + below + " MB";
                    };
            return text + other.map(path -> " (policy of " + path + ")").orElse("");
        }
    }

    /** A policy would allow less than is in use at or below its path. */
    record BelowUse(Path at, Resource resource, Share allowed, Share used) implements PolicyRefusal {
        @Override
        public String message() {
            return switch (resource) {
                case UNIKERNELS -> "policy allows " + allowed + " unikernels, " + used + " exist at or below " + at;
                case MEMORY ->
                    "policy allows " + allowed + " MB memory, unikernels at or below " + at + " use " + used + " MB";
                case CPUS -> "policy does not allow CPUids " + used + ", which unikernels at or below " + at + " use";
                case BRIDGES ->
                    "policy does not allow bridges " + used + ", which unikernels at or below " + at + " use";
                case BLOCK ->
                    "policy allows " + allowed + " MB block storage, block devices at or below " + at + " have " + used
                            + " MB";
            };
        }
    }

    /** A unikernel that alone is more than a policy allows, as a signer of both says. */
    record Forbidden(Resource resource, Share allowed, Share asked) implements PolicyRefusal {
        @Override
        public String message() {
            return switch (resource) {
                case CPUS -> "the CPUids " + asked + " requested by the unikernel are not allowed by policy";
                case BRIDGES -> "Bridge(s) " + asked + " not allowed by policy (available: " + allowed + ")";
                case MEMORY, UNIKERNELS, BLOCK ->
                    asked + " MB memory assigned to unikernel exceeds policy (" + allowed + "MB)";
            };
        }
    }

    /** Says whose limit it is. */
    private static String whose(Path at) {
        return at.equals(Path.ROOT) ? "which is all that this host has for unikernels" : "says the policy of " + at;
    }
}
