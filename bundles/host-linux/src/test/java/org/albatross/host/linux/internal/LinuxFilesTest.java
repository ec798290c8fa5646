package org.albatross.host.linux.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.host.HostFiles.Fifo;
import org.albatross.host.linux.Await;
import org.albatross.host.linux.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxFilesTest {
    private static final int SMALL = 4096;
    private static final int MEBIBYTE = 1 << 20;

    private final Path directory;
    private final Poller poller;
    private final LinuxFiles files;

    LinuxFilesTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        poller = new Poller(Duration.ofMillis(20));
        files = new LinuxFiles(poller, new DirectoryChanges(poller));
    }

    @AfterEach
    void stop() {
        poller.close();
    }

    private Path fifo(String name) throws IOException {
        Path fifo = directory.resolve(name);
        files.makeFifo(fifo, 0600, Optional.empty());
        return fifo;
    }

    private void write(Path fifo, String text) throws IOException {
        files.writeFifo(fifo, text.getBytes(US_ASCII));
    }

    /** A reader that keeps what it reads. */
    private static final class Kept {
        private final StringBuilder text = new StringBuilder();

        synchronized void read(Fifo fifo) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocateDirect(LinuxFifo.MAX_READ);
            fifo.read(buffer);
            text.append(US_ASCII.decode(buffer.flip()));
        }

        synchronized String text() {
            return text.toString();
        }
    }

    @Nested
    class MakingAFifo {
        @Test
        void setsExactlyThePermissions() throws IOException {
            Path fifo = directory.resolve("fifo");

            files.makeFifo(fifo, 0662, Optional.empty());

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fifo)))
                    .isEqualTo("rw-rw--w-");
        }

        @Test
        void keepsAnExistingOne() throws IOException {
            Path fifo = fifo("fifo");
            Object inode = Files.getAttribute(fifo, "unix:ino");

            files.makeFifo(fifo, 0600, Optional.empty());

            assertThat(Files.getAttribute(fifo, "unix:ino")).isEqualTo(inode);
        }

        @Test
        void refusesAnotherFile() throws IOException {
            Path file = Files.createFile(directory.resolve("file"));

            assertThatThrownBy(() -> files.makeFifo(file, 0600, Optional.empty()))
                    .isInstanceOf(IOException.class)
                    .hasMessage(file + " exists and is not a fifo");
        }

        @Test
        void givesItToItsOwner() throws IOException {
            Machine.assumeCapability("CAP_CHOWN", 0);
            Path fifo = directory.resolve("fifo");

            files.makeFifo(fifo, 0600, Optional.of(5000L));

            assertThat(Files.getAttribute(fifo, "unix:uid")).isEqualTo(5000);
        }

        @Test
        void namesTheFifoAndTheReasonWhenItFails() {
            Path fifo = directory.resolve("missing/fifo");

            assertThatThrownBy(() -> files.makeFifo(fifo, 0600, Optional.empty()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot make the fifo " + fifo + ": No such file or directory");
        }
    }

    @Nested
    class ReadingAFifo {
        @Test
        void givesWhatWasWrittenBeforeAndAfterItWasOpened() throws Exception {
            Path fifo = fifo("fifo");
            Kept kept = new Kept();
            try (Fifo first = files.openFifo(fifo, Optional.empty(), SMALL, idle -> {})) {
                assertThat(first.capacity()).isPositive();
                write(fifo, "before ");
                try (Fifo open = files.openFifo(fifo, Optional.empty(), SMALL, kept::read)) {
                    write(fifo, "after");

                    Await.until("both words", () -> kept.text().equals("before after"));
                    assertThat(open.read(ByteBuffer.allocateDirect(1))).isZero();
                }
            }
        }

        @Test
        void goesOnAfterItsWriterHasGone() throws Exception {
            Path fifo = fifo("fifo");
            Kept kept = new Kept();
            try (Fifo open = files.openFifo(fifo, Optional.empty(), SMALL, kept::read)) {
                Machine.run("sh", "-c", "echo one >" + fifo);
                Await.until("the first writer's line", () -> kept.text().equals("one\n"));
                Machine.run("sh", "-c", "echo two >" + fifo);

                Await.until("the second writer's line", () -> kept.text().equals("one\ntwo\n"));
                assertThat(open.capacity()).isPositive();
            }
        }

        @Test
        void fillsTheBufferFromItsPositionToItsLimit() throws Exception {
            Path fifo = fifo("fifo");
            try (Fifo open = files.openFifo(fifo, Optional.empty(), SMALL, idle -> {})) {
                write(fifo, "abcdef");
                ByteBuffer buffer = ByteBuffer.allocateDirect(16).position(3).limit(7);

                assertThat(open.read(buffer)).isEqualTo(4);

                assertThat(buffer.position()).isEqualTo(7);
                assertThat(US_ASCII.decode(buffer.position(3)).toString()).isEqualTo("abcd");
            }
        }

        @Test
        void doesNotCallTheReaderAfterItWasClosed() throws Exception {
            Path fifo = fifo("fifo");
            AtomicInteger calls = new AtomicInteger();
            Fifo closed = files.openFifo(fifo, Optional.empty(), SMALL, open -> calls.incrementAndGet());
            closed.close();
            Kept kept = new Kept();
            try (Fifo open = files.openFifo(fifo, Optional.empty(), SMALL, kept::read)) {
                write(fifo, "word");
                Await.until("the word at the other reader", () -> kept.text().equals("word"));
                assertThat(open.capacity()).isPositive();
            }
            assertThat(calls).hasValue(0);
            assertThatThrownBy(() -> closed.read(ByteBuffer.allocateDirect(1)))
                    .isInstanceOf(ClosedChannelException.class);
        }

        @Test
        void isTriedAgainAfterTheReaderFailed() throws Exception {
            Path fifo = fifo("fifo");
            AtomicInteger calls = new AtomicInteger();
            Kept kept = new Kept();
            try (Fifo open = files.openFifo(fifo, Optional.empty(), SMALL, ready -> {
                if (calls.incrementAndGet() <= 2) {
                    throw new IOException("the ring's disk is full (a test)");
                }
                kept.read(ready);
            })) {
                write(fifo, "word");

                Await.until("the word", () -> kept.text().equals("word"));
                assertThat(open.capacity()).isPositive();
            }
            assertThat(calls).hasValueGreaterThanOrEqualTo(3);
        }

        @Test
        void ofAFloodDelaysNoOtherFifoByMoreThanATurn() throws IOException {
            int others = 199;
            AtomicLong turns = new AtomicLong();
            AtomicLong most = new AtomicLong();
            ByteBuffer sink = ByteBuffer.allocateDirect(MEBIBYTE);
            List<Long> servedInTurn = new CopyOnWriteArrayList<>();
            for (int i = 0; i < others; i++) {
                ByteBuffer word = ByteBuffer.allocateDirect(4);
                files.openFifo(fifo("fifo" + i), Optional.empty(), SMALL, fifo -> {
                    fifo.read(word);
                    servedInTurn.add(turns.get());
                });
            }
            Path flooded = fifo("flooded");
            files.openFifo(flooded, Optional.empty(), MEBIBYTE, fifo -> {
                most.accumulateAndGet(fifo.read(sink.clear()), Math::max);
                turns.incrementAndGet();
            });
            Process flood =
                    new ProcessBuilder("yes").redirectOutput(flooded.toFile()).start();
            try {
                Await.until("the flood", () -> turns.get() > 100);
                for (int i = 0; i < others; i++) {
                    write(directory.resolve("fifo" + i), "word");
                }
                long allWritten = turns.get();
                Await.until("a word from each", () -> servedInTurn.size() == others);
                Await.until("the flood to go on", () -> turns.get() > allWritten + 100);

                assertThat(servedInTurn).allMatch(turn -> turn <= allWritten + 2);
                assertThat(most).hasValueLessThanOrEqualTo(LinuxFifo.MAX_READ);
            } finally {
                flood.destroyForcibly();
                Machine.codeOf(flood);
            }
        }

        @Test
        void readsNothingOfAPausedOneUntilItGoesOnAndAllOfTheOthers() throws IOException {
            Kept kept = new Kept();
            AtomicBoolean pausing = new AtomicBoolean(true);
            AtomicLong calls = new AtomicLong();
            Fifo paused = files.openFifo(fifo("paused"), Optional.empty(), SMALL, fifo -> {
                calls.incrementAndGet();
                if (pausing.getAndSet(false)) {
                    fifo.pause(Duration.ofDays(1));
                } else {
                    kept.read(fifo);
                }
            });
            Kept others = new Kept();
            files.openFifo(fifo("other"), Optional.empty(), SMALL, others::read);
            write(directory.resolve("paused"), "held");
            Await.until("the pause", () -> calls.get() == 1);
            write(directory.resolve("other"), "free");

            Await.until("the other's word", () -> others.text().equals("free"));
            assertThat(calls).hasValue(1);
            paused.resume();
            Await.until("the word that was held", () -> kept.text().equals("held"));
        }

        @Test
        void readsAPausedOneWhenItsTimeHasPassed() throws IOException {
            Kept kept = new Kept();
            AtomicBoolean pausing = new AtomicBoolean(true);
            files.openFifo(fifo("paused"), Optional.empty(), SMALL, fifo -> {
                if (pausing.getAndSet(false)) {
                    fifo.pause(Duration.ofMillis(10));
                } else {
                    kept.read(fifo);
                }
            });

            write(directory.resolve("paused"), "held");

            Await.until("the word that was held", () -> kept.text().equals("held"));
        }

        @Test
        void isRefusedForAnotherFile() throws IOException {
            Path file = Files.createFile(directory.resolve("file"));

            assertThatThrownBy(() -> files.openFifo(file, Optional.empty(), SMALL, idle -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + " is not a fifo");
        }

        @Test
        void isRefusedWhenTheHostWasStopped() throws IOException {
            Path fifo = fifo("fifo");
            poller.close();

            assertThatThrownBy(() -> files.openFifo(fifo, Optional.empty(), SMALL, idle -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("stopped");
        }
    }

    @Nested
    class ThePipe {
        @Test
        void hasTheWantedSize() throws IOException {
            try (Fifo open = files.openFifo(fifo("fifo"), Optional.empty(), 256 * 1024, idle -> {})) {
                assertThat(open.capacity()).isEqualTo(256 * 1024);
            }
        }

        @Test
        void isNotMadeSmaller() throws IOException {
            try (Fifo open = files.openFifo(fifo("fifo"), Optional.empty(), SMALL, idle -> {})) {
                assertThat(open.capacity()).isGreaterThan(SMALL);
            }
        }

        @Test
        void isAsLargeAsTheQuotaOfTheUserAllows() throws IOException {
            assumeQuota();
            List<Integer> own = new ArrayList<>();
            for (int i = 0; i < 66; i++) {
                own.add(files.openFifo(fifo("own" + i), Optional.empty(), MEBIBYTE, idle -> {})
                        .capacity());
            }

            assertThat(own).startsWith(MEBIBYTE, MEBIBYTE).allMatch(size -> Integer.bitCount(size) == 1);
            assertThat(own.get(65)).isLessThan(MEBIBYTE);
        }

        @Test
        void countsAgainstTheUserItIsOpenedAs() throws IOException {
            assumeQuota();
            Machine.assumeMayChangeUser();
            for (int i = 0; i < 66; i++) {
                files.openFifo(fifo("own" + i), Optional.empty(), MEBIBYTE, idle -> {});
            }

            Fifo another = files.openFifo(fifo("another"), Optional.of(5000L), MEBIBYTE, idle -> {});

            assertThat(another.capacity()).isEqualTo(MEBIBYTE);
            // The change was that of one thread, which is gone.
            assertThat(Machine.statusOf("thread-self", "Uid")).isEqualTo(Machine.statusOf("self", "Uid"));
        }

        private void assumeQuota() throws IOException {
            String pages =
                    Machine.run("cat", "/proc/sys/fs/pipe-user-pages-soft").strip();
            assumeTrue(pages.equals("16384"), "needs the default quota of 64 MiB, not " + pages);
            Machine.assumeNoCapability("CAP_SYS_ADMIN", 21);
            Machine.assumeNoCapability("CAP_SYS_RESOURCE", 24);
        }

        @Test
        void countsAgainstThisUserWhereAnotherIsNotPermitted() throws IOException {
            Machine.assumeNoCapability("CAP_SETUID", 7);

            try (Fifo open = files.openFifo(fifo("fifo"), Optional.of(5000L), SMALL, idle -> {})) {
                assertThat(open.capacity()).isPositive();
            }
        }
    }

    @Nested
    class WritingAFifo {
        @Test
        void needsNoReader() throws IOException {
            write(fifo("fifo"), "lost, but nobody waits");
        }

        @Test
        void doesNotWaitForSpace() throws IOException {
            Path fifo = fifo("fifo");
            try (Fifo open = files.openFifo(fifo, Optional.of(0L), SMALL, idle -> {})) {
                byte[] tooMuch = new byte[open.capacity() + 1];

                assertThatThrownBy(() -> files.writeFifo(fifo, tooMuch))
                        .isInstanceOf(IOException.class)
                        .hasMessage("the fifo " + fifo + " took " + open.capacity() + " of " + tooMuch.length
                                + " bytes and is full");
            }
        }
    }

    @Nested
    class AnOwner {
        @Test
        void isSetWithoutTheGroup() throws IOException {
            Machine.assumeCapability("CAP_CHOWN", 0);
            Path file = Files.createFile(directory.resolve("file"));
            Object group = Files.getAttribute(file, "unix:gid");

            files.setOwner(file, Optional.of(5000L), Optional.empty());

            assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(5000);
            assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(group);
        }

        @Test
        void isRefusedWithoutTheCapability() throws IOException {
            Machine.assumeNoCapability("CAP_CHOWN", 0);
            Path file = Files.createFile(directory.resolve("file"));

            assertThatThrownBy(() -> files.setOwner(file, Optional.of(5000L), Optional.empty()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("CAP_CHOWN");
        }
    }

    @Test
    void takesSpaceForAnEmptyFile() throws IOException {
        Path file = Files.createFile(directory.resolve("ring"));

        boolean taken = files.allocate(file, 1 << 16);

        assertThat(Files.readAllBytes(file)).isEqualTo(new byte[taken ? 1 << 16 : 0]);
    }

    @Test
    void saysThatThereIsNoSpace() throws IOException {
        Path file = Files.createFile(directory.resolve("ring"));

        assertThatIOException()
                .isThrownBy(() -> files.allocate(file, Long.MAX_VALUE))
                .withMessageMatching("No space left on device|File too large");
    }

    @Test
    void beginsToWriteAFileBackThatIsBeingWritten() throws IOException {
        Path file = Files.write(directory.resolve("image"), new byte[1 << 20]);

        files.beginWriteBack(file);

        assertThatThrownBy(() -> files.beginWriteBack(directory.resolve("missing")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open");
        // What the kernel says of a file that has no pages shows that it was asked.
        assertThatThrownBy(() -> files.beginWriteBack(Path.of("/dev/null")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot begin to write back /dev/null: Illegal seek");
    }

    @Test
    void syncsADirectory() throws IOException {
        files.syncDirectory(directory);

        assertThatThrownBy(() -> files.syncDirectory(directory.resolve("missing")))
                .isInstanceOf(IOException.class);
    }
}
