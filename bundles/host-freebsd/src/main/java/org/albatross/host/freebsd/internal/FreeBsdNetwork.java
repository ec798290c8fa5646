package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.albatross.host.HostFiles;
import org.albatross.host.Network;
import org.albatross.model.MacAddress;

/**
 * Bridges and taps on FreeBSD through ifconfig(8). A tap has the name that the kernel gives its number, {@code tap7}: that is also the
 * name of its device, by which a tender opens it.
 */
final class FreeBsdNetwork implements Network {
    private static final String TAP_PREFIX = "tap";
    private static final int MAX_NAME = 15;
    /** How ifconfig begins to say that it could not make an interface. */
    private static final String NOT_MADE = "SIOCIFCREATE2";

    private final Commands commands;
    private final HostFiles files;
    private final Path devices;

    /**
     * The network of this machine.
     *
     * @param devices where the devices of taps are, {@code /dev}
     */
    FreeBsdNetwork(Commands commands, HostFiles files, Path devices) {
        this.commands = commands;
        this.files = files;
        this.devices = devices;
    }

    @Override
    public String tapPrefix() {
        return TAP_PREFIX;
    }

    @Override
    public SortedSet<String> bridges() throws IOException {
        return names("bridge", "cannot list the bridges");
    }

    @Override
    public SortedSet<String> taps() throws IOException {
        return names(TAP_PREFIX, "cannot list the taps").stream()
                .filter(name -> name.startsWith(TAP_PREFIX))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private SortedSet<String> names(String group, String what) throws IOException {
        return commands.text(CommandLines.group(group), what)
                .lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A bridge of FreeBSD has an address of its own, unless {@code net.link.bridge.inherit_mac} is set. */
    @Override
    public Optional<MacAddress> keepAddress(String bridge, Predicate<MacAddress> ours) throws IOException {
        requireBridge(bridge);
        return Optional.empty();
    }

    private InterfaceText requireBridge(String bridge) throws IOException {
        checkName(bridge);
        InterfaceText found = find(bridge).orElseThrow(() -> new IOException("bridge " + bridge + " does not exist"));
        if (!found.bridge()) {
            throw new IOException(bridge + " is not a bridge");
        }
        return found;
    }

    /** Returns what there is of that name; that there is nothing, ifconfig says by its exit code alone. */
    private Optional<InterfaceText> find(String name) throws IOException {
        Commands.Output output = commands.run(CommandLines.describe(name));
        Map<String, InterfaceText> found = InterfaceText.parse(output.text());
        if (output.code() == 0 && !found.containsKey(name)) {
            throw new IOException("cannot understand what ifconfig says of " + name);
        }
        return Optional.ofNullable(found.get(name));
    }

    @Override
    public void createTap(String tap, String bridge, Optional<Long> owner, MacAddress address) throws IOException {
        checkName(tap);
        int mtu = requireBridge(bridge).mtu();
        String what = "cannot create the tap " + tap + " on the bridge " + bridge;
        Commands.Output made = commands.run(CommandLines.createTap(tap, address, mtu));
        if (made.code() != 0 && made.errors().contains(NOT_MADE)) {
            throw new IOException(what + ": " + made.reason());
        }
        try {
            if (made.code() != 0) {
                throw new IOException(what + ": " + made.reason());
            }
            if (owner.isPresent()) {
                files.setOwner(devices.resolve(tap), owner, Optional.empty());
            }
            commands.text(CommandLines.connect(bridge, tap), what);
        } catch (IOException e) {
            undo(tap, e);
            throw e;
        }
    }

    private void undo(String tap, IOException failure) {
        try {
            commands.text(CommandLines.destroy(tap), "cannot remove it again");
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public boolean removeTap(String tap, MacAddress address) throws IOException {
        checkName(tap);
        Optional<InterfaceText> found = find(tap);
        if (found.isEmpty()) {
            return true;
        }
        if (!found.get().address().equals(Optional.of(address))) {
            return false;
        }
        String what = "cannot remove the tap " + tap;
        if (found.get().openedBy().isPresent()) {
            throw new IOException(what + ": process " + found.get().openedBy().get() + " uses it");
        }
        for (InterfaceText one : InterfaceText.parse(commands.text(CommandLines.interfaces(), what))
                .values()) {
            if (one.members().contains(tap)) {
                commands.text(CommandLines.disconnect(one.name(), tap), what);
            }
        }
        commands.text(CommandLines.destroy(tap), what);
        return true;
    }

    private static void checkName(String name) throws IOException {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_NAME) {
            throw new IOException(
                    "the interface name '" + name + "' has " + bytes + " bytes; 1 to " + MAX_NAME + " are possible");
        }
        if (name.startsWith("-")) {
            throw new IOException("the interface name '" + name + "' begins with '-'");
        }
    }
}
