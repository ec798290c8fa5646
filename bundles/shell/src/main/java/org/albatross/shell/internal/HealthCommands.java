package org.albatross.shell.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.albatross.api.Health;
import org.albatross.json.Json;
import org.albatross.model.Text;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Whether the platform is well. Gogo calls its methods by their names. */
public final class HealthCommands {
    private final Supplier<Optional<Health>> health;

    /** The service may come and go. */
    HealthCommands(Supplier<Optional<Health>> health) {
        this.health = health;
    }

    /** Whether it is well. */
    @Descriptor("check whether the platform is well")
    public String health(
            CommandSession session,
            @Descriptor("print one JSON object")
                    @Parameter(names = "--json", absentValue = "false", presentValue = "true")
                    boolean json)
            throws RefusedException, IOException {
        List<Health.Check> checks = health.get()
                .orElseThrow(() -> new RefusedException("the platform has no service for its health"))
                .check();
        return json ? json(checks) : text(checks);
    }

    private static String json(List<Health.Check> checks) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        Json.object()
                .put("status", Json.of(Health.worst(checks).toString()))
                .put("checks", Json.array(checks, HealthCommands::json))
                .build()
                .writeTo(line);
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static Json json(Health.Check check) {
        return Json.object()
                .put("name", Json.of(check.name()))
                .put("status", Json.of(check.status().toString()))
                .put("details", Json.array(check.details(), Json::of))
                .put("ms", Json.of(check.millis()))
                .build();
    }

    /** The first line is the whole in a word; then a line for each check, and for each further detail. */
    private static String text(List<Health.Check> checks) {
        StringBuilder text = new StringBuilder(Health.worst(checks) + "\n");
        for (Health.Check check : checks) {
            String head = String.format("%-10s  %-8s  ", check.name(), check.status());
            for (String detail : check.details().isEmpty() ? List.of("") : check.details()) {
                text.append((head + Text.of(detail).line()).stripTrailing()).append('\n');
                head = " ".repeat(head.length());
            }
        }
        return text.toString();
    }
}
