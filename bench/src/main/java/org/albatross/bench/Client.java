package org.albatross.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Command;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;

/** Commands to a platform, each on a connection of its own. For any thread. */
final class Client {
    private static final byte[] INFO = Connection.frame(Name.ROOT, new UnikernelCommand.Info(InfoForm.CURRENT));
    private static final byte[] STATUS = Connection.frame(Name.ROOT, new LifecycleCommand.Status());

    private final Path run;

    /** A client of the platform with this run directory. */
    Client(Path run) {
        this.run = run;
    }

    /** The socket for commands. */
    Path socket() {
        return run.resolve("util/vmmd.sock");
    }

    /** Connects to the socket for commands. */
    Connection connect() throws IOException {
        return Connection.open(socket());
    }

    /** Connects to the socket for consoles. */
    Connection connectToConsole() throws IOException {
        return Connection.open(run.resolve("util/console.sock"));
    }

    /** What runs, by name. */
    SortedMap<Name, UnikernelInfo> info() throws IOException {
        SortedMap<Name, UnikernelInfo> byName = new TreeMap<>();
        infos(exchange(INFO)).forEach(entry -> byName.put(entry.name(), entry.value()));
        return byName;
    }

    /** Tells whether one runs. */
    boolean runs(Name name) throws IOException {
        try (Connection connection = connect()) {
            connection.send(Connection.frame(name, new UnikernelCommand.Info(InfoForm.CURRENT)));
            return connection.answer() instanceof Reply.Infos infos
                    && !infos.unikernels().isEmpty();
        }
    }

    /** The names of all that run or are to run again. */
    List<Name> desired() throws IOException {
        return statuses().stream()
                .filter(entry -> !entry.value().state().equals(UnikernelStatus.State.FINISHED.text()))
                .map(Named::name)
                .toList();
    }

    /** How often unikernels have been restarted by themselves, altogether. */
    long restarts() throws IOException {
        return statuses().stream().mapToLong(entry -> entry.value().restarts()).sum();
    }

    private List<Named<UnikernelStatus>> statuses() throws IOException {
        Reply reply = exchange(STATUS);
        if (reply instanceof Reply.Statuses statuses) {
            return statuses.statuses();
        }
        throw new IOException("an answer to status was expected, this came: " + reply);
    }

    /** The bytes of the answer to {@link #touch}, its length in front. */
    byte[] answerToInfo() throws IOException {
        try (Connection connection = connect()) {
            connection.send(INFO);
            ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
            connection.receive(length);
            ByteBuffer frame =
                    ByteBuffer.allocate(Integer.BYTES + length.getInt(0)).put(length.flip());
            connection.receive(frame);
            return frame.array();
        }
    }

    /** Asks what runs, for the time it takes. */
    void touch() throws IOException {
        exchange(INFO);
    }

    /** Sends a command that changes something. */
    void change(Name name, Command command) throws IOException {
        send(Connection.frame(name, command));
    }

    /** Sends a command of {@link Connection#frame}, and throws unless the answer is a success. */
    void send(byte[] frame) throws IOException {
        exchange(frame);
    }

    private Reply exchange(byte[] frame) throws IOException {
        try (Connection connection = connect()) {
            connection.send(frame);
            Reply reply = connection.answer();
            if (reply instanceof Reply.Failure failure) {
                throw new IOException("the platform refused a command: " + failure.message());
            }
            return reply;
        }
    }

    private static List<Named<UnikernelInfo>> infos(Reply reply) throws IOException {
        if (reply instanceof Reply.Infos infos) {
            return infos.unikernels();
        }
        throw new IOException("an answer to info was expected, this came: " + reply);
    }
}
