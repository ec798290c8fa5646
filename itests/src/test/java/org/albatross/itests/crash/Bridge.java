package org.albatross.itests.crash;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.itests.Shell;

/** A bridge, to which only platforms of a test connect taps. */
record Bridge(String name) {
    /** Makes it; nothing where the tests have no network of their own in which they may. */
    static Optional<Bridge> make(String name) throws Exception {
        boolean made = Shell.run(Map.of(), List.of("ip", "link", "add", name, "type", "bridge"))
                        .exit()
                == 0;
        return made ? Optional.of(new Bridge(name)) : Optional.empty();
    }

    /** The taps on it. */
    List<String> taps() throws Exception {
        return Shell.require("ip", "-brief", "link", "show", "master", name)
                .lines()
                .map(line -> line.split("[ @]", 2)[0])
                .toList();
    }

    /** Removes it with its taps. */
    void remove() throws Exception {
        for (String tap : taps()) {
            Shell.require("ip", "link", "delete", tap);
        }
        Shell.require("ip", "link", "delete", name);
    }
}
