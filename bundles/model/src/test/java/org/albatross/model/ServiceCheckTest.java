package org.albatross.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceCheckTest {
    @ParameterizedTest
    @CsvSource({
        "tcp:10.0.0.2:22, tcp:10.0.0.2:22",
        "tcp:[fd00::2]:65535, tcp:[fd00::2]:65535",
        "http:10.0.0.2, http:10.0.0.2:80/",
        "http:10.0.0.2:8080/health?deep=1, http:10.0.0.2:8080/health?deep=1",
        "http:[::ffff:10.0.0.2]/a:b, http:[::ffff:10.0.0.2]:80/a:b",
        "dns:10.0.0.2/example.org, dns:10.0.0.2:53/example.org",
        "dns:10.0.0.2:5353/_a._tcp.example.org., dns:10.0.0.2:5353/_a._tcp.example.org."
    })
    void readsWhatIsWrittenAndFillsInThePort(String written, String complete) {
        ServiceCheck check = ServiceCheck.parse(written);
        assertThat(check).hasToString(complete);
        assertThat(ServiceCheck.parse(complete)).isEqualTo(check);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp:10.0.0.2 | has no port",
                "tcp:10.0.0.2:0 | has port 0, 1 to 65535 are possible",
                "http:10.0.0.2:65536 | has port 65536, 1 to 65535 are possible",
                "tcp:10.0.0.2:80/x | has a path, which tcp does not have",
                "tcp:10.0.0.256:80 | has '10.0.0.256' for an address",
                "tcp:10.0.2:80 | has '10.0.2' for an address",
                "tcp:010.0.0.2:80 | has '010.0.0.2' for an address",
                "dns:10.0.0.2 | names no domain to ask for: labels of 1 to 63 letters, digits, - and _",
                "dns:10.0.0.2/a..b | names no domain to ask for: labels of 1 to 63 letters, digits, - and _",
                "http:10.0.0.2/a b | has a path that is not of printable ASCII characters without blanks",
            })
    void refusesWhatCannotBeAndSaysWhy(String written, String why) {
        assertThatThrownBy(() -> ServiceCheck.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the check '" + written + "' " + why);
    }

    /** Nothing that would have to be resolved, and no line that a request is not to have. */
    @ParameterizedTest
    @CsvSource({
        "tcp:example.org:80",
        "tcp:[10.0.0.2]:80",
        "tcp:[abc]:80",
        "tcp:[.:1]:80",
        "tcp:fd00::2:80",
        "udp:10.0.0.2:80",
        "tcp:10.0.0.2:-1",
        "http:[fe80::1%eth0]/",
        "''"
    })
    void refusesWhatIsNotACheck(String written) {
        assertThatThrownBy(() -> ServiceCheck.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the check '" + written + "' is not tcp:ADDRESS:PORT, ");
    }

    @Test
    void refusesASecondLineAndOneThatIsTooLong() {
        assertThatThrownBy(() -> ServiceCheck.parse("http:10.0.0.2/\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ServiceCheck.parse("http:10.0.0.2/" + "a".repeat(242)))
                .hasMessage("a check of 256 characters, at most 255 are allowed");
    }
}
