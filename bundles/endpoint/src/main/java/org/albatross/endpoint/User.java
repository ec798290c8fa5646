package org.albatross.endpoint;

import java.util.regex.Pattern;
import org.albatross.model.Grant;
import org.albatross.model.Path;
import org.albatross.model.Role;

/**
 * Somebody who logs in with a password.
 *
 * @param role what they may at or below the path
 * @param path the domain; for an admin the root
 */
public record User(String name, Role role, Path path, PasswordHash password) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

    /** Throws {@link IllegalArgumentException} when the name, or the role for the path, is none. */
    public User {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a user has 1 to 32 small letters, digits, '.', '_' and '-',"
                    + " and begins with a letter or digit");
        }
        if (role == Role.CERTIFICATE) {
            throw new IllegalArgumentException("certificate is not the role of a user");
        }
        Grant unused = new Grant(path, role, true);
    }

    /** Returns the user as a line of the file of users. */
    String line() {
        return name + " " + role + " " + path + " " + password;
    }

    /** Reads what {@link #line} has written. */
    static User parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 4) {
            throw new IllegalArgumentException("NAME ROLE PATH HASH is needed");
        }
        return new User(words[0], Role.parse(words[1]), Path.parse(words[2]), PasswordHash.parse(words[3]));
    }
}
