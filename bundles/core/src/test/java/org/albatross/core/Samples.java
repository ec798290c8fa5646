package org.albatross.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;

/** Values that tests are given: small unikernels, policies and a host of 4 CPUs and 1000 MB. */
final class Samples {
    static final HostFacts FACTS = new HostFacts(
            CpuId.setOf(0, 1, 2, 3),
            new Megabytes(1000),
            new TreeSet<>(List.of("br1", "service")),
            new Megabytes(5000));

    private Samples() {}

    static Name name(String written) {
        return Name.parse(written);
    }

    /** An image that is told from others by a number from 0 to 127. */
    static Sha256 image(int number) {
        byte[] digest = new byte[Sha256.LENGTH];
        digest[0] = (byte) number;
        return new Sha256(Bytes.of(digest));
    }

    /** The digest that staging {@link #config} with that number gives. */
    static Sha256 imageOf(UnikernelConfig config) {
        return image(((Blob.Inline) config.image()).bytes().at(0));
    }

    static UnikernelConfig config(int image, Given given) {
        Blob blob = Blob.of(Bytes.of(new byte[] {(byte) image}));
        return new UnikernelConfig(UnikernelType.SOLO5, false, blob, given.arguments());
    }

    static Spec spec(int image, Given given) {
        return new Spec(UnikernelType.SOLO5, image(image), 1, given.arguments());
    }

    static UnikernelCommand.Create creating(int image, Given given) {
        return new UnikernelCommand.Create(config(image, given));
    }

    static UnikernelCommand.ForceCreate forceCreating(int image, Given given) {
        return new UnikernelCommand.ForceCreate(config(image, given));
    }

    /** A run that has nothing but a process. */
    static RunningUnikernel running(Name name, RunId runId, Instant started) {
        return new RunningUnikernel(
                name,
                runId.number(),
                4711,
                1,
                started,
                Optional.empty(),
                List.of(new CpuId(0)),
                new Megabytes(1),
                List.of());
    }

    static Policy policy(long unikernels, long memory) {
        return new Policy(
                FACTS.cpus(),
                unikernels,
                new Megabytes(memory),
                Optional.of(new Megabytes(100)),
                FACTS.rootPolicy().bridges());
    }

    static SortedMap<Path, Policy> policies(Map<String, Policy> byPath) {
        SortedMap<Path, Policy> policies = new TreeMap<>();
        byPath.forEach((path, policy) -> policies.put(Path.parse(path), policy));
        return policies;
    }

    /** Arguments to be: one CPU, 32 MB, no device, {@code --name} added, never restarted. */
    static Given given() {
        return new Given();
    }

    /** Builds {@link Arguments} for a test, of which it names what it is about. */
    static final class Given {
        private FailBehaviour failBehaviour = new FailBehaviour.Quit();
        private Optional<Long> startup = Optional.empty();
        private boolean addName = true;
        private SortedSet<CpuId> cpuids = CpuId.setOf(0);
        private long memory = 32;
        private final List<BlockDevice> blocks = new ArrayList<>();
        private final List<NetDevice> nets = new ArrayList<>();
        private Optional<List<Text>> argv = Optional.empty();

        Given restart(Long... codes) {
            failBehaviour = new FailBehaviour.Restart(new TreeSet<>(List.of(codes)));
            return this;
        }

        Given startup(long order) {
            startup = Optional.of(order);
            return this;
        }

        Given withoutName() {
            addName = false;
            return this;
        }

        Given cpus(long... cpus) {
            cpuids = CpuId.setOf(cpus);
            return this;
        }

        Given memory(long megabytes) {
            memory = megabytes;
            return this;
        }

        Given block(String device) {
            blocks.add(new BlockDevice(Text.of(device), Optional.empty(), Optional.empty()));
            return this;
        }

        Given block(String device, String onHost, long sectorSize) {
            blocks.add(new BlockDevice(Text.of(device), Optional.of(Text.of(onHost)), Optional.of(sectorSize)));
            return this;
        }

        Given net(String device, String bridge) {
            nets.add(new NetDevice(Text.of(device), Optional.of(Text.of(bridge)), Optional.empty()));
            return this;
        }

        Given argv(String... arguments) {
            return argv(Stream.of(arguments).map(Text::of).collect(Collectors.toList()));
        }

        Given argv(List<Text> arguments) {
            argv = Optional.of(arguments);
            return this;
        }

        Arguments arguments() {
            return new Arguments(
                    failBehaviour,
                    startup,
                    addName,
                    cpuids,
                    new Megabytes(memory),
                    blocks,
                    nets,
                    argv,
                    1,
                    Optional.empty());
        }
    }

    /** The answer to a command that asks and changes nothing. */
    static Optional<Reply> told(State state, Name about, Command command, Instant now) {
        Queries queries = new Queries(
                state, about, (type, name, run) -> Optional.of(Text.of("machine." + run.number() + "." + name)));
        if (command instanceof UnikernelCommand.Info info) {
            return Optional.of(queries.info(info.form()));
        }
        if (command instanceof LifecycleCommand.Status) {
            return Optional.of(queries.status(now));
        }
        if (command instanceof BlockCommand.Info) {
            return Optional.of(queries.blocks());
        }
        return command instanceof PolicyCommand.Info ? Optional.of(queries.policies(FACTS)) : Optional.empty();
    }
}
