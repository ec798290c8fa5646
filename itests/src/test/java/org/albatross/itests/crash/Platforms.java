package org.albatross.itests.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes the platforms and bridges of a test, shows the logs when it failed, and removes them after it. */
final class Platforms implements AfterEachCallback {
    private final List<Platform> platforms = new ArrayList<>();
    private final List<Bridge> bridges = new ArrayList<>();

    /** A platform in the mode of isolation that the tests can have here; it is not started. */
    Platform make() throws IOException {
        return make(Platform.BEST_MODE);
    }

    /** A platform in this mode; it is not started. */
    Platform make(String mode) throws IOException {
        Platform platform = new Platform(mode);
        platforms.add(platform);
        return platform;
    }

    /** A bridge, where there can be one. */
    Optional<Bridge> bridge(String name) throws Exception {
        Optional<Bridge> bridge = Bridge.make(name);
        bridge.ifPresent(bridges::add);
        return bridge;
    }

    /** Removes a bridge before the test's end. */
    void remove(Bridge bridge) throws Exception {
        bridge.remove();
        bridges.remove(bridge);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (Platform platform : platforms) {
            if (context.getExecutionException().isPresent()) {
                context.publishReportEntry("log", platform.logs());
            }
            platform.close();
        }
        platforms.clear();
        for (Bridge bridge : bridges) {
            bridge.remove();
        }
        bridges.clear();
    }
}
