package org.albatross.tender.internal;

import java.io.PrintStream;
import java.util.List;

/**
 * The evaluation tender from command line to exit status. One process runs one unikernel; the guest's console is
 * descriptor 1, everything the tender itself says goes to the stream it is given.
 */
public final class Tender {

    /** The name in front of every message. */
    static final String NAME = "albatross-tender";

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
        messages.println("ABI version " + Abi.VERSION);
        messages.println(
                "This is Albatross' evaluation tender, for trying things out; install solo5-hvt for real use.");
        return 0;
    }

    private static int boot(CommandLine commandLine) throws TenderException {
        String name = commandLine.kernel();
        ImageFile image = ImageFile.open(name);
        Executable executable = Executable.open(image, name);
        Abi.check(executable, name);
        Manifest manifest = Manifest.read(executable, name);
        Options options = Options.parse(commandLine.options(), manifest);
        long entry = executable.entry(options.memoryBytes());
        List<Segment> segments = executable.segments(options.memoryBytes());
        Devices devices = options.attach();

        Kvm machine = Kvm.create(options.memoryBytes());
        GuestMemory memory = machine.memory();
        CpuState.writeTables(memory);
        long kernelEnd = 0;
        for (Segment segment : segments) {
            machine.load(segment, image, name);
            kernelEnd = segment.end();
        }
        image.close();
        BootInfo.write(memory, kernelEnd, machine.tscHertz(), manifest, devices, commandLine.guest());
        machine.setProcessor(CpuState.specialRegisters(), CpuState.registers(entry, memory.size()));
        Console console = new DescriptorConsole(DescriptorConsole.STANDARD_OUTPUT);
        return machine.run(new Hypercalls(memory, console, new PollWaits(devices), devices)) & 0xff;
    }
}
