package org.albatross.model;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the options of {@code create} say.
 *
 * @param arguments of the unikernel
 * @param type what runs it
 * @param force {@code --force}: whether it may take the place of one of the same name
 * @param confirmation {@code --confirm-after} and {@code --check}: when a replacement stays
 */
public record CreateOptions(
        ArgumentOptions arguments, UnikernelType type, boolean force, Optional<Confirmation> confirmation) {
    /** The options that have a value. */
    public static final Set<String> VALUED = with(ArgumentOptions.VALUED, "--confirm-after", "--check", "--typ");

    /** Those that have none. */
    public static final Set<String> FLAGS = with(ArgumentOptions.FLAGS, "-f", "--force");

    /** Throws {@link IllegalArgumentException} for a confirmation without a replacement. */
    public CreateOptions {
        if (confirmation.isPresent() && !force) {
            throw new IllegalArgumentException("--confirm-after is about replacing a unikernel: it needs --force");
        }
    }

    private static Set<String> with(Set<String> options, String... more) {
        Set<String> all = new HashSet<>(options);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }

    /** Reads them; throws {@link IllegalArgumentException} with a message for people for a value that cannot be. */
    public static CreateOptions of(OptionWords words) {
        return new CreateOptions(
                ArgumentOptions.of(words),
                words.one("--typ").map(CreateOptions::type).orElse(UnikernelType.SOLO5),
                words.has("-f", "--force"),
                Confirmation.of(words.number("--confirm-after"), words.one("--check")));
    }

    private static UnikernelType type(String word) {
        for (UnikernelType type : UnikernelType.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException("--typ: '" + Text.of(word).line() + "' is neither solo5 nor bhyve");
    }

    /** Returns the command that creates a unikernel so. */
    public Command command(boolean compressed, Blob image) {
        UnikernelConfig config = new UnikernelConfig(type, compressed, image, arguments.arguments());
        if (confirmation.isPresent()) {
            return new LifecycleCommand.Replace(confirmation.get(), config);
        }
        return force ? new UnikernelCommand.ForceCreate(config) : new UnikernelCommand.Create(config);
    }
}
