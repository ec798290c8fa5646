package org.albatross.bhyve.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.api.Hypervisor;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.model.UnikernelType;

/**
 * Virtual machines of bhyve: the script {@value #SCRIPT} loads an operating system, and becomes bhyve, so that the process which the
 * wrapper has recorded is the one that runs the machine.
 */
public final class BhyveHypervisor implements Hypervisor {
    /** The script's name, in the directory of the wrapper. */
    static final String SCRIPT = "albatross-bhyve";

    /** GRUB's name for the first disk, in the run directory. */
    private static final String DEVICE_MAP = "grub.map";

    /** Giving the memory of a large guest back takes seconds. */
    private static final Duration REMOVED = Duration.ofSeconds(30);

    private final Path script;
    private final Programs programs;
    private final Path devices;
    private final ZvolAccess access;
    private final int loaderSeconds;

    /**
     * Runs them on this machine.
     *
     * @param libexec where the script is
     * @param path where programs are looked for
     * @param devices the directory of devices, {@code /dev}
     * @param access who may use volumes of ZFS
     * @param loaderSeconds how long loading an operating system may take
     */
    public BhyveHypervisor(Path libexec, List<Path> path, Path devices, ZvolAccess access, int loaderSeconds) {
        this.script = libexec.resolve(SCRIPT);
        this.programs = new Programs(path);
        this.devices = devices;
        this.access = access;
        this.loaderSeconds = loaderSeconds;
    }

    @Override
    public UnikernelType type() {
        return UnikernelType.BHYVE;
    }

    @Override
    public String machine(Run run) {
        return MachineName.of(run);
    }

    @Override
    public Optional<String> refusal(Name name, Arguments arguments) {
        int length = name.toString().length();
        if (length > MachineName.MAX_NAME_BYTES) {
            return Optional.of("its name has " + length + " bytes, at most " + MachineName.MAX_NAME_BYTES
                    + " are possible with bhyve");
        }
        return BhyveCommand.refusal(name, arguments, access)
                .or(() -> missingProgram(arguments))
                .or(() -> missingDisk(arguments));
    }

    private Optional<String> missingProgram(Arguments arguments) {
        if (!Files.isExecutable(script)) {
            return Optional.of(script + " is missing, or is not executable");
        }
        return List.of("timeout", BhyveCommand.loader(arguments), "bhyve", "bhyvectl").stream()
                .filter(name -> programs.find(name).isEmpty())
                .map(Programs::missing)
                .findFirst();
    }

    private Optional<String> missingDisk(Arguments arguments) {
        return arguments.blockDevices().stream()
                .map(BlockDevice::hostDevice)
                .map(Text::decoded)
                .filter(disk -> !Files.exists(devices.resolve(disk.substring("/dev/".length()))))
                .map(disk -> "the disk " + disk + " does not exist")
                .findFirst();
    }

    @Override
    public List<String> command(Run run, Path link, Arguments arguments, Map<Text, String> taps) throws IOException {
        BhyveCommand command = new BhyveCommand(MachineName.of(run), run.name(), arguments, taps, loaderSeconds);
        Path map = link.resolveSibling(DEVICE_MAP);
        Optional<String> disks = command.deviceMap();
        if (disks.isPresent()) {
            Files.writeString(map, disks.get());
        }
        List<String> load = programs.located(command.load(map), 0, 2);
        List<String> words =
                new ArrayList<>(List.of(script.toString(), link.toString(), Integer.toString(load.size())));
        words.addAll(load);
        words.addAll(programs.located(command.run(), 0));
        return words;
    }

    @Override
    public Optional<Run> runOf(List<String> commandLine) {
        return MachineName.in(commandLine);
    }

    @Override
    public void remove(Run run) throws IOException {
        String machine = MachineName.of(run);
        if (!exists(machine)) {
            return;
        }
        Optional<String> failure = Programs.run(programs.located(BhyveCommand.destroy(machine), 0), REMOVED);
        if (exists(machine)) {
            throw new IOException("the virtual machine " + machine + " cannot be removed: "
                    + failure.orElse("bhyvectl left it there"));
        }
    }

    private boolean exists(String machine) {
        return Files.exists(devices.resolve("vmm").resolve(machine), LinkOption.NOFOLLOW_LINKS);
    }
}
