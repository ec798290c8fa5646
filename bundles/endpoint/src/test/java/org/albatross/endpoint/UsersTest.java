package org.albatross.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.albatross.disk.Disk;
import org.albatross.model.Role;
import org.albatross.testing.RecordedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {
    private static final org.albatross.model.Path HERE = org.albatross.model.Path.parse("a:b");

    private static PasswordHash cheap(String password) {
        return PasswordHash.of(password.toCharArray(), 1000, new byte[16]);
    }

    private static User user(String name, Role role) {
        return new User(name, role, role == Role.ADMIN ? org.albatross.model.Path.ROOT : HERE, cheap("correct horse"));
    }

    @Test
    void hashesAsRfc8018Has() {
        // By python3: hashlib.pbkdf2_hmac('sha256', b'correct horse', bytes(16), 1000)
        assertThat(cheap("correct horse").toString())
                .isEqualTo("pbkdf2-sha256:1000:AAAAAAAAAAAAAAAAAAAAAA==:xux8x5gSotCULSiOpvX4z4d+Cc1IcITd5dKdDAEl37o=");
    }

    @Test
    void matchesItsPasswordAndNoOther() {
        PasswordHash hash = cheap("correct horse");
        assertThat(hash.matches("correct horse".toCharArray())).isTrue();
        assertThat(hash.matches("correct horsf".toCharArray())).isFalse();
        assertThat(hash.matches(new char[0])).isFalse();
        assertThat(hash.matches("x".repeat(PasswordHash.LONGEST + 1).toCharArray()))
                .isFalse();
        PasswordHash one = PasswordHash.of("correct horse".toCharArray());
        assertThat(one).isNotEqualTo(PasswordHash.of("correct horse".toCharArray()));
        assertThat(one.matches("correct horse".toCharArray())).isTrue();
        assertThatThrownBy(() -> PasswordHash.of("ninechars".toCharArray()))
                .hasMessage("a password has 9 characters, 10 to 256 are allowed");
    }

    @Test
    void readsWhatItWrites(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(Users.FILE);
        assertThat(Users.read(file).all()).isEmpty();
        Users.change(file, users -> users.with(user("alice", Role.OPERATOR)).with(user("root", Role.ADMIN)));

        assertThat(Users.read(file).all()).containsExactly(user("alice", Role.OPERATOR), user("root", Role.ADMIN));
        assertThat(Users.read(file).find("alice")).contains(user("alice", Role.OPERATOR));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        Users.change(file, users -> users.with(user("alice", Role.VIEWER)).without("root"));
        assertThat(Users.read(file).all()).containsExactly(user("alice", Role.VIEWER));
        assertThat(folder).isDirectoryNotContaining("glob:**~");
    }

    @Test
    void takesAwayWhatACrashHasLeft(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(Users.FILE);
        Users.change(file, users -> users.with(user("alice", Role.OPERATOR)));
        Files.writeString(folder.resolve(Users.FILE + "~"), "half a line");
        Users.change(file, users -> users.with(user("bob", Role.OPERATOR)));
        assertThat(Users.read(file).all()).hasSize(2);
        assertThat(folder).isDirectoryNotContaining("glob:**~");
    }

    @Test
    void leavesEverythingAsItWasWhenAChangeCannotBe(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(Users.FILE);
        Users.change(file, users -> users.with(user("alice", Role.OPERATOR)));
        assertThatThrownBy(() -> Users.change(file, users -> {
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        assertThat(Users.read(file).all()).hasSize(1);
        assertThat(folder).isDirectoryNotContaining("glob:**~");
    }

    @Test
    void leavesTheOldOrTheNewUsersWhenThePowerGoes(@TempDir Path folder) throws IOException {
        Path etc = Files.createDirectory(folder.resolve("etc"));
        Path file = etc.resolve(Users.FILE);
        RecordedDisk disk = new RecordedDisk(etc);
        List<Integer> begins = new ArrayList<>(List.of(0));
        List<String> states = new ArrayList<>(List.of(""));
        for (String name : List.of("alice", "bob", "carol")) {
            Users.change(file, users -> users.with(user(name, Role.OPERATOR)), new Disk(disk));
            begins.add(disk.steps());
            states.add(Files.readString(file));
        }
        int looked = 0;
        for (int i = 0; i < 3; i++) {
            for (int cut = begins.get(i); cut <= begins.get(i + 1); cut++) {
                List<String> allowed = cut == begins.get(i + 1)
                        ? List.of(states.get(i + 1))
                        : cut == begins.get(i) ? List.of(states.get(i)) : List.of(states.get(i), states.get(i + 1));
                for (RecordedDisk.Image image : disk.images(cut)) {
                    Path copy = folder.resolve("copy" + looked++);
                    image.writeTo(copy);
                    Path found = copy.resolve(Users.FILE);
                    assertThat(Files.exists(found) ? Files.readString(found) : "")
                            .as("cut before step %d of%n%s", cut, disk)
                            .isIn(allowed);
                }
            }
        }
        assertThat(looked).isGreaterThan(20);
    }

    @Test
    void changesNothingWhileSomebodyElseDoes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(Users.FILE);
        Users.change(file, users -> users.with(user("alice", Role.OPERATOR)));
        Users.change(file, users -> {
            assertThatThrownBy(() -> Users.change(file, same -> same.without("alice")))
                    .isInstanceOf(FileLockedException.class)
                    .hasMessage(file + ": somebody else is changing it; try again");
            return users.with(user("bob", Role.VIEWER));
        });
        assertThat(Users.read(file).all()).hasSize(2);
    }

    @Test
    void losesNoChangeOfSeveralAtOnce(@TempDir Path folder) throws Exception {
        Path file = folder.resolve(Users.FILE);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                User added = user("u" + i, Role.VIEWER);
                all.add(pool.submit(() -> changeAtLast(file, added)));
            }
            for (Future<?> each : all) {
                Object unused = each.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(Users.read(file).all()).hasSize(60);
    }

    private static boolean changeAtLast(Path file, User added) throws IOException {
        while (true) {
            try {
                Users.change(file, users -> users.with(added));
                return true;
            } catch (FileLockedException e) {
                Thread.onSpinWait();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice | line 2: NAME ROLE PATH HASH is needed",
                "alice viewer a | line 2: NAME ROLE PATH HASH is needed",
                "alice root a: HASH | line 2: viewer, operator or admin is needed as a role",
                "alice certificate a: HASH | line 2: certificate is not the role of a user",
                "alice admin a: HASH | line 2: an admin is one of the whole platform, not of a: alone",
                "Alice viewer a: HASH | line 2: the name of a user has 1 to 32 small letters",
                "alice viewer a!: HASH | line 2: ",
                "alice viewer a: secret | line 2: pbkdf2-sha256:ITERATIONS:SALT:HASH is needed",
                "first viewer a: HASH | line 2: there are two users first"
            })
    void namesTheLineThatIsWrong(String line, String message, @TempDir Path folder) throws IOException {
        Path file = folder.resolve(Users.FILE);
        String hash = cheap("correct horse").toString();
        write(file, "first viewer a: " + hash + "\n" + line.replace("HASH", hash) + "\n");
        assertThatThrownBy(() -> Users.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": " + message);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void readsNoFileThatOthersRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(Users.FILE);
        write(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Users.read(file))
                .hasMessage(file + ": others can read the hashes of passwords (chmod o-r)");
    }

    @Test
    void takesNoMoreThanItMay(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(Users.FILE);
        Users users = Users.read(file);
        for (int i = 0; i < Users.MOST; i++) {
            users = users.with(user("u" + i, Role.VIEWER));
        }
        Users many = users;
        Users.change(file, none -> many);
        Users full = Users.read(file);
        assertThatThrownBy(() -> full.with(user("more", Role.VIEWER)))
                .hasMessage("there are 257 users, at most 256 are allowed");
        write(file, "x".repeat((1 << 16) + 1));
        assertThatThrownBy(() -> Users.read(file)).hasMessageContaining("has 65537 bytes, at most 65536 are read");
    }
}
