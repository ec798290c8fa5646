package org.albatross.itests.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.albatross.itests.crash.Thing.Desired;
import org.albatross.itests.crash.Thing.Kind;
import org.albatross.model.BlockCommand;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;

/** What a platform desires, as it says itself and as it stands in its state directory. */
final class Found {
    private Found() {}

    /** Asks a platform that is up. */
    static Map<Thing, Desired> in(Platform platform) throws Exception {
        Map<Thing, Desired> found = new HashMap<>();
        for (Path file : Remains.list(platform.state().resolve("unikernels"))) {
            Name name = Name.parse(file.getFileName().toString());
            found.put(new Thing(Kind.UNIKERNEL, name), unikernel(file));
        }
        platform.require(Reply.Policies.class, Name.ROOT, new PolicyCommand.Info()).policies().stream()
                .filter(policy -> !policy.name().equals(Name.ROOT))
                .forEach(policy -> found.put(new Thing(Kind.POLICY, policy.name()), new Thing.Limited(policy.value())));
        platform.require(Reply.BlockDevices.class, Name.ROOT, new BlockCommand.Info())
                .devices()
                .forEach(device -> found.put(
                        new Thing(Kind.BLOCK_DEVICE, device.name()),
                        new Thing.Sized(device.value().size().count())));
        return found;
    }

    /** Reads the file of a unikernel: a word that says what the line is about, then its values. */
    private static Thing.Unikernel unikernel(Path file) throws IOException {
        String image = "";
        List<String> arguments = List.of();
        int taps = 0;
        boolean stopped = false;
        for (String line : Files.readAllLines(file)) {
            List<String> words = List.of(line.split(" ", -1));
            switch (words.get(0)) {
                case "image" -> image = words.get(1);
                case "arguments" -> arguments = words.subList(1, words.size());
                case "net" -> taps++;
                case "stopped" -> stopped = words.get(1).equals("yes");
                default -> {}
            }
        }
        return new Thing.Unikernel(image, arguments, taps, stopped);
    }
}
