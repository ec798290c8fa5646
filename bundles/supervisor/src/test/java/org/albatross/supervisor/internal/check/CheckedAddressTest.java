package org.albatross.supervisor.internal.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckedAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 24, 10.0.0.2, true",
        "10.0.0.1, 24, 10.0.0.1, false",
        "10.0.0.1, 24, 10.0.0.0, false",
        "10.0.0.1, 24, 10.0.0.255, false",
        "10.0.0.1, 24, 10.0.1.2, false",
        "10.0.0.1, 23, 10.0.1.2, true",
        "10.0.0.1, 31, 10.0.0.0, true",
        "10.0.0.1, 32, 10.0.0.2, false",
        "10.0.0.1, 0, 224.0.0.1, false",
        "fd00::1, 64, fd00::2, true",
        "fd00::1, 64, fd00::, true",
        "fd00::1, 64, fd01::2, false",
        "fd00::1, 0, ff02::1, false",
        "10.0.0.1, 8, fd00::2, false",
        "fe80::1, 64, fe80::2, true"
    })
    void isThatOfAnotherMachineInTheNetwork(String own, int prefix, String address, boolean may) throws Exception {
        assertThat(CheckedAddress.isNeighbour(InetAddress.getByName(own), prefix, InetAddress.getByName(address)))
                .isEqualTo(may);
    }
}
