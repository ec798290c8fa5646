package org.albatross.tender.internal;

import java.io.PrintStream;
import java.util.Optional;
import org.albatross.model.Megabytes;
import org.albatross.solo5.Abi;
import org.albatross.solo5.Segment;
import org.albatross.solo5.Solo5Image;

/**
 * The evaluation tender from command line to exit status. One process runs one unikernel; the guest's console is
 * descriptor 1, everything the tender itself says goes to the stream it is given.
 */
public final class Tender {

    /** The name in front of every message. */
    static final String NAME = "albatross-tender";

    /** The version of the hvt ABI that this tender speaks. */
    private static final int ABI_VERSION = 2;

    private static final int FAILURE = 1;

    private static final String USAGE =
            """
            usage: albatross-tender [ CORE OPTIONS ] [ MODULE OPTIONS ] [ -- ] KERNEL [ ARGS ]
            KERNEL is the filename of the unikernel to run.
            ARGS are optional arguments passed to the unikernel.
            Core options:
              [ --mem=512 ] (guest memory in MB)
                --help (display this help)
                --version (display version information)
            Compiled-in modules: core block net
            Compiled-in module options:
                --block:NAME=PATH (attach block device/file at PATH as block storage NAME)
              [ --block-sector-size:NAME=SECTORSIZE ] (power of two from 512 to 32768, for block device NAME)
                --net:NAME=IFACE (attach tap at IFACE as network NAME)
              [ --net-mac:NAME=HWADDR ] (set HWADDR for network NAME)
            """;

    private final PrintStream messages;
    private final String version;

    /**
     * A tender.
     *
     * @param messages where the tender speaks
     * @param version what {@code --version} shows
     */
    public Tender(PrintStream messages, String version) {
        this.messages = messages;
        this.version = version;
    }

    /**
     * Does what the arguments say; runs a guest on the calling thread until it ends.
     *
     * @param arguments as given to {@code main}
     * @return the status that the process is to end with
     */
    public int run(String[] arguments) {
        try {
            CommandLine commandLine = CommandLine.parse(RawArguments.of(arguments));
            return switch (commandLine.action()) {
                case SHOW_HELP -> showHelp();
                case SHOW_VERSION -> showVersion();
                case RUN -> boot(commandLine);
            };
        } catch (TenderException e) {
            for (String line : e.lines()) {
                messages.println(NAME + ": " + line);
            }
            if (e.showsUsage()) {
                showHelp();
            }
            return FAILURE;
        }
    }

    private int showHelp() {
        messages.print(USAGE);
        return FAILURE;
    }

    private int showVersion() {
        messages.println(NAME + " tender, version " + version);
        messages.println("ABI version " + ABI_VERSION);
        messages.println(
                "This is Albatross' evaluation tender, for trying things out; install solo5-hvt for real use.");
        return 0;
    }

    /**
     * Checks that an image is for this tender.
     *
     * @param name the file's name, for messages
     */
    static void requireAbi(Abi abi, String name) throws TenderException {
        if (abi.target() != Abi.Target.HVT) {
            throw new TenderException(name + ": Executable is not for the solo5-hvt target");
        }
        if (abi.version() != ABI_VERSION) {
            throw new TenderException(name + ": Executable requests unsupported ABI version " + abi.version()
                    + ", this tender has " + ABI_VERSION);
        }
    }

    private static int boot(CommandLine commandLine) throws TenderException {
        String name = commandLine.kernel();
        ImageFile file = ImageFile.open(name);
        Solo5Image image = file.read();
        requireAbi(image.abi(), name);
        Options options = Options.parse(commandLine.options(), image.manifest());
        Optional<String> misfit = image.misfit(Megabytes.ofBytes(options.memoryBytes()));
        if (misfit.isPresent()) {
            throw new TenderException(name + ": invalid executable: " + misfit.get());
        }
        Devices devices = options.attach();

        Kvm machine = Kvm.create(options.memoryBytes());
        GuestMemory memory = machine.memory();
        CpuState.writeTables(memory);
        for (Segment segment : image.segments()) {
            machine.load(segment, file, name);
        }
        file.close();
        BootInfo.write(memory, image.end(), machine.tscHertz(), image.manifest(), devices, commandLine.guest());
        machine.setProcessor(CpuState.specialRegisters(), CpuState.registers(image.entry(), memory.size()));
        Console console = new DescriptorConsole(DescriptorConsole.STANDARD_OUTPUT);
        return machine.run(new Hypercalls(memory, console, new PollWaits(devices), devices)) & 0xff;
    }
}
