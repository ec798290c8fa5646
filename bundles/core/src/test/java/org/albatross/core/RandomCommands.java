package org.albatross.core;

import static org.albatross.core.Samples.config;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.name;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.albatross.core.Samples.Given;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.Confirmation;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.ServiceCheck;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelConfig;

/** Commands by chance, about few names, images and sizes, so that they meet. */
final class RandomCommands {
    static final List<Name> PATHS = List.of(name(":"), name("a:"), name("a:b:"));
    static final List<Name> BLOCKS = List.of(name("a:data"), name("a:b:data"));

    private static final int IMAGES = 3;

    private final Random random;

    RandomCommands(Random random) {
        this.random = random;
    }

    Command unikernel() {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> new UnikernelCommand.Create(configuration());
            case 3, 4 -> new UnikernelCommand.ForceCreate(configuration());
            case 5 -> new LifecycleCommand.Replace(confirmation(), configuration());
            case 6 -> new UnikernelCommand.Restart(Optional.empty());
            case 7 -> new UnikernelCommand.Restart(Optional.of(arguments().arguments()));
            case 8, 9 -> new UnikernelCommand.Destroy();
            case 10 -> new UnikernelCommand.Get(0);
            case 11 -> new UnikernelCommand.Info(InfoForm.CURRENT);
            default -> lifecycle();
        };
    }

    Command lifecycle() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> new LifecycleCommand.Stop();
            case 2, 3 -> new LifecycleCommand.Start();
            case 4 -> new LifecycleCommand.Shutdown();
            default -> new LifecycleCommand.Status();
        };
    }

    private UnikernelConfig configuration() {
        return config(random.nextInt(IMAGES), arguments());
    }

    private Given arguments() {
        Given given = given().memory(100L * (1 + random.nextInt(4)))
                .cpus((long) random.nextInt(4))
                .startup(random.nextInt(3));
        switch (random.nextInt(4)) {
            case 0 -> given.restart();
            case 1 -> given.restart(2L, 137L);
            case 2 -> given.withoutName().restart();
            default -> {}
        }
        if (random.nextInt(3) == 0) {
            // From three of the four names, one of these is the same device as another's.
            given.block("data", List.of("data", "a:data", "b:data").get(random.nextInt(3)), 512);
        }
        if (random.nextInt(3) == 0) {
            given.net("service", random.nextBoolean() ? "service" : "br1");
        }
        return given;
    }

    Command policy() {
        return switch (random.nextInt(4)) {
            case 0 -> new PolicyCommand.Remove();
            case 1 -> new PolicyCommand.Info();
            default -> new PolicyCommand.Add(Samples.policy(1L + random.nextInt(3), 200L + 100L * random.nextInt(5)));
        };
    }

    Command block() {
        return switch (random.nextInt(5)) {
            case 0 -> new BlockCommand.Remove();
            case 1 -> new BlockCommand.Set(false);
            case 2 -> random.nextBoolean() ? new BlockCommand.Dump(0) : new BlockCommand.DumpPaused(0);
            default -> new BlockCommand.Add(new Megabytes(10));
        };
    }

    private Confirmation confirmation() {
        return new Confirmation(
                1L + random.nextInt(20),
                random.nextBoolean() ? Optional.empty() : Optional.of(ServiceCheck.parse("tcp:10.0.0.2:80")));
    }
}
