package org.albatross.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** The users of a file as they are at the moment. {@link #look} is for one thread, the rest for any. */
public final class UsersFile {
    private final Path file;
    private volatile Optional<Users> users = Optional.empty();
    private Optional<String> seen = Optional.empty();

    /** Those of a file, which is not read yet. */
    public UsersFile(Path file) {
        this.file = file;
    }

    /** Returns the users, once they were read. */
    public Optional<Users> users() {
        return users;
    }

    /**
     * Reads them when the file has changed since.
     *
     * @throws IOException with what is wrong with the file: the users are those of before, and it is read again the next time
     */
    public void look() throws IOException {
        Optional<String> state = Optional.of(state());
        if (!state.equals(seen)) {
            seen = Optional.empty();
            users = Optional.of(Users.read(file));
            seen = state;
        }
    }

    private String state() throws IOException {
        if (!Files.exists(file)) {
            return "none";
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
    }
}
