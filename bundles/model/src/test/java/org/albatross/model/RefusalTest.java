package org.albatross.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.albatross.model.PolicyRefusal.Amount;
import org.albatross.model.PolicyRefusal.Members;
import org.albatross.model.PolicyRefusal.Resource;
import org.albatross.model.Refusal.Activity;
import org.albatross.model.Refusal.Quantity;
import org.albatross.model.Refusal.Subject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {
    private static final Path AT = Path.parse("a:b");
    private static final Name FOO = Name.parse("a:b:foo");
    private static final Members CPUS = new Members(List.of("0", "1"));
    private static final Members BRIDGES = new Members(List.of("lan", "wan"));

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of(
                        new PolicyRefusal.Exceeded(AT, Resource.UNIKERNELS, 3, 3, 1),
                        "maximum allowed unikernels (3, used 3) would be exceeded by one more, says the policy of"
                                + " a:b:"),
                Arguments.of(
                        new PolicyRefusal.Exceeded(Path.ROOT, Resource.MEMORY, 512, 500, 32),
                        "maximum allowed memory (512, used 500) would be exceeded (requesting 32), which is all that"
                                + " this host has for unikernels"),
                Arguments.of(
                        new PolicyRefusal.Exceeded(AT, Resource.BLOCK, 10, 4, 7),
                        "block device policy limit of 10 MB (used 4 MB) would be exceeded by the request (7 MB), says"
                                + " the policy of a:b:"),
                Arguments.of(new PolicyRefusal.NoBlockStorage(AT), "the policy of a:b: allows no block storage"),
                Arguments.of(
                        new PolicyRefusal.NotAllowed(AT, Resource.CPUS, new Members(List.of("7")), CPUS),
                        "CPUids 7 are not allowed by policy of a:b: (allowed: 0, 1)"),
                Arguments.of(
                        new PolicyRefusal.NotAllowed(Path.ROOT, Resource.BRIDGES, BRIDGES, new Members(List.of())),
                        "bridges lan, wan do not exist on this host, or are not for unikernels (for them it has: none)"),
                Arguments.of(
                        new PolicyRefusal.Unusable(Resource.MEMORY, 16, 16),
                        "Unusable policy with memory 16 MB <= 16 MB"),
                Arguments.of(
                        new PolicyRefusal.Conflict(Optional.empty(), Resource.UNIKERNELS, new Amount(3), new Amount(4))
                                .of(AT),
                        "policy above allows 3 unikernels, which is fewer than 4 (policy of a:b:)"),
                Arguments.of(
                        new PolicyRefusal.BelowUse(AT, Resource.BLOCK, new Amount(1), new Amount(2)),
                        "policy allows 1 MB block storage, block devices at or below a:b: have 2 MB"),
                Arguments.of(
                        new PolicyRefusal.Forbidden(Resource.MEMORY, new Amount(16), new Amount(32)),
                        "32 MB memory assigned to unikernel exceeds policy (16MB)"),
                Arguments.of(
                        new Refusal.OutOfRange(Quantity.COMPRESSION_LEVEL, 11, 0, 9),
                        "compression level 11 is not within 0 to 9"),
                Arguments.of(
                        new Refusal.NeedsName(Subject.UNIKERNEL, AT.asName(), Optional.of("create")),
                        "create: a:b: is a path, the name of a unikernel is needed"),
                Arguments.of(
                        new Refusal.NotFound(Subject.UNIKERNEL, FOO, Optional.of("get")), "get: no unikernel found"),
                Arguments.of(
                        new Refusal.NotFound(Subject.UNIKERNEL, FOO, Optional.of("destroy")), "destroy: not found"),
                Arguments.of(new Refusal.NotFound(Subject.UNIKERNEL, FOO, Optional.of("stop")), "stop: not found"),
                Arguments.of(
                        new Refusal.NotFound(Subject.BLOCK_DEVICE, FOO, Optional.empty()),
                        "block device a:b:foo not found"),
                Arguments.of(
                        new Refusal.NotFound(Subject.POLICY, AT.asName(), Optional.empty()), "unknown policy a:b:"),
                Arguments.of(
                        new Refusal.Exists(Subject.UNIKERNEL, FOO),
                        "Unikernel with same name is already running: a:b:foo"),
                Arguments.of(
                        new Refusal.InUse(FOO, Name.parse("a:b:bar"), Optional.of("remove block")),
                        "remove block: is in use by a:b:bar"),
                Arguments.of(
                        new Refusal.DiskInUse(Text.of("/dev/zvol/tank/a"), Name.parse("a:b:bar")),
                        "the disk /dev/zvol/tank/a is in use by a:b:bar"),
                Arguments.of(
                        new Refusal.Busy(FOO, Activity.ANOTHER_COMMAND, Optional.empty()),
                        "another command about a:b:foo is being carried out, try again"),
                Arguments.of(
                        Refusal.of(List.of(
                                new Refusal.HostRefused("no memory"),
                                new Refusal.NotStored("it stays desired", "disk full"))),
                        "no memory; it stays desired: disk full"),
                Arguments.of(Refusal.of(List.of(new Refusal.Overtaken(FOO))), "a:b:foo is being destroyed"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void saysWhatWasAskedAndWhatStandsAgainstIt(Refusal refusal, String message) {
        assertThat(refusal.message()).isEqualTo(message);
    }
}
