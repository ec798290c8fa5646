package org.albatross.wire;

import java.io.IOException;
import java.util.TreeSet;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;

/** Policies, and the commands about them. */
final class PolicyCodec {
    private static final String WHAT = "policy command";

    private PolicyCodec() {}

    /**
     * <pre>
     * Policy ::= SEQUENCE {
     *   cpuids SEQUENCE OF INTEGER, unikernels INTEGER, memory INTEGER, block INTEGER OPTIONAL,
     *   bridges SEQUENCE OF UTF8String }
     * </pre>
     */
    static Policy read(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> new Policy(
                new TreeSet<>(reader.sequenceOf(reader::cpuid)),
                reader.integer(),
                reader.megabytes(),
                reader.optionalInteger().map(Megabytes::new),
                new TreeSet<>(reader.sequenceOf(reader::text))));
    }

    static Der write(Policy policy) {
        return Der.fields()
                .add(Der.sequenceOf(policy.cpuids(), Der::cpuid))
                .add(Der.integer(policy.unikernels()))
                .add(Der.megabytes(policy.memory()))
                .add(policy.block(), Der::megabytes)
                .add(Der.sequenceOf(policy.bridges(), Der::text))
                .sequence();
    }

    /** PolicyCmd ::= CHOICE { info [0] NULL, add [1] Policy, remove [2] NULL }. */
    static PolicyCommand readCommand(DerReader reader) throws IOException, ProtocolException {
        return reader.choice(WHAT, number -> switch (number) {
            case 0 -> reader.nul(new PolicyCommand.Info());
            case 1 -> new PolicyCommand.Add(read(reader));
            case 2 -> reader.nul(new PolicyCommand.Remove());
            default -> throw reader.unknown(WHAT, number);
        });
    }

    static Der writeCommand(PolicyCommand command) {
        return command.accept(WRITER);
    }

    private static final PolicyCommand.Handler<Der> WRITER = new PolicyCommand.Handler<>() {
        @Override
        public Der info(PolicyCommand.Info command) {
            return Der.choice(0);
        }

        @Override
        public Der add(PolicyCommand.Add command) {
            return Der.explicit(1, PolicyCodec.write(command.policy()));
        }

        @Override
        public Der addChain(PolicyCommand.AddChain command) {
            throw new IllegalArgumentException("the policies of a chain have no form on the wire");
        }

        @Override
        public Der remove(PolicyCommand.Remove command) {
            return Der.choice(2);
        }
    };
}
