package org.albatross.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.albatross.launcher.UpgradePlan.Action;
import org.albatross.launcher.UpgradePlan.Step;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class UpgradePlanTest {
    private static final Optional<Version> OLD = Optional.of(new Version("0.1.0.SNAPSHOT"));
    private static final Optional<Version> NEW = Optional.of(new Version("0.1.1.SNAPSHOT"));

    @Test
    void isATableFor80Columns() {
        UpgradePlan plan = new UpgradePlan(
                List.of(
                        new Step(
                                Action.REPLACE,
                                "org.ops4j.pax.logging.pax-logging-logback",
                                version("2.3.2"),
                                version("2.4")),
                        new Step(Action.REPLACE, "org.albatross.configuration", OLD, NEW),
                        new Step(Action.REPLACE, "org.albatross.model", OLD, OLD),
                        new Step(Action.ADD, "org.albatross.web", Optional.empty(), NEW),
                        new Step(Action.RESTART, "org.albatross.wire", OLD, OLD),
                        new Step(Action.REMOVE, "org.albatross.jmx", OLD, Optional.empty())),
                false,
                List.of());

        assertThat(plan.lines())
                .containsExactly(
                        "ACTION   BUNDLE                                    VERSION",
                        "replace  org.ops4j.pax.logging.pax-logging-logback  2.3.2 -> 2.4.0",
                        "replace  org.albatross.configuration               0.1.0.SNAPSHOT -> 0.1.1.SNAPSHOT",
                        "replace  org.albatross.model                       0.1.0.SNAPSHOT, other content",
                        "add      org.albatross.web                         0.1.1.SNAPSHOT",
                        "restart  org.albatross.wire                        0.1.0.SNAPSHOT",
                        "remove   org.albatross.jmx                         0.1.0.SNAPSHOT",
                        "3 replaced, 1 added, 1 removed, 1 restarted with them",
                        "The process runs on, and so does every unikernel.");
    }

    private static Optional<Version> version(String text) {
        return Optional.of(new Version(text));
    }

    @Test
    void saysWhatTakesANewProcess() {
        UpgradePlan plan = new UpgradePlan(List.of(), true, List.of("what starts the framework is another one"));

        assertThat(plan.lines())
                .contains("restart: what starts the framework is another one")
                .noneMatch(line -> line.startsWith("The process runs on"));
    }

    @Test
    void saysThatThereIsNothingToDo() {
        assertThat(new UpgradePlan(List.of(), false, List.of()).lines())
                .containsExactly("Nothing to do: the platform runs just that.");
    }
}
