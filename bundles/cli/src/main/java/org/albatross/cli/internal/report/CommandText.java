package org.albatross.cli.internal.report;

import java.util.Locale;
import java.util.Optional;
import org.albatross.model.Command;
import org.albatross.model.CommandKind;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.PolicyCommand;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;

/** A command in words, as the original tells what it signs. Arguments are left out: they may hold secrets. */
public final class CommandText {
    private CommandText() {}

    /** Returns a command behind a prefix, filled into lines. */
    public static String of(String prefix, Command command) {
        String text = prefix + CommandKind.of(command).toString().replace('_', ' ');
        if (command instanceof PolicyCommand.Add add) {
            return text + " " + Lines.policy(add.policy());
        }
        if (command instanceof Command.PersonRole role) {
            return text + " " + role.kind().name().toLowerCase(Locale.ROOT);
        }
        return config(command)
                .map(config -> text + " " + Lines.config(text + " ", config, false))
                .orElse(text);
    }

    private static Optional<UnikernelConfig> config(Command command) {
        if (command instanceof UnikernelCommand.Create create) {
            return Optional.of(create.config());
        }
        if (command instanceof UnikernelCommand.ForceCreate create) {
            return Optional.of(create.config());
        }
        return command instanceof LifecycleCommand.Replace replace ? Optional.of(replace.config()) : Optional.empty();
    }
}
