package org.albatross.model;

/** How a run of a unikernel ended. */
public sealed interface Exit {
    /** With a code, 0 to 255. A shell reports death by signal N as 128 + N. */
    record Code(int code) implements Exit {
        @Override
        public String toString() {
            return "exit " + code;
        }
    }

    /** By a signal. */
    record Signal(int number) implements Exit {
        @Override
        public String toString() {
            return "signal " + number;
        }
    }

    /** Nobody knows: the wrapper was killed before it could tell. */
    record Unknown() implements Exit {
        @Override
        public String toString() {
            return "unknown";
        }
    }
}
