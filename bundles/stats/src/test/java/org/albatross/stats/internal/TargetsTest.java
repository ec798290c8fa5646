package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.albatross.host.Host;
import org.albatross.host.ProcessId;
import org.albatross.host.ThisHost;
import org.albatross.model.Name;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final Name NAME = Name.parse("a:one");

    private final Targets targets = new Targets(2);

    private static Target added(ProcessId process) {
        return new Target(NAME, process, List.of(), Optional.empty());
    }

    @Test
    void forgetsExactlyTheProcessThatHasEnded() {
        targets.add(added(Runs.nobody(1)));
        targets.add(added(Runs.nobody(2)));

        targets.forget(added(Runs.nobody(1)));
        assertThat(targets.all()).containsExactly(added(Runs.nobody(2)));

        targets.forget(added(Runs.nobody(2)));
        assertThat(targets.all()).isEmpty();
    }

    @Test
    void takesAUnikernelOfThePlatformBeforeWhatWasAddedUnderItsName() {
        targets.add(added(Runs.nobody(1)));
        targets.began(Runs.run("a:one", 1, Runs.nobody(2)));

        assertThat(targets.all()).extracting(Target::process).containsExactly(Runs.nobody(2));
        targets.ended(NAME, 1);
        assertThat(targets.all()).extracting(Target::process).containsExactly(Runs.nobody(1));
    }

    @Test
    void forgetsWhatWasAddedWhenAnotherProcessHasItsNumber() throws Exception {
        Host host = ThisHost.open(Path.of("unused"));
        ProcessId present = host.processes().find(ProcessHandle.current().pid()).orElseThrow();
        targets.add(added(new ProcessId(present.pid(), present.start() - 1)));

        new Sampling(host, targets, new InventoryReader(), Clock.systemUTC()).take(false);

        assertThat(targets.addedCount()).isZero();
    }
}
