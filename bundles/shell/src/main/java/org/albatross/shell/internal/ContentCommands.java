package org.albatross.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.albatross.model.BlockCommand;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.OptionWords;
import org.albatross.model.Text;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.jspecify.annotations.Nullable;

/** Commands about what is on block devices. Gogo calls its methods by their names. */
@SuppressWarnings("MemberName") // as the program's commands are called
public final class ContentCommands {
    /** How many pieces of up to 64 KiB wait to be written. */
    private static final int PIECES = 16;

    private final Access access;

    ContentCommands(Access access) {
        this.access = access;
    }

    /** Replaces what is on it. */
    @Descriptor("replace what is on a block device")
    public String set_block(
            CommandSession session, @Descriptor("NAME FILE, a file of the platform's host") String... words)
            throws RefusedException, InterruptedException, IOException {
        OptionWords given = OptionWords.of(List.of(words), Set.of(), Set.of());
        List<String> operands = ImageCommands.operands(given, "set-block NAME FILE");
        Name device = Name.parse(operands.get(0));
        try (InputStream in = Files.newInputStream(HostFile.readable(operands.get(1)))) {
            Stream.of(access, session, device, new BlockCommand.Set(false), in, PIECES)
                    .forEach(data -> true);
        }
        return "done";
    }

    /** Writes what is on it. */
    @Descriptor("write what is on a block device to a file of the host")
    public String dump_block(
            CommandSession session, @Descriptor("NAME --output FILE; a file that is there is replaced") String... words)
            throws RefusedException, InterruptedException, IOException {
        OptionWords given = OptionWords.of(List.of(words), Set.of("--output"), Set.of());
        Name device =
                Name.parse(ImageCommands.operands(given, "dump-block NAME").get(0));
        String file = ImageCommands.output(given);
        AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        try (HostFile.Output output = new HostFile.Output(file)) {
            Stream.of(access, session, device, new BlockCommand.Dump(0), InputStream.nullInputStream(), PIECES)
                    .forEach(data -> {
                        try {
                            return write(output, data);
                        } catch (IOException e) {
                            failure.set(e);
                            return false;
                        }
                    });
            IOException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            return output.finish() + " bytes are in " + Text.of(file).line();
        }
    }

    private static boolean write(HostFile.Output output, Data data) throws IOException {
        if (data instanceof Data.Block block && block.content().isPresent()) {
            byte[] bytes = block.content().get().toArray();
            output.write(bytes, bytes.length);
        }
        return true;
    }
}
