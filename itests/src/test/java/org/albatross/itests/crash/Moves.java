package org.albatross.itests.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.itests.crash.Thing.Desired;
import org.albatross.itests.crash.Thing.Kind;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.UnikernelCommand;

/** Chooses commands at random that are possible where a thing stands. */
final class Moves {
    private static final String DEVICE = "service";
    private static final Duration TICK = Duration.ofMillis(20);

    /** What is moved. */
    static final List<Thing> THINGS = Stream.concat(
                    Stream.of("first", "second", "path:third", "path:fourth")
                            .map(name -> new Thing(Kind.UNIKERNEL, Name.parse(name))),
                    Stream.of(
                            new Thing(
                                    Kind.POLICY,
                                    org.albatross.model.Path.parse("limited").asName()),
                            new Thing(Kind.BLOCK_DEVICE, Name.parse("disks:one")),
                            new Thing(Kind.BLOCK_DEVICE, Name.parse("disks:two"))))
            .toList();

    private final Random random;
    private final List<Deployment> deployments = new ArrayList<>();

    /**
     * Chooses by {@code random}.
     *
     * @param bridge where unikernels with a network device are connected; absent for none with a device
     */
    Moves(Random random, Optional<String> bridge) {
        this.random = random;
        Deployment plain = Deployment.of(Image.ticks(TICK));
        deployments.add(plain);
        deployments.add(plain.restarted());
        bridge.ifPresent(name ->
                deployments.add(Deployment.of(Image.ticks(TICK.multipliedBy(2)).manifest(Device.net(DEVICE)))
                        .on(DEVICE, name)));
    }

    /** Chooses a command about a thing of which this is desired. */
    Move next(Thing thing, Optional<Desired> now) {
        return switch (thing.kind()) {
            case UNIKERNEL -> unikernel(thing, now.map(Thing.Unikernel.class::cast));
            case POLICY -> policy(thing, now);
            case BLOCK_DEVICE -> block(thing, now);
        };
    }

    private Move unikernel(Thing thing, Optional<Thing.Unikernel> now) {
        Deployment other = one(deployments).withArguments("number", Integer.toString(random.nextInt(1000)));
        if (now.isEmpty()) {
            return move(thing, new UnikernelCommand.Create(other.config()), other.desired(false));
        }
        if (now.get().stopped()) {
            return random.nextBoolean()
                    ? move(thing, new LifecycleCommand.Start(), stopped(now.get(), false))
                    : new Move(thing, new UnikernelCommand.Destroy(), Optional.empty());
        }
        return switch (random.nextInt(5)) {
            case 0 -> new Move(thing, new UnikernelCommand.Destroy(), Optional.empty());
            case 1 -> move(thing, new LifecycleCommand.Stop(), stopped(now.get(), true));
            case 2 -> move(thing, new UnikernelCommand.Restart(Optional.empty()), now.get());
            case 3 -> restart(thing, now.get());
            default -> move(thing, new UnikernelCommand.ForceCreate(other.config()), other.desired(false));
        };
    }

    /** A restart of the same image with other arguments. */
    private Move restart(Thing thing, Thing.Unikernel now) {
        Deployment other = deployments.stream()
                .filter(deployment -> deployment.desired(false).image().equals(now.image()))
                .findFirst()
                .orElseThrow()
                .withArguments("number", Integer.toString(random.nextInt(1000)));
        return move(thing, new UnikernelCommand.Restart(Optional.of(other.arguments())), other.desired(false));
    }

    private static Thing.Unikernel stopped(Thing.Unikernel unikernel, boolean stopped) {
        return new Thing.Unikernel(unikernel.image(), unikernel.arguments(), unikernel.taps(), stopped);
    }

    private Move policy(Thing thing, Optional<Desired> now) {
        if (now.isPresent() && random.nextBoolean()) {
            return new Move(thing, new PolicyCommand.Remove(), Optional.empty());
        }
        Policy policy = new Policy(
                CpuId.setOf(0), 1 + random.nextInt(100), new Megabytes(1024), Optional.empty(), new TreeSet<>());
        return move(thing, new PolicyCommand.Add(policy), new Thing.Limited(policy));
    }

    private Move block(Thing thing, Optional<Desired> now) {
        if (now.isPresent()) {
            return new Move(thing, new BlockCommand.Remove(), Optional.empty());
        }
        int megabytes = 1 + random.nextInt(3);
        return move(thing, new BlockCommand.Add(new Megabytes(megabytes)), new Thing.Sized(megabytes));
    }

    private static Move move(Thing thing, Command command, Desired after) {
        return new Move(thing, command, Optional.of(after));
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
