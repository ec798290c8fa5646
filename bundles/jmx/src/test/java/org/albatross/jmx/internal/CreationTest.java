package org.albatross.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.NotificationBroadcasterSupport;
import org.albatross.model.Caller;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Role;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is created from, as a client says it by way of a server. */
class CreationTest {
    private static final String TEXT = String.class.getName();
    private static final byte[] PIECE = new byte[StagedImages.MAX_PIECE];

    private final AtomicLong now = new AtomicLong();
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final FakePlatform fake = new FakePlatform();
    private final Commands commands = new Commands();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private StagedImages staged;

    @BeforeEach
    void register() throws Exception {
        Spool spool = new Spool(folder, new Share(4 << 20, 3 << 20));
        staged = new StagedImages(spool, now::get);
        Inventory inventory = new Inventory(commands, now::get);
        NotificationBroadcasterSupport listeners = new NotificationBroadcasterSupport();
        Platform platform =
                new Platform(listeners, commands, inventory, new Creation(commands, inventory, spool, staged));
        server.registerMBean(new DescribedMBean(platform, SupervisorMXBean.class, listeners), Names.SUPERVISOR);
        commands.gate().open(fake);
    }

    private Object stage(String id, long offset, byte[] piece) throws Exception {
        return server.invoke(
                Names.SUPERVISOR, "stage", new Object[] {id, offset, piece}, new String[] {TEXT, "long", "[B"});
    }

    private Object stageText(String id, long offset, String base64) throws Exception {
        return server.invoke(
                Names.SUPERVISOR, "stageText", new Object[] {id, offset, base64}, new String[] {TEXT, "long", TEXT});
    }

    private Object unstage(String id) throws Exception {
        return server.invoke(Names.SUPERVISOR, "unstage", new Object[] {id}, new String[] {TEXT});
    }

    private Object create(String name, String digest, String options) throws Exception {
        return server.invoke(
                Names.SUPERVISOR, "create", new Object[] {name, digest, options}, new String[] {TEXT, TEXT, TEXT});
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String digest(String text) {
        return FakePlatform.digest(bytes(text)).toString();
    }

    @Test
    void createsFromAnImageThatIsHandedOverInPieces() throws Exception {
        assertThat(stage("web", 0, bytes("ab"))).isEqualTo("2 bytes, SHA-256 " + digest("ab"));
        assertThat(stageText("web", 2, Base64.getEncoder().encodeToString(bytes("c"))))
                .isEqualTo("3 bytes, SHA-256 " + digest("abc"));

        assertThat(create("a:new", digest("abc"), "--mem=64 '--arg=a b'"))
                .asString()
                .startsWith("Create[")
                .contains("memory=64", "argv=Optional[[a b]]");
        assertThat(fake.created()).isEqualTo(bytes("abc"));
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> create("a:new", digest("abc"), ""))
                .rootCause()
                .hasMessageContaining("none is handed over");
    }

    @Test
    void createsFromAnImageThatIsInUseAtOrBelowThePath() throws Exception {
        fake.image(bytes("in use"));
        assertThat(create("a:new", digest("in use"), "")).asString().startsWith("Create[");
        assertThat(fake.created()).isEqualTo(bytes("in use"));
        assertThat(fake.asked()).contains("unikernel_get a:web", "unikernel_create a:new");
        assertThat(create("top", digest("in use"), "")).asString().startsWith("Create[");
        assertThat(folder).isEmptyDirectory();

        assertThatThrownBy(() -> create("b:new", digest("in use"), ""))
                .rootCause()
                .hasMessage("no unikernel that runs at or below b: has the image " + digest("in use")
                        + ", and none is handed over; stage hands one over");
        assertThatThrownBy(() -> create("a:b:new", digest("in use"), ""))
                .rootCause()
                .hasMessageStartingWith("no unikernel that runs at or below a:b:");
    }

    @Test
    void replacesWhenItIsTold() throws Exception {
        Object unused = stage("web", 0, bytes("abc"));
        assertThat(create("a:web", digest("abc"), "--force")).asString().startsWith("ForceCreate[");
        unused = stage("web", 0, bytes("abc"));
        assertThat(create("a:web", digest("abc"), "--force --confirm-after=5"))
                .asString()
                .startsWith("Replace[confirmation=Confirmation[afterSeconds=5");
    }

    @Test
    void keepsAnImageOfWhichNothingComesForOptionsThatAreWrong() throws Exception {
        Object unused = stage("web", 0, bytes("abc"));
        for (String wrong : new String[] {"--mem=0", "--bogus", "word", "'", "--confirm-after=1"}) {
            assertThatThrownBy(() -> create("a:new", digest("abc"), wrong))
                    .as(wrong)
                    .rootCause()
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> create("a:new", "abc", ""))
                .rootCause()
                .hasMessage("a digest has 64 hexadecimal digits, as the attribute Image and stage tell");
        assertThatThrownBy(() -> create("a:\"x", digest("abc"), "")).rootCause().hasMessageContaining("invalid label");
        assertThat(create("a:new", digest("abc"), "")).asString().startsWith("Create[");
    }

    @Test
    void leavesNoFileOfARefusedCreate() throws Exception {
        Object unused = stage("web", 0, bytes("abc"));
        fake.refuseNext();
        assertThatThrownBy(() -> create("a:new", digest("abc"), "")).rootCause().hasMessage("not now");
        assertThat(folder).isEmptyDirectory();

        unused = stage("web", 0, bytes("abc"));
        commands.gate().close(fake);
        assertThatThrownBy(() -> create("a:new", digest("abc"), ""))
                .rootCause()
                .hasMessageContaining("is being replaced");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void takesTheNextPieceAlone() throws Exception {
        assertThatThrownBy(() -> stage("web", 3, bytes("d")))
                .rootCause()
                .hasMessage("no image web is handed over; begin it at 0");
        Object unused = stage("web", 0, bytes("abc"));
        for (long wrong : new long[] {1, 2, 4, -1, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> stage("web", wrong, bytes("x")))
                    .rootCause()
                    .hasMessage("a piece at " + wrong + " is not the next one: 3 bytes are there");
        }
        assertThat(stage("web", 0, bytes("x"))).isEqualTo("1 bytes, SHA-256 " + digest("x"));
        assertThat(folder.toFile().list()).hasSize(1);
        assertThat(unstage("web")).isEqualTo("forgotten");
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> unstage("web")).rootCause().hasMessage("no image of this name is handed over");
    }

    @Test
    void boundsPiecesNamesAndNumbers() throws Exception {
        assertThatThrownBy(() -> stage("web", 0, new byte[StagedImages.MAX_PIECE + 1]))
                .rootCause()
                .hasMessage("a piece has 1048577 bytes, 1 to 1048576 are allowed");
        assertThatThrownBy(() -> stage("web", 0, new byte[0]))
                .rootCause()
                .hasMessage("a piece has 0 bytes, 1 to 1048576 are allowed");
        assertThatThrownBy(() -> stageText("web", 0, "A".repeat(1_398_105)))
                .rootCause()
                .hasMessage("a piece has 1398105 characters, at most 1398104 are allowed");
        assertThatThrownBy(() -> stageText("web", 0, "%")).rootCause().isInstanceOf(IllegalArgumentException.class);
        for (String wrong : new String[] {"", "../x", "a\"b", "x".repeat(65), "a:b"}) {
            assertThatThrownBy(() -> stage(wrong, 0, bytes("x")))
                    .as(wrong)
                    .rootCause()
                    .hasMessageContaining("cannot name an image: 1 to 64 letters, digits, '-' and '.' can");
        }
        for (int i = 0; i < StagedImages.MOST; i++) {
            Object unused = stage("image" + i, 0, bytes("x"));
        }
        assertThatThrownBy(() -> stage("more", 0, bytes("x")))
                .rootCause()
                .hasMessage("8 images of JMX attached are handed over and not created; unstage one");
        assertThat(folder.toFile().list()).hasSize(StagedImages.MOST);
    }

    private static Caller.Person operator(String user) {
        return new Caller.Person(CurrentCaller.FRONT_END, user, new Grant(Name.ROOT.path(), Role.OPERATOR, true));
    }

    @Test
    void findsImagesOfTheCallersAccountAlone() throws Exception {
        for (int i = 0; i < StagedImages.MOST; i++) {
            Object unused = stage("image" + i, 0, bytes("mine" + i));
        }
        Object answer = CurrentCaller.as(operator("other"), () -> {
            assertThatThrownBy(() -> create("a:new", digest("mine0"), ""))
                    .rootCause()
                    .hasMessageContaining("none is handed over");
            assertThatThrownBy(() -> unstage("image0")).rootCause().hasMessageContaining("no image of this name");
            assertThatThrownBy(() -> stage("image0", 5, bytes("x")))
                    .rootCause()
                    .hasMessageContaining("no image image0 is handed over");
            return stage("image0", 0, bytes("other's"));
        });
        assertThat(answer).isEqualTo("7 bytes, SHA-256 " + digest("other's"));
        assertThat(create("a:new", digest("mine0"), "")).asString().startsWith("Create[");
        assertThat(fake.created()).isEqualTo(bytes("mine0"));
    }

    @Test
    void takesNoByteOfWhomNoImageIsAllowed() throws Exception {
        fake.refuseBlobs(new Refusal.Unsupported("not for you"));
        assertThatThrownBy(() -> stage("web", 0, bytes("abc"))).rootCause().hasMessage("not for you");
        assertThatThrownBy(() -> stageText("web", 0, "YWJj")).rootCause().hasMessage("not for you");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void takesNoMoreThanTheShareOfTheSpoolAndForgetsWhatItRefuses() throws Exception {
        for (int i = 0; i < 3; i++) {
            Object unused = stage("big", (long) i * PIECE.length, PIECE);
        }
        assertThatThrownBy(() -> stage("big", 3L * PIECE.length, PIECE))
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no room for the rest of a blob");
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> stage("big", 4L * PIECE.length, PIECE))
                .rootCause()
                .hasMessage("the image was created or forgotten meanwhile; begin it anew at 0");
        assertThat(stage("big", 0, bytes("x"))).asString().startsWith("1 bytes");
    }

    @Test
    void forgetsWhatNobodyGoesOnWith() throws Exception {
        Object unused = stage("old", 0, bytes("x"));
        now.addAndGet(StagedImages.IDLE.toNanos() - 1);
        staged.forgetIdle();
        unused = stage("old", 1, bytes("y"));
        now.addAndGet(StagedImages.IDLE.toNanos() - 1);
        staged.forgetIdle();
        assertThat(folder).isNotEmptyDirectory();
        now.incrementAndGet();
        staged.forgetIdle();
        assertThat(folder).isEmptyDirectory();

        unused = stage("new", 0, bytes("x"));
        staged.stop();
        assertThat(folder).isEmptyDirectory();
    }
}
