package org.albatross.bhyve.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.junit.jupiter.api.Test;

class HypervisorComponentTest {
    private static final Path VMS = Name.parse("a:vms:").path();

    @Test
    void allowsVolumesToThePathThatIsConfiguredOrElseToThatOfTheOption() {
        assertThat(HypervisorComponent.access("", Optional.empty()).allowed()).isEmpty();
        assertThat(HypervisorComponent.access("", Optional.of("")).allowed()).isEmpty();
        assertThat(HypervisorComponent.access("", Optional.of("a:vms")).allowed())
                .contains(VMS);
        assertThat(HypervisorComponent.access("a:vms", Optional.of("b")).allowed())
                .contains(VMS);
        assertThat(HypervisorComponent.access(":a:vms:", Optional.empty()).allowed())
                .contains(VMS);
        assertThat(HypervisorComponent.access(":", Optional.empty()).allowed()).contains(Path.ROOT);
    }

    @Test
    void refusesWhatIsNotAPath() {
        assertThatThrownBy(() -> HypervisorComponent.access("a::b", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("zvol.path = 'a::b': invalid label ''");
    }
}
