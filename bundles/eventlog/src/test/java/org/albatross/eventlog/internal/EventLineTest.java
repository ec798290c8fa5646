package org.albatross.eventlog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.albatross.api.Event;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.junit.jupiter.api.Test;

class EventLineTest {
    private static final Name NAME = Name.parse("a:hello");

    @Test
    void saysWhatHappenedToWhomAndWhoAskedForIt() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("memory", "32");
        details.put("cpus", "0,1");

        assertThat(EventLine.of(new Event(Instant.EPOCH, new Caller.Local(0, 0, 17), NAME, "created", details)))
                .isEqualTo("created a:hello (memory 32, cpus 0,1) by uid 0, pid 17");
        assertThat(EventLine.of(new Event(Instant.EPOCH, new Caller.Platform(), NAME, "exited", Map.of())))
                .isEqualTo("exited a:hello by albatross");
    }

    @Test
    void staysOneLineWhateverADetailHolds() {
        Caller caller = new Caller.Remote(List.of("ops\n"), "1f", "[::1]:9");

        assertThat(EventLine.of(new Event(Instant.EPOCH, caller, NAME, "refused", Map.of("reason", "no\n\u001b[31m"))))
                .isEqualTo("refused a:hello (reason no\\n\\027[31m) by ops\\n, serial 1f, from [::1]:9");
    }
}
