package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.core.Bounds;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.store.text.PolicyText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state directory that holds more than is allowed now. */
class LargeOldStateTest {
    @Test
    void startsKeepsTheFileAndTakesOfAPolicyWhatIsAllowed(@TempDir Path directory) throws IOException {
        SortedSet<Text> bridges = new TreeSet<>(List.of(Text.of("br1")));
        for (int i = 0; i < 16_000; i++) {
            bridges.add(Text.of(String.format("%060d", i)));
        }
        Policy large = new Policy(CpuId.setOf(0), 1, new Megabytes(100), Optional.empty(), bridges);
        Path file = Files.createDirectories(directory.resolve("state/policies")).resolve("p:");
        byte[] content = PolicyText.write(large);
        Files.write(file, content);

        try (TestPlatform platform = TestPlatform.start(directory)) {
            Reply.Policies policies = (Reply.Policies) platform.ask("p:", new PolicyCommand.Info());
            assertThat(policies.policies()).containsExactly(new Named<>(Name.ROOT, Bounds.within(large)));
            assertThat(policies.policies().get(0).value().bridges()).containsExactly(Text.of("br1"));
            assertThat(file).hasBinaryContent(content);

            assertThat(platform.refused("p:", new PolicyCommand.Add(large)))
                    .isEqualTo("16001 bridges are given, at most 256 are allowed");
            assertThat(platform.done("p:", new PolicyCommand.Remove())).isEqualTo("removed policy");
            assertThat(file).doesNotExist();
        }
    }
}
