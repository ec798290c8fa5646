package org.albatross.model;

import java.util.List;

/** Who stands behind a command. */
public sealed interface Caller {
    /**
     * Returns whose share of what all have in common this caller uses: threads, files, waiting places. Two callers with
     * the same account share it.
     */
    String account();

    /**
     * A process of this host, as the kernel names the other end of a Unix domain socket.
     *
     * @param gid the process's own group
     * @param groups the other groups that it belongs to, as far as the kernel tells of them
     */
    record Local(long uid, long gid, Groups groups, long pid) implements Caller {
        /** One that belongs to its own group alone. */
        public Local(long uid, long gid, long pid) {
            this(uid, gid, Groups.NONE, pid);
        }

        @Override
        public String account() {
            return "uid " + uid;
        }

        @Override
        public String toString() {
            return "uid " + uid + ", pid " + pid;
        }
    }

    /**
     * The holder of a certificate.
     *
     * @param subjects the common names of its chain without the root, from the root's end to the leaf
     * @param serial the leaf's serial number in hexadecimal digits
     * @param address where the connection came from
     * @param path the domain at and below which the chain lets it act
     */
    record Remote(List<String> subjects, String serial, String address, Path path) implements Caller {
        /** Copies the list. */
        public Remote {
            subjects = List.copyOf(subjects);
        }

        /** Those whose certificates one CA has issued share one: its own name the holder of a certificate has chosen. */
        @Override
        public String account() {
            return subjects.size() < 2
                    ? "certificates of the root CA"
                    : "certificates of " + String.join(":", subjects.subList(0, subjects.size() - 1));
        }

        @Override
        public String toString() {
            return String.join(":", subjects) + ", serial " + serial + ", from " + address;
        }
    }

    /**
     * Somebody whom a front end of this process knows.
     *
     * @param frontEnd how people call the front end
     * @param user the name by which it knows the person
     * @param grant what the person may
     */
    record Person(String frontEnd, String user, Grant grant) implements Caller {
        @Override
        public String account() {
            return toString();
        }

        @Override
        public String toString() {
            return frontEnd + " " + user;
        }
    }

    /** The platform itself: a restart, a start at boot, a fall-back. */
    record Platform() implements Caller {
        @Override
        public String account() {
            return toString();
        }

        @Override
        public String toString() {
            return "albatross";
        }
    }
}
