package org.albatross.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why a command is not carried out, or was broken off: what was asked, what stands against it, and the words for
 * both. The kinds are those that a front end may want to tell apart; whoever only reports takes {@link #message}.
 * Words that the original uses are kept to the letter: scripts look for them.
 */
public sealed interface Refusal
        permits PolicyRefusal, Refusal.Request, Refusal.Present, Refusal.Platform, Refusal.NotAllowed {
    /** Returns what was refused, the value, the limit and what to do, in one line. */
    String message();

    /** What a command can be about. */
    enum Subject {
        /** A unikernel. */
        UNIKERNEL("unikernel"),
        /** A block device of the host. */
        BLOCK_DEVICE("block device"),
        /** A policy. */
        POLICY("policy");

        private final String text;

        Subject(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Nothing but another request helps: no platform would carry this one out. */
    sealed interface Request extends Refusal {}

    /** A value cannot be used. */
    record Malformed(String message) implements Request {}

    /** A number is outside its bounds. */
    record OutOfRange(Quantity quantity, long asked, long least, long most) implements Request {
        @Override
        public String message() {
            return quantity.outside(this);
        }
    }

    /** What a number counts. */
    enum Quantity {
        /** A level of zlib. */
        COMPRESSION_LEVEL {
            @Override
            String outside(OutOfRange range) {
                return "compression level " + range.asked + " is not within " + range.least + " to " + range.most;
            }
        },
        /** How long a replacement must run, in seconds. */
        CONFIRMATION_SECONDS {
            @Override
            String outside(OutOfRange range) {
                return "confirmation after " + range.asked + " seconds is asked for, " + range.least + " to "
                        + range.most + " are allowed";
            }
        },
        /** The memory of a unikernel in MB. */
        MEMORY_MB {
            @Override
            String outside(OutOfRange range) {
                return "memory of " + range.asked + " MB requested, at least " + range.least + " is needed";
            }
        },
        /** The size of a block device in MB. */
        BLOCK_MB {
            @Override
            String outside(OutOfRange range) {
                return "a block device of " + range.asked + " MB was asked for, at least " + range.least + " is needed";
            }
        },
        /** The bytes of a unikernel's arguments. */
        ARGUMENT_BYTES {
            @Override
            String outside(OutOfRange range) {
                return "the arguments have " + range.asked + " bytes, at most " + range.most + " are allowed";
            }
        };

        abstract String outside(OutOfRange range);
    }

    /** A path was given where the name of one thing is needed. */
    record NeedsName(Subject subject, Name given, Optional<String> command) implements Request {
        @Override
        public String message() {
            return before(command) + given + " is a path, the name of a " + subject + " is needed";
        }
    }

    /** The command belongs to another service, or to no service of this platform. */
    record Unsupported(String message) implements Request {}

    /**
     * The caller may not.
     *
     * @param name what the command is about
     * @param needed the least role that may
     * @param where the path at or above which it has to be; the root for an admin's
     * @param caller who asks
     * @param grants what the caller may; none when it has no role
     */
    record NotAllowed(Name name, Role needed, Path where, Caller caller, List<Grant> grants) implements Refusal {
        /** Copies the list. */
        public NotAllowed {
            grants = List.copyOf(grants);
        }

        @Override
        public String message() {
            String role = needed == Role.ADMIN ? needed + " of :" : needed + " of " + where + " or above";
            return "not allowed for " + name + ": it needs " + role + ", and " + caller
                    + (grants.isEmpty()
                            ? " has no role"
                            : " is " + grants.stream().map(Grant::toString).collect(Collectors.joining(" and ")));
        }
    }

    /** What there is stands against it; it may be possible at another time. */
    sealed interface Present extends Refusal {}

    /**
     * There is nothing of that name.
     *
     * @param command what was to be done with it; absent when it was named in passing
     */
    record NotFound(Subject subject, Name name, Optional<String> command) implements Present {
        /** Commands whose refusal leaves the name out, as the original does. */
        private static final Set<String> NAMELESS =
                Set.of("destroy", "restart", "start", "stop", "shutdown", "remove block", "set block", "dump block");

        @Override
        public String message() {
            if (subject == Subject.POLICY) {
                return "unknown policy " + name.path();
            }
            String verb = command.orElse("");
            if (verb.equals("get")) {
                return "get: no unikernel found";
            }
            if (NAMELESS.contains(verb)) {
                return verb + ": not found";
            }
            return (verb.isEmpty() ? subject + " " : verb + ": ") + name + " not found";
        }
    }

    /** Who has asked left before all that it wanted to read was sent. */
    record CallerLeft() implements Present {
        @Override
        public String message() {
            return "the caller left before its end";
        }
    }

    /** There is something of that name already. */
    record Exists(Subject subject, Name name) implements Present {
        @Override
        public String message() {
            return subject == Subject.UNIKERNEL
                    ? "Unikernel with same name is already running: " + name
                    : subject + " with same name already exists";
        }
    }

    /** A block device belongs to a unikernel. */
    record InUse(Name device, Name user, Optional<String> command) implements Present {
        @Override
        public String message() {
            return command.map(verb -> verb + ": is in use by " + user)
                    .orElse("block device " + device + " already in use by " + user);
        }
    }

    /** A disk of the machine is another unikernel's. */
    record DiskInUse(Text disk, Name user) implements Present {
        @Override
        public String message() {
            return "the disk " + disk + " is in use by " + user;
        }
    }

    /** What the platform keeps, or lets wait, is as much as it may be. */
    record LimitReached(String message) implements Present {}

    /** Another command about it is under way. */
    record Busy(Name name, Activity activity, Optional<String> command) implements Present {
        @Override
        public String message() {
            return before(command) + activity.of(name);
        }
    }

    /** What keeps a unikernel or a block device. */
    enum Activity {
        /** Another command about it is being carried out. */
        ANOTHER_COMMAND {
            @Override
            String of(Name name) {
                return "another command about " + name + " is being carried out, try again";
            }
        },
        /** It has ended, and what follows is being made durable. */
        END_IS_STORED {
            @Override
            String of(Name name) {
                return name + " has just ended and is being stored, try again";
            }
        },
        /** Its contents are being written. */
        DEVICE_IS_WRITTEN {
            @Override
            String of(Name name) {
                return "block device " + name + " is being written, try again";
            }
        };

        abstract String of(Name name);
    }

    /** Another command has overtaken this one. */
    record Overtaken(Name name) implements Present {
        @Override
        public String message() {
            return name + " is being destroyed";
        }
    }

    /** What was to be restarted has ended by itself meanwhile. */
    record EndedMeanwhile(Name name) implements Present {
        @Override
        public String message() {
            return name + " has ended meanwhile, and is not what was to be restarted";
        }
    }

    /** It cannot be known whether a unikernel runs. */
    record Unclear(Name name, String reason) implements Present {
        @Override
        public String message() {
            return "it cannot be known whether " + name + " runs: " + reason;
        }
    }

    /** The machine cannot carry it out, or the platform cannot now. */
    sealed interface Platform extends Refusal {}

    /** The machine or its disk refused, or lacks something, in its own words. */
    record HostRefused(String message) implements Platform {}

    /** A change could not be made durable; what was before stands. */
    record NotStored(String what, String reason) implements Platform {
        @Override
        public String message() {
            return what + ": " + reason;
        }
    }

    /** A service is stopping, is being replaced, or has left. */
    record Unavailable(String message) implements Platform {}

    /** What was being sent cannot be sent to its end. */
    record BrokenOff(String message) implements Platform {}

    /**
     * The deadline of the request has passed.
     *
     * @param goesOn whether it is a change, which is carried out all the same
     */
    record TimedOut(Duration limit, boolean goesOn) implements Platform {
        @Override
        public String message() {
            return "no answer within " + limit.toMillis() + " ms" + (goesOn ? "; it is carried out all the same" : "");
        }
    }

    /** A mistake of the platform. */
    record Internal(String reason) implements Platform {
        @Override
        public String message() {
            return "internal error: " + reason;
        }
    }

    /**
     * Several refusals as one: of the parts of a request about several unikernels, or what befell a change and what
     * undid it.
     */
    record Several(List<Refusal> parts) implements Platform {
        /** Copies the list. */
        public Several {
            parts = List.copyOf(parts);
        }

        @Override
        public String message() {
            return parts.stream().map(Refusal::message).collect(Collectors.joining("; "));
        }
    }

    /** Returns several refusals as one. */
    static Refusal of(List<Refusal> parts) {
        return parts.size() == 1 ? parts.get(0) : new Several(parts);
    }

    private static String before(Optional<String> command) {
        return command.map(verb -> verb + ": ").orElse("");
    }
}
