package org.albatross.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.albatross.itests.Processes;
import org.albatross.itests.Shell;
import org.albatross.model.Name;

/** What a platform has on the machine: exactly what runs needs, and what is desired. */
final class Remains {
    private static final Set<String> OF_A_RUN = Set.of("console", "process", "record", "taken", "exit", "exit.new");
    private static final String UNFINISHED = "~";

    /** A number is called unfinished there as long as it counts in its boot alone. */
    private static final String IDENTITIES = "identities";

    private Remains() {}

    /** Checks processes, taps, locks, run directories, images and unfinished files of a platform that is up. */
    static void requireNoneBut(Platform platform, Optional<Bridge> bridge, Map<Name, Thing.Unikernel> desired)
            throws Exception {
        Map<Name, Thing.Unikernel> running = desired.entrySet().stream()
                .filter(unikernel -> !unikernel.getValue().stopped())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        List<Tender> tenders = platform.running();
        assertThat(tenders).extracting(Tender::name).containsExactlyInAnyOrderElementsOf(running.keySet());
        assertThat(platform.info().keySet()).isEqualTo(running.keySet());
        for (Tender tender : tenders) {
            Thing.Unikernel unikernel = running.get(tender.name());
            assertThat(Processes.commandLine(tender.handle())).contains(unikernel.arguments());
            assertThat(platform.info().get(tender.name()).digest().hex()).isEqualTo(unikernel.image());
        }
        requireProcesses(platform, tenders);
        if (bridge.isPresent()) {
            assertThat(bridge.get().taps())
                    .hasSize(running.values().stream()
                            .mapToInt(Thing.Unikernel::taps)
                            .sum());
        }
        requireRunDirectories(platform, desired.keySet(), running.keySet());
        requireFiles(platform, desired);
    }

    private static void requireProcesses(Platform platform, List<Tender> tenders) {
        List<Long> wrappers =
                tenders.stream().map(tender -> tender.wrapper().pid()).toList();
        List<Long> known = Stream.concat(
                        Stream.of(platform.pid()),
                        Stream.concat(wrappers.stream(), tenders.stream().map(Tender::pid)))
                .toList();
        assertThat(Processes.naming(platform.home().toString())
                        .filter(process -> !known.contains(process.pid()))
                        .map(process -> process.pid() + " " + Processes.commandLine(process)))
                .as("other processes")
                .isEmpty();
    }

    private static void requireRunDirectories(Platform platform, Set<Name> desired, Set<Name> running)
            throws Exception {
        List<Path> directories = list(platform.run().resolve("unikernels"));
        assertThat(directories)
                .extracting(Remains::name)
                .containsAll(names(running))
                .isSubsetOf(names(desired));
        for (Path directory : directories) {
            assertThat(list(directory)).extracting(Remains::name).allSatisfy(file -> assertThat(
                            OF_A_RUN.contains(file) || file.startsWith("image."))
                    .as(file)
                    .isTrue());
        }
        for (Path lock : list(platform.run().resolve("locks"))) {
            boolean held = Shell.run(Map.of(), List.of("flock", "-n", lock.toString(), "true"))
                            .exit()
                    != 0;
            assertThat(held)
                    .as("somebody holds %s", lock)
                    .isEqualTo(names(running).contains(name(lock)));
        }
    }

    private static void requireFiles(Platform platform, Map<Name, Thing.Unikernel> desired) throws IOException {
        Path state = platform.state();
        assertThat(list(state.resolve("images")))
                .extracting(Remains::name)
                .containsExactlyInAnyOrderElementsOf(
                        desired.values().stream().map(Thing.Unikernel::image).collect(Collectors.toSet()));
        assertThat(list(state.resolve("spool"))).isEmpty();
        for (Path directory : list(state)) {
            if (Files.isDirectory(directory) && !name(directory).equals(IDENTITIES)) {
                assertThat(list(directory)).extracting(Remains::name).noneMatch(file -> file.endsWith(UNFINISHED));
            }
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static Set<String> names(Set<Name> names) {
        return names.stream().map(Name::toString).collect(Collectors.toSet());
    }

    /** Lists a directory; one that was never made is empty. */
    static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
