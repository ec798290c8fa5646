package org.albatross.readiness.internal;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a component failed, in words. Declarative Services tells it as the stack trace of what the component threw: its
 * first lines are the message, behind the name of a class that tells an operator something only where the message is
 * a file's name.
 */
final class FailureText {
    private static final String IO = "java.io.IOException";

    /** Around what a constructor threw. */
    private static final String REFLECTION = "java.lang.reflect.InvocationTargetException";

    /** What the exceptions of the JDK's file API mean, whose messages are the names of files. */
    private static final Map<String, String> OF_FILES = Map.of(
            "java.nio.file.AccessDeniedException", "permission denied",
            "java.nio.file.FileAlreadyExistsException", "exists already and is not what is needed there",
            "java.nio.file.NoSuchFileException", "no such file or directory",
            "java.nio.file.NotDirectoryException", "not a directory",
            "java.nio.file.ReadOnlyFileSystemException", "the file system is read-only");

    private FailureText() {}

    /** Returns one line for an operator. */
    static String of(@Nullable String trace) {
        if (trace == null || trace.isBlank()) {
            return "no reason given, see the log";
        }
        String thrown = Arrays.stream(trace.split("(^|\n)Caused by: "))
                .map(one -> one.split("\n\t(at |\\.\\.\\. )", 2)[0].strip().replaceAll("\\s*\n\\s*", " | "))
                .filter(one -> !one.startsWith(REFLECTION))
                .findFirst()
                .orElse(REFLECTION);
        int colon = thrown.indexOf(": ");
        if (colon < 0) {
            return OF_FILES.getOrDefault(thrown, thrown);
        }
        String type = thrown.substring(0, colon);
        String message = thrown.substring(colon + 2);
        if (OF_FILES.containsKey(type)) {
            return message + ": " + OF_FILES.get(type);
        }
        boolean hasWords = type.equals(IO)
                || type.equals("java.lang.IllegalStateException")
                || type.equals("java.lang.IllegalArgumentException")
                || type.equals("java.nio.file.FileSystemException")
                || type.startsWith("org.albatross.");
        return hasWords ? message : thrown;
    }
}
