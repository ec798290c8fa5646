package org.albatross.supervisor.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.albatross.core.Bounds;
import org.albatross.core.Core;
import org.albatross.core.Desired;
import org.albatross.core.History;
import org.albatross.core.HostFacts;
import org.albatross.core.Input;
import org.albatross.core.Limits;
import org.albatross.core.Now;
import org.albatross.core.Queries;
import org.albatross.core.Spec;
import org.albatross.core.State;
import org.albatross.model.Arguments;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelType;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;

/**
 * Holds as much as may be desired, in policies or in unikernels as its argument says, with the longest names, and answers
 * every question over all of it, as many at once as there may be: ends with 0 when the heap that it was given is enough.
 */
final class LargestStateMain {
    private static final Name LONG_PATH = Name.parse(("a".repeat(62) + ":").repeat(3));
    private static final HostFacts FACTS =
            new HostFacts(CpuId.setOf(0), new Megabytes(1000), new TreeSet<>(), new Megabytes(1000));

    private LargestStateMain() {}

    public static void main(String[] arguments) throws IOException {
        State state = arguments[0].equals("policies") ? ofPolicies() : ofUnikernels();
        System.out.println("unikernels " + state.unikernels().size() + ", policies "
                + state.policies().size() + ", block devices " + state.blocks().size() + ": "
                + Bounds.exceeded(state));
        List<byte[]> untaken = new ArrayList<>();
        for (Command question : List.of(
                new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT),
                new LifecycleCommand.Status(),
                new PolicyCommand.Info(),
                new BlockCommand.Info())) {
            byte[] answer = new byte[0];
            for (int i = 0; i < PeerExecutors.MAX_QUESTIONS; i++) {
                answer = answer(state, question);
                untaken.add(answer);
            }
            System.out.println(question.getClass().getSimpleName() + " " + answer.length + " bytes, used "
                    + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1024 + " KiB");
            untaken.forEach(bytes -> write(OutputStream.nullOutputStream(), bytes));
            untaken.clear();
        }
        if (state.unikernels().isEmpty() && state.policies().isEmpty()) {
            throw new IllegalStateException("the state was given up too early");
        }
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] answer(State state, Command question) {
        return WireEncoder.frame(Message.answer(
                        new Header(1, Name.ROOT),
                        reply(new Queries(state, Name.ROOT, Queries.Machines.NONE), question)))
                .toBytes();
    }

    private static Reply reply(Queries queries, Command question) {
        if (question instanceof UnikernelCommand.Info info) {
            return queries.info(info.form());
        }
        if (question instanceof LifecycleCommand.Status) {
            return queries.status(Instant.EPOCH);
        }
        return question instanceof PolicyCommand.Info ? queries.policies(FACTS) : queries.blocks();
    }

    /** As many policies as there may be, which take all the memory that is allowed. */
    private static State ofPolicies() {
        SortedMap<Path, Policy> policies = new TreeMap<>();
        int bridges = 52; // of which each takes 112 bytes and its name's, and a CPU 64
        for (int i = 0; i < State.MAX_POLICIES; i++) {
            SortedSet<Text> names = new TreeSet<>();
            for (int bridge = 0; bridge < bridges; bridge++) {
                names.add(Text.of(String.format("br%06d-%06d", i, bridge)));
            }
            SortedSet<CpuId> cpus = new TreeSet<>();
            for (long cpu = 1000; cpu < 1020; cpu++) {
                cpus.add(new CpuId(cpu));
            }
            policies.put(
                    Name.parse(LONG_PATH + "p" + i + ":").path(),
                    new Policy(cpus, 1, new Megabytes(1), Optional.of(new Megabytes(1)), names));
        }
        return State.initial(Limits.DEFAULT, policies, new TreeMap<>(), new TreeMap<>());
    }

    /** As many unikernels, block devices and finished ones as there may be, which take all the memory that is allowed. */
    private static State ofUnikernels() {
        SortedMap<Name, Desired> unikernels = new TreeMap<>();
        SortedMap<Name, Megabytes> blocks = new TreeMap<>();
        byte[] digest = new byte[Sha256.LENGTH];
        for (int i = 0; i < State.MAX_UNIKERNELS; i++) {
            List<Text> argv = new ArrayList<>();
            for (int argument = 0; argument < 15; argument++) {
                argv.add(Text.of(String.format("--a%08d%03d", i, argument)));
            }
            Arguments arguments = new Arguments(
                    new FailBehaviour.Restart(new TreeSet<>()),
                    Optional.empty(),
                    true,
                    CpuId.setOf(0),
                    new Megabytes(1),
                    List.of(),
                    List.of(),
                    Optional.of(argv),
                    1,
                    Optional.empty());
            Name name = Name.parse(LONG_PATH + "u" + i);
            unikernels.put(
                    name, new Desired(new Spec(UnikernelType.SOLO5, new Sha256(Bytes.of(digest)), 1, arguments)));
            blocks.put(name, new Megabytes(1));
        }
        State state = State.initial(Limits.DEFAULT, new TreeMap<>(), unikernels, blocks);
        List<Input.Found> found = new ArrayList<>();
        state.unikernels()
                .forEach((name, unused) -> found.add(new Input.Found.Alive(
                        new RunningUnikernel(
                                name,
                                1,
                                1,
                                1,
                                Instant.EPOCH,
                                Optional.empty(),
                                List.of(new CpuId(0)),
                                new Megabytes(1),
                                List.of()),
                        true,
                        true,
                        History.NONE)));
        return Core.apply(state, new Input.TakenOver(found), new Now(Instant.EPOCH, 0, 0))
                .state();
    }
}
