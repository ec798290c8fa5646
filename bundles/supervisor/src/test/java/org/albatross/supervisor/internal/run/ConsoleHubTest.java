package org.albatross.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.Consoles;
import org.albatross.api.Sink;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;

class ConsoleHubTest {
    private static final Name NAME = Name.parse("a");
    private static final Consoles.Source SOURCE =
            new Consoles.Source(NAME, 3, Path.of("/console"), Path.of("/taken"), Optional.empty());

    private final ConsoleHub hub = new ConsoleHub(Duration.ofSeconds(10));

    /** Notes what it is asked. */
    private static class Service implements Consoles {
        final List<String> asked = new ArrayList<>();

        @Override
        public void add(Source source, long rings) throws IOException {
            asked.add("add " + source.name() + " " + source.runId() + " " + rings);
        }

        @Override
        public CompletionStage<Optional<Text>> finish(Name name, long runId) {
            asked.add("finish " + name + " " + runId);
            return CompletableFuture.completedFuture(Optional.of(Text.of("bye")));
        }

        @Override
        public Cancellable subscribe(Name name, Command.Begin begin, Sink sink) {
            return Cancellable.NOTHING;
        }

        @Override
        public List<Name> inactive(org.albatross.model.Path path) {
            return List.of();
        }

        @Override
        public void abandon(Name name, long runId) {
            asked.add("abandon " + name + " " + runId);
        }
    }

    @Test
    void givesANewServiceWhatRuns() throws IOException {
        Service first = new Service();
        hub.bind(first);
        hub.add(SOURCE, 10);
        Service second = new Service();
        hub.unbind(first);
        hub.bind(second);

        assertThat(second.asked).containsExactly("add :a 3 10");
        assertThat(hub.finish(NAME, 3)).contains(Text.of("bye"));
        Service third = new Service();
        hub.bind(third);
        assertThat(third.asked).isEmpty();
    }

    @Test
    void opensWhatWasTakenOverWhenAServiceComes() {
        hub.resume(SOURCE, 10);
        Service service = new Service();
        hub.bind(service);

        assertThat(service.asked).containsExactly("add :a 3 10");
    }

    @Test
    void refusesARunThatTheServiceCannotOpen() {
        hub.bind(new Service() {
            @Override
            public void add(Source source, long rings) throws IOException {
                throw new IOException("the disk is full");
            }
        });

        assertThatIOException().isThrownBy(() -> hub.add(SOURCE, 10)).withMessage("the disk is full");
        Service next = new Service();
        hub.bind(next);
        assertThat(next.asked).isEmpty();
    }

    @Test
    void turnsToTheNextServiceWhenOneStopsBeforeARunIsReadToItsEnd() throws Exception {
        Service next = new Service();
        CompletableFuture<Void> finishing = new CompletableFuture<>();
        Service stopping = new Service() {
            @Override
            public CompletionStage<Optional<Text>> finish(Name name, long runId) {
                finishing.complete(null);
                return new CompletableFuture<>();
            }
        };
        hub.bind(stopping);
        hub.add(SOURCE, 10);
        CompletableFuture<Void> replaced = finishing.thenRunAsync(() -> {
            hub.unbind(stopping);
            hub.bind(next);
        });

        assertThat(hub.finish(NAME, 3)).contains(Text.of("bye"));
        replaced.get(10, TimeUnit.SECONDS);
        assertThat(next.asked).containsExactly("add :a 3 10", "finish :a 3");
    }

    @Test
    void givesUpAfterAWhileWithoutAService() throws IOException {
        ConsoleHub impatient = new ConsoleHub(Duration.ofMillis(20));

        assertThatIOException().isThrownBy(() -> impatient.add(SOURCE, 10)).withMessage("there is no console service");
        assertThat(impatient.finish(NAME, 3)).isEmpty();
    }

    @Test
    void abandonsARunThatWasNotStarted() throws IOException {
        Service service = new Service();
        hub.bind(service);
        hub.add(SOURCE, 10);
        hub.abandon(NAME, 3);

        assertThat(service.asked).containsExactly("add :a 3 10", "abandon :a 3");
    }
}
