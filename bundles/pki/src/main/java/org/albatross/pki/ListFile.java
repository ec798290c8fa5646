package org.albatross.pki;

import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The file of a list that came as a command. Its name tells whose list it is, and of which branch: after a restart nothing else
 * does before a chain of the CA comes.
 *
 * @param key which CA
 * @param branch which CA below the root, if that is another one
 */
record ListFile(String key, String branch) {
    /** The ending of all files with lists. */
    static final String ENDING = ".crl";

    private static final String SEPARATOR = "-";

    /** Returns that of a CA. */
    static ListFile of(ListIssuer authority, ListIssuer branch) {
        return new ListFile(digest(authority), digest(branch));
    }

    private static String digest(ListIssuer authority) {
        return HexFormat.of().formatHex(Crypto.sha256(authority.key().toArray()));
    }

    /** Returns its name. */
    String name() {
        return (key.equals(branch) ? key : key + SEPARATOR + branch) + ENDING;
    }

    /** Tells whether a file is of a list that this one takes the place of: of the same CA, perhaps by another way to it. */
    boolean isReplacing(Path file) {
        return name(file).equals(key + ENDING) || name(file).startsWith(key + SEPARATOR);
    }

    /** Tells whether a file is of a list of the same branch. */
    boolean isOfSameBranch(Path file) {
        return name(file).equals(branch + ENDING) || name(file).endsWith(SEPARATOR + branch + ENDING);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
