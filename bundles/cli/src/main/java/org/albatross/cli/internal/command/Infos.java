package org.albatross.cli.internal.command;

import java.util.Optional;
import org.albatross.cli.internal.command.ServerCommand.Answer;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelInfo;

/** What a platform tells about one running unikernel. */
final class Infos {
    private Infos() {}

    /** Returns the only unikernel of an answer; nothing when there is none. */
    static Optional<UnikernelInfo> only(Answer answer) {
        return answer.reply() instanceof Reply.Infos infos && infos.unikernels().size() == 1
                ? Optional.of(infos.unikernels().get(0).value())
                : Optional.empty();
    }

    /** Fails a command as the platform fails one about what it does not know. */
    static CommandFailure notFound(String verb, Name name) {
        return CommandFailure.refused(name, Text.of(verb + ": not found"));
    }
}
