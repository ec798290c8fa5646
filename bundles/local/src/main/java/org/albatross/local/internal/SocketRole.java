package org.albatross.local.internal;

import java.util.Optional;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.PolicyCommand;
import org.albatross.model.StatsCommand;
import org.albatross.model.UnikernelCommand;
import org.albatross.session.CommandFilter;

/** A socket, and which commands belong on it (wire-protocol section 4). */
enum SocketRole implements CommandFilter {
    /** About unikernels, policies, block devices and the platform. */
    VMMD("vmmd.sock"),
    /** About consoles. */
    CONSOLE("console.sock"),
    /** About statistics. */
    STAT("stat.sock"),
    /** About the event log. */
    LOG("log.sock");

    private record Place(String kind, String socket) {}

    private static final Command.Handler<Place> PLACES = new Command.Handler<>() {
        @Override
        public Place console(ConsoleCommand command) {
            return new Place("console", CONSOLE.file);
        }

        @Override
        public Place stats(StatsCommand command) {
            return command instanceof StatsCommand.Initial
                    ? new Place("stats initial", VMMD.file)
                    : new Place("stats", STAT.file);
        }

        @Override
        public Place unikernel(UnikernelCommand command) {
            return new Place("unikernel", VMMD.file);
        }

        @Override
        public Place policy(PolicyCommand command) {
            return new Place("policy", VMMD.file);
        }

        @Override
        public Place block(BlockCommand command) {
            return new Place("block", VMMD.file);
        }

        @Override
        public Place lifecycle(LifecycleCommand command) {
            return new Place("lifecycle", VMMD.file);
        }

        @Override
        public Place log(LogCommand command) {
            return new Place("log", LOG.file);
        }

        @Override
        public Place crl(Command.AddRevocationList command) {
            return new Place("crl", VMMD.file);
        }

        @Override
        public Place hello(Command.SayHello command) {
            return new Place("hello", VMMD.file);
        }

        @Override
        public Place role(Command.PersonRole command) {
            return new Place("role", "no socket");
        }
    };

    private final String file;

    SocketRole(String file) {
        this.file = file;
    }

    @Override
    public Optional<String> refusal(Command command) {
        if (command instanceof Command.PersonRole) {
            return Optional.of("a role is not a command: it stands in the certificates of people");
        }
        Place place = command.accept(PLACES);
        if (!place.socket().equals(file)) {
            return Optional.of("a " + place.kind() + " command belongs on " + place.socket() + ", this is " + file);
        }
        if (command instanceof ConsoleCommand.Add) {
            return Optional.of("a supervisor and a console go together from one implementation only:"
                    + " this console takes no console add");
        }
        return Optional.empty();
    }
}
