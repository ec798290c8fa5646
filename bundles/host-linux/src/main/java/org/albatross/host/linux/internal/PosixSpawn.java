package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.O_RDONLY;
import static org.albatross.host.linux.internal.SystemCall.O_WRONLY;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.IntByReference;
import java.util.List;

/**
 * Starts a program by posix_spawn(3) as a child that leads a session of its own, has the default of every signal, blocks
 * none and has nothing open but {@code /dev/null} and one descriptor that it is given. The JVM's own descriptors are not all
 * closed by exec(2), and its starter of processes closes them by a program of its own: this costs one program less, and
 * that one's copies of descriptors are never seen. CPUs are those of the calling thread.
 */
final class PosixSpawn {
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;
    /** More than glibc and musl need for any of their structures. */
    private static final int STRUCTURE_BYTES = 512;

    private static final int ERROR_DESCRIPTOR = 2;
    private static final String CLOSE_FROM = "posix_spawn_file_actions_addclosefrom_np";
    private static final LibC C = LibC.INSTANCE;

    private PosixSpawn() {}

    /** Tells whether the C library can close all other descriptors: glibc can from 2.34 on, musl cannot. */
    static boolean isAvailable() {
        try {
            NativeLibrary.getInstance("c").getFunction(CLOSE_FROM);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /**
     * Starts it.
     *
     * @param words its path, and its arguments
     * @param environment all of its environment, each {@code NAME=VALUE}
     * @param descriptor what it is given
     * @param number the number that it has there, above 2
     * @return the child's number
     */
    static int start(List<String> words, List<String> environment, int descriptor, int number) throws ErrnoException {
        try (Memory attributes = new Memory(STRUCTURE_BYTES);
                Memory actions = new Memory(STRUCTURE_BYTES)) {
            check(C.posix_spawnattr_init(attributes));
            check(C.posix_spawn_file_actions_init(actions));
            try {
                setSession(attributes);
                keepOnly(actions, descriptor, number);
                IntByReference pid = new IntByReference();
                int error = C.posix_spawn(pid, words.get(0), actions, attributes, strings(words), strings(environment));
                if (error != 0) {
                    throw new ErrnoException("cannot start " + words.get(0), error);
                }
                return pid.getValue();
            } finally {
                C.posix_spawn_file_actions_destroy(actions);
                C.posix_spawnattr_destroy(attributes);
            }
        }
    }

    private static void setSession(Pointer attributes) throws ErrnoException {
        try (Memory signals = new Memory(STRUCTURE_BYTES)) {
            C.sigfillset(signals);
            check(C.posix_spawnattr_setsigdefault(attributes, signals));
            C.sigemptyset(signals);
            check(C.posix_spawnattr_setsigmask(attributes, signals));
            check(C.posix_spawnattr_setflags(attributes, (short) (SETSIGDEF | SETSIGMASK | SETSID)));
        }
    }

    /** In this order, so that the number may be any descriptor of this process. */
    private static void keepOnly(Pointer actions, int descriptor, int number) throws ErrnoException {
        check(C.posix_spawn_file_actions_adddup2(actions, descriptor, number));
        check(C.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0));
        check(C.posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0));
        check(C.posix_spawn_file_actions_adddup2(actions, 1, ERROR_DESCRIPTOR));
        for (int other = ERROR_DESCRIPTOR + 1; other < number; other++) {
            check(C.posix_spawn_file_actions_addclose(actions, other));
        }
        check(C.posix_spawn_file_actions_addclosefrom_np(actions, number + 1));
    }

    private static StringArray strings(List<String> words) {
        return new StringArray(words.toArray(String[]::new), "UTF-8");
    }

    private static void check(int error) throws ErrnoException {
        if (error != 0) {
            throw new ErrnoException("cannot prepare the start of a process", error);
        }
    }
}
