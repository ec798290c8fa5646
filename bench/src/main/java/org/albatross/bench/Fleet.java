package org.albatross.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.albatross.model.Name;
import org.albatross.model.UnikernelCommand;

/** Unikernels that come and go. */
final class Fleet {
    private static final UnikernelCommand DESTROY = new UnikernelCommand.Destroy();

    private Fleet() {}

    /** Makes the command that creates a unikernel. */
    @FunctionalInterface
    interface Recipe {
        /** The command's frame. */
        byte[] create(Name name);
    }

    /**
     * How long the parts of lives took, in milliseconds.
     *
     * @param creating until each was created
     * @param destroying until it was gone
     */
    record Lives(Samples creating, Samples destroying) {}

    /** Creates a unikernel and destroys it. */
    static void live(Client client, Name name, Recipe recipe) throws IOException, InterruptedException {
        client.send(recipe.create(name));
        client.change(name, DESTROY);
    }

    /** Creates unikernels and destroys each before the next. */
    static Lives lives(Client client, int rounds, Recipe recipe) throws IOException, InterruptedException {
        List<Double> creating = new ArrayList<>();
        List<Double> destroying = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Name name = Unikernels.name("life", i);
            byte[] create = recipe.create(name);
            creating.add(Stopwatch.millis(() -> client.send(create)));
            destroying.add(Stopwatch.millis(() -> client.change(name, DESTROY)));
        }
        return new Lives(Samples.of(creating), Samples.of(destroying));
    }

    /** Creates unikernels until numbers {@code from} (included) to {@code to} (not included) run. */
    static Samples grow(Client client, int from, int to, Recipe recipe) throws IOException, InterruptedException {
        List<Double> creating = new ArrayList<>();
        for (int i = from; i < to; i++) {
            byte[] create = recipe.create(Unikernels.name("fleet", i));
            creating.add(Stopwatch.millis(() -> client.send(create)));
        }
        return Samples.of(creating);
    }
}
