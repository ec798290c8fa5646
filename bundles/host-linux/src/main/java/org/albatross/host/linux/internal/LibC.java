package org.albatross.host.linux.internal;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library that the host uses, with their C names. Each returns a negative number and
 * leaves {@code errno} where it fails; {@link SystemCall} makes an exception of that. Those of posix_spawn(3) return the
 * number of an error, and 0 where there is none. Only 64-bit machines are served: {@code size_t}, {@code ssize_t} and {@code long} are Java's {@code long}.
 */
interface LibC extends Library {
    LibC INSTANCE = Native.load("c", LibC.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

    int open(String path, int flags, int mode);

    int close(int fd);

    long read(int fd, Pointer buffer, long count);

    long write(int fd, byte[] buffer, long count);

    long pread(int fd, Pointer buffer, long count, long offset);

    long pwrite(int fd, Pointer buffer, long count, long offset);

    long lseek(int fd, long offset, int whence);

    int ftruncate(int fd, long length);

    int fallocate(int fd, int mode, long offset, long length);

    long copy_file_range(int from, LongByReference fromOffset, int to, LongByReference toOffset, long count, int flags);

    int sync_file_range(int fd, long offset, long count, int flags);

    int epoll_create1(int flags);

    int epoll_ctl(int epoll, int operation, int fd, Pointer event);

    int epoll_wait(int epoll, Pointer events, int most, int timeoutMillis);

    int eventfd(int initial, int flags);

    int inotify_init1(int flags);

    int inotify_add_watch(int fd, String path, int mask);

    int inotify_rm_watch(int fd, int watch);

    int fcntl(int fd, int command, long argument);

    int flock(int fd, int operation);

    int mkfifo(String path, int mode);

    int chmod(String path, int mode);

    int lchown(String path, int uid, int gid);

    int ioctl(int fd, long request, Pointer argument);

    int ioctl(int fd, long request, long argument);

    int socket(int domain, int type, int protocol);

    int getsockopt(int fd, int level, int name, Pointer value, IntByReference length);

    Pointer if_nameindex();

    void if_freenameindex(Pointer list);

    int kill(int pid, int signal);

    int getpriority(int which, int who);

    int getsid(int pid);

    int waitid(int kind, int id, Pointer info, int options);

    int waitpid(int pid, @Nullable Pointer status, int options);

    int geteuid();

    int sched_getaffinity(int pid, long size, byte[] mask);

    int sched_setaffinity(int pid, long size, byte[] mask);

    int sigemptyset(Pointer signals);

    int sigfillset(Pointer signals);

    int posix_spawn(
            IntByReference pid,
            String path,
            Pointer actions,
            Pointer attributes,
            StringArray words,
            StringArray environment);

    int posix_spawnattr_init(Pointer attributes);

    int posix_spawnattr_destroy(Pointer attributes);

    int posix_spawnattr_setflags(Pointer attributes, short flags);

    int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    int posix_spawn_file_actions_init(Pointer actions);

    int posix_spawn_file_actions_destroy(Pointer actions);

    int posix_spawn_file_actions_addopen(Pointer actions, int fd, String path, int flags, int mode);

    int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int newFd);

    int posix_spawn_file_actions_addclose(Pointer actions, int fd);

    int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    long sysconf(int name);

    String strerror(int errno);

    long syscall(long number, long first, long second, long third, long fourth);
}
