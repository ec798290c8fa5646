package org.albatross.api;

import java.util.List;
import java.util.Locale;
import org.osgi.annotation.versioning.ProviderType;

/** Whether the platform is well: several checks, carried out when somebody asks. For any thread. */
@ProviderType
public interface Health {
    /** How something is, from good to bad. */
    enum Status {
        /** As it should be. */
        OK,
        /** Somebody should look at it; it works. */
        WARN,
        /** It cannot be used now, and will be without anybody's doing. */
        TEMPORARILY_UNAVAILABLE,
        /** It does not work. */
        CRITICAL,
        /** It is not known, since the check itself has failed. */
        UNKNOWN;

        /** Returns it as people and programs read it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What came of a check.
     *
     * @param name what was checked, in one word
     * @param details what there is to say, a line each; one at least unless it is {@link Status#OK}
     * @param millis how long it took
     */
    record Check(String name, Status status, List<String> details, long millis) {
        /** Copies the list. */
        public Check {
            details = List.copyOf(details);
        }
    }

    /** Returns what comes of all checks, in the order of their names; results may be two seconds old. Waits for them. */
    List<Check> check();

    /** Returns how all is that was checked: as the worst of it. */
    static Status worst(List<Check> checks) {
        return checks.stream().map(Check::status).max(Enum::compareTo).orElse(Status.UNKNOWN);
    }
}
