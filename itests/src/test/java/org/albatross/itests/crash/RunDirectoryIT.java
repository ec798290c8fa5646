package org.albatross.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.itests.Await;
import org.albatross.itests.Processes;
import org.albatross.model.Name;
import org.albatross.model.UnikernelCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The records of the run directory are gone, or speak of another boot or of another process: nothing runs twice. */
class RunDirectoryIT {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final String OTHER_BOOT = "00000000-1111-2222-3333-444444444444";
    private static final int SOME_LINES = 20;

    @RegisterExtension
    final Platforms platforms = new Platforms();

    private final Map<Name, Target> names = Map.of(
            Name.parse("first"), Tenders.FASTEST,
            Name.parse("path:second"), Tenders.FASTEST,
            Name.parse("path:third"), Tenders.HVT ? Target.HVT : Tenders.FASTEST);

    private Platform platform;

    @BeforeEach
    void makePlatform() throws Exception {
        platform = platforms.make();
    }

    private List<Tender> startAndDeploy() throws Exception {
        platform.start();
        for (Map.Entry<Name, Target> unikernel : names.entrySet()) {
            platform.deploy(
                    unikernel.getKey(),
                    Deployment.of(Image.ticks(TICK), unikernel.getValue()).restarted());
            platform.console(unikernel.getKey(), 1);
        }
        return platform.running();
    }

    private void assertTakenOver(List<Tender> before) throws Exception {
        assertThat(platform.running()).isEqualTo(before);
        assertThat(platform.info().keySet()).isEqualTo(names.keySet());
        for (Name name : names.keySet()) {
            List<String> soFar = platform.console(name, 1);
            List<String> lines = platform.console(name, soFar.size() + SOME_LINES);
            assertThat(lines)
                    .as("console of %s", name)
                    .isEqualTo(IntStream.rangeClosed(1, lines.size())
                            .mapToObj(number -> "tick " + number)
                            .toList());
        }
        assertThat(platform.running()).isEqualTo(before);
        for (Name name : names.keySet()) {
            platform.require(name, new UnikernelCommand.Destroy());
        }
        assertThat(platform.running()).isEmpty();
        Await.until(Platform.LIMIT, () -> assertThat(Tender.wrappers(platform.run()))
                .isEmpty());
        assertThat(platform.run().resolve("unikernels")).isEmptyDirectory();
    }

    @Test
    void takesOverWhatRunsWhenTheRunDirectoryWasWipedWhileNoPlatformRan() throws Exception {
        List<Tender> before = startAndDeploy();
        platform.kill();
        platform.wipeRunDirectory();

        platform.start();
        assertTakenOver(before);
    }

    @Test
    void takesOverWhatRunsWhenTheRunDirectoryWasWipedUnderThePlatform() throws Exception {
        List<Tender> before = startAndDeploy();
        platform.wipeRunDirectory();
        platform.kill();
        assertThat(platform.running()).isEqualTo(before);

        platform.start();
        assertTakenOver(before);
    }

    @Test
    void answersAgainAfterTheRunDirectoryWasRemovedUnderThePlatform() throws Exception {
        List<Tender> before = startAndDeploy();
        platform.wipeRunDirectory();

        Await.until(Platform.LIMIT, () -> assertThatCode(platform::info).doesNotThrowAnyException());
        assertThat(platform.info().keySet()).isEqualTo(names.keySet());
        assertThat(platform.running()).isEqualTo(before);
        for (Name name : names.keySet()) {
            platform.require(name, new UnikernelCommand.Destroy());
        }
        assertThat(platform.running()).isEmpty();
    }

    @Test
    void restartsOnceWhatEndsAfterTheRunDirectoryWasWiped() throws Exception {
        List<Tender> before = startAndDeploy();
        platform.wipeRunDirectory();
        before.forEach(tender -> tender.handle().destroyForcibly());
        Await.until(Platform.LIMIT, () -> assertThat(platform.running())
                .doesNotContainAnyElementsOf(before)
                .extracting(Tender::name)
                .containsExactlyInAnyOrderElementsOf(names.keySet()));
        List<Tender> restarted = platform.running();
        platform.kill();

        platform.start();
        assertThat(platform.info().keySet()).isEqualTo(names.keySet());
        assertThat(platform.running()).isEqualTo(restarted);
    }

    @Test
    void takesOverWhatRunsWhenItsRecordsAreOfAnotherBoot() throws Exception {
        List<Tender> before = startAndDeploy();
        platform.kill();
        for (Name name : names.keySet()) {
            pretendOtherBoot(name);
        }

        platform.start();
        assertTakenOver(before);
    }

    @Test
    void startsAnewWhatRanBeforeTheLastBoot() throws Exception {
        List<Tender> before = startAndDeploy();
        platform.kill();
        platform.endEverything();
        Process bystander = bystander();
        for (Name name : names.keySet()) {
            pretendProcess(name, bystander.toHandle(), Processes.startTime(bystander.toHandle()));
            pretendOtherBoot(name);
        }

        platform.start();
        assertRunsAnew(before);
        assertThat(bystander.isAlive()).isTrue();
        bystander.destroyForcibly();
    }

    @Test
    void startsAnewWhatEndedWhileItsPidWentToAnother() throws Exception {
        List<Tender> before = startAndDeploy();
        platform.kill();
        platform.endEverything();
        Process bystander = bystander();
        for (Tender ended : before) {
            Files.deleteIfExists(directory(ended.name()).resolve("exit"));
            pretendProcess(ended.name(), bystander.toHandle(), ended.start());
        }

        platform.start();
        assertRunsAnew(before);
        assertThat(bystander.isAlive()).isTrue();
        bystander.destroyForcibly();
    }

    @Test
    void takesOverWhatRunsWhenItsRecordNamesAnotherProcess() throws Exception {
        List<Tender> before = startAndDeploy();
        platform.kill();
        Process bystander = bystander();
        for (Tender running : before) {
            pretendProcess(running.name(), bystander.toHandle(), running.start());
        }

        platform.start();
        assertTakenOver(before);
        assertThat(bystander.isAlive()).isTrue();
        bystander.destroyForcibly();
    }

    private void assertRunsAnew(List<Tender> before) throws Exception {
        Await.until(Platform.LIMIT, () -> {
            assertThat(platform.running()).extracting(Tender::name).containsExactlyInAnyOrderElementsOf(names.keySet());
            assertThat(platform.info().keySet()).isEqualTo(names.keySet());
        });
        assertThat(platform.running()).doesNotContainAnyElementsOf(before);
    }

    private Process bystander() throws IOException {
        return new ProcessBuilder("sleep", "600")
                .directory(platform.home().toFile())
                .start();
    }

    private Path directory(Name name) {
        return platform.run().resolve("unikernels").resolve(name.toString());
    }

    /** Replaces the boot in both records by another one. */
    private void pretendOtherBoot(Name name) throws IOException {
        Path process = directory(name).resolve("process");
        String boot = Files.readString(process).split(" ", -1)[1];
        for (String file : List.of("process", "record")) {
            Path record = directory(name).resolve(file);
            String content = Files.readString(record);
            assertThat(content).contains(boot);
            Files.writeString(record, content.replace(boot, OTHER_BOOT));
        }
    }

    /** Replaces the process in the record by another one. */
    private void pretendProcess(Name name, ProcessHandle process, String start) throws IOException {
        Path record = directory(name).resolve("process");
        String[] words = Files.readString(record).split(" ", -1);
        words[2] = Long.toString(process.pid());
        words[3] = start;
        Files.writeString(record, String.join(" ", words));
    }
}
