package org.albatross.endpoint;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.albatross.model.Bytes;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2), written as {@code pbkdf2-sha256:ITERATIONS:SALT:HASH} with
 * salt and hash in Base64.
 *
 * @param iterations how often the hash is computed, which is what guessing costs
 * @param salt sixteen random bytes
 * @param hash 32 bytes
 */
public record PasswordHash(int iterations, Bytes salt, Bytes hash) {
    /** The fewest characters of a password. */
    public static final int SHORTEST = 10;

    /** The most characters of a password. */
    public static final int LONGEST = 256;

    private static final int ITERATIONS = 600_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern WRITTEN =
            Pattern.compile("pbkdf2-sha256:([1-9][0-9]{3,7}):([A-Za-z0-9+/]{22}==):([A-Za-z0-9+/]{43}=)");

    /** Throws {@link IllegalArgumentException} for other lengths, and for more than ten million iterations. */
    public PasswordHash {
        if (iterations > MOST_ITERATIONS || salt.length() != SALT_BYTES || hash.length() != HASH_BYTES) {
            throw new IllegalArgumentException("not a hash of a password: " + iterations + " iterations, at most "
                    + MOST_ITERATIONS + " are allowed, " + salt.length() + " bytes of salt and " + hash.length()
                    + " of hash");
        }
    }

    /**
     * Returns that of a new password, with a salt of its own. Takes a noticeable part of a second.
     *
     * @throws IllegalArgumentException when the password is too short or too long
     */
    public static PasswordHash of(char[] password) {
        if (password.length < SHORTEST || password.length > LONGEST) {
            throw new IllegalArgumentException("a password has " + password.length + " characters, " + SHORTEST + " to "
                    + LONGEST + " are allowed");
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return of(password, ITERATIONS, salt);
    }

    static PasswordHash of(char[] password, int iterations, byte[] salt) {
        PBEKeySpec key = new PBEKeySpec(password, salt, iterations, HASH_BYTES * Byte.SIZE);
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
            return new PasswordHash(iterations, Bytes.of(salt), Bytes.of(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2", e);
        } finally {
            key.clearPassword();
        }
    }

    /** Reads what {@link #toString} has written; throws {@link IllegalArgumentException} for anything else. */
    public static PasswordHash parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("pbkdf2-sha256:ITERATIONS:SALT:HASH is needed");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new PasswordHash(
                Integer.parseInt(matcher.group(1)),
                Bytes.of(base64.decode(matcher.group(2))),
                Bytes.of(base64.decode(matcher.group(3))));
    }

    /** Tells whether it is that of a password, which takes as long when it is not. */
    public boolean matches(char[] password) {
        return password.length >= 1
                && password.length <= LONGEST
                && MessageDigest.isEqual(
                        hash.toArray(),
                        of(password, iterations, salt.toArray()).hash().toArray());
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "pbkdf2-sha256:" + iterations + ":" + base64.encodeToString(salt.toArray()) + ":"
                + base64.encodeToString(hash.toArray());
    }
}
