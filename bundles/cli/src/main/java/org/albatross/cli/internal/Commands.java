package org.albatross.cli.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.albatross.cli.internal.command.AddCrl;
import org.albatross.cli.internal.command.AddPolicy;
import org.albatross.cli.internal.command.BlockList;
import org.albatross.cli.internal.command.CertificateCommand;
import org.albatross.cli.internal.command.Change;
import org.albatross.cli.internal.command.Console;
import org.albatross.cli.internal.command.Create;
import org.albatross.cli.internal.command.CreateBlock;
import org.albatross.cli.internal.command.Decode;
import org.albatross.cli.internal.command.Destroy;
import org.albatross.cli.internal.command.DestroyBlock;
import org.albatross.cli.internal.command.DumpBlock;
import org.albatross.cli.internal.command.Export;
import org.albatross.cli.internal.command.ExtractDump;
import org.albatross.cli.internal.command.Generate;
import org.albatross.cli.internal.command.Get;
import org.albatross.cli.internal.command.Health;
import org.albatross.cli.internal.command.InactiveConsoles;
import org.albatross.cli.internal.command.Info;
import org.albatross.cli.internal.command.InspectDump;
import org.albatross.cli.internal.command.Log;
import org.albatross.cli.internal.command.PersonRequest;
import org.albatross.cli.internal.command.PolicyList;
import org.albatross.cli.internal.command.RemovePolicy;
import org.albatross.cli.internal.command.Restart;
import org.albatross.cli.internal.command.Revoke;
import org.albatross.cli.internal.command.SetBlock;
import org.albatross.cli.internal.command.Shell;
import org.albatross.cli.internal.command.Shutdown;
import org.albatross.cli.internal.command.Sign;
import org.albatross.cli.internal.command.Start;
import org.albatross.cli.internal.command.StateTransfer;
import org.albatross.cli.internal.command.Stats;
import org.albatross.cli.internal.command.StatsAdd;
import org.albatross.cli.internal.command.StatsRemove;
import org.albatross.cli.internal.command.Status;
import org.albatross.cli.internal.command.Stop;
import org.albatross.cli.internal.command.Subcommand;
import org.albatross.cli.internal.command.Support;
import org.albatross.cli.internal.command.Top;
import org.albatross.cli.internal.command.Update;
import org.albatross.cli.internal.command.Upgrade;
import org.albatross.cli.internal.command.User;

/** The sub-commands. A command's class is loaded when it is asked for, since most runs need one only. */
enum Commands {
    CREATE(Group.UNIKERNELS, "create a unikernel from an image"),
    DESTROY(Group.UNIKERNELS, "end a unikernel for good"),
    RESTART(Group.UNIKERNELS, "end a unikernel and start it again"),
    CHANGE(Group.UNIKERNELS, "give a unikernel other memory, devices, arguments"),
    START(Group.UNIKERNELS, "start a stopped unikernel"),
    STOP(Group.UNIKERNELS, "stop a unikernel until it is started again"),
    GET(Group.UNIKERNELS, "fetch the image of a unikernel"),
    UPDATE(Group.UNIKERNELS, "replace an image by its latest build"),
    EXPORT(Group.UNIKERNELS, "print the command that creates a unikernel"),
    INFO(Group.UNIKERNELS, "show the running unikernels"),
    STATUS(Group.UNIKERNELS, "show where every unikernel stands, and why"),
    SHUTDOWN(Group.UNIKERNELS, "end unikernels because the host goes down"),
    TOP(Group.UNIKERNELS, "show what unikernels use, as a live table"),
    STATS(Group.UNIKERNELS, "show what unikernels use, as numbers"),
    STATS_ADD(Group.UNIKERNELS, "sample another process, too"),
    STATS_REMOVE(Group.UNIKERNELS, "sample it no longer"),
    CONSOLE(Group.CONSOLES, "show what a unikernel prints"),
    INACTIVE_CONSOLES(Group.CONSOLES, "show the consoles of ended unikernels"),
    BLOCK(Group.BLOCKS, "show the block devices"),
    CREATE_BLOCK(Group.BLOCKS, "add a block device"),
    SET_BLOCK(Group.BLOCKS, "replace what is on a block device"),
    DUMP_BLOCK(Group.BLOCKS, "fetch what is on a block device"),
    DESTROY_BLOCK(Group.BLOCKS, "remove a block device"),
    POLICY(Group.POLICIES, "show the policies"),
    ADD_POLICY(Group.POLICIES, "add or replace the policy of a path"),
    REPLACE_POLICY(Group.POLICIES, "the same"),
    REMOVE_POLICY(Group.POLICIES, "remove the policy of a path"),
    GENERATE(Group.CERTIFICATES, "make a CA and a server's certificate, or renew them"),
    SIGN(Group.CERTIFICATES, "sign a request (COMMAND --csr) as a CA"),
    REVOKE(Group.CERTIFICATES, "revoke what a CA has signed, and make its list"),
    CRL(Group.CERTIFICATES, "hand a CA's revocation list to the platform"),
    CERTIFICATE(Group.CERTIFICATES, "put a certificate and its key into one file"),
    ROLE(Group.CERTIFICATES, "request the certificate of a person"),
    LOG(Group.TOOLS, "show what happened, and who asked for it"),
    HEALTH(Group.TOOLS, "check whether the platform is well"),
    SHELL(Group.TOOLS, "open a shell on the platform"),
    UPGRADE(Group.TOOLS, "replace bundles of the running platform"),
    SUPPORT(Group.TOOLS, "collect what a report of a fault needs"),
    USER(Group.TOOLS, "say who may log in with a password"),
    INSPECT_DUMP(Group.TOOLS, "show an original's state file"),
    EXTRACT_DUMP(Group.TOOLS, "write an image out of an original's state file"),
    STATE(Group.TOOLS, "take over an original's state or write one; what runs, without a platform"),
    DECODE(Group.TOOLS, "print a message or a state file as JSON"),
    COMPLETION(Group.TOOLS, "print a script that completes command lines"),
    MANUAL(Group.TOOLS, "print a manual page");

    /** What commands are about. */
    enum Group {
        UNIKERNELS("Unikernels"),
        CONSOLES("Consoles"),
        BLOCKS("Block devices"),
        POLICIES("Policies"),
        CERTIFICATES("Certificates"),
        TOOLS("Tools");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private final Group group;
    private final String summary;

    Commands(Group group, String summary) {
        this.group = group;
        this.summary = summary;
    }

    Group group() {
        return group;
    }

    /** Returns what it does, in a few words. */
    String summary() {
        return summary;
    }

    /** Returns a new instance, for one run. */
    Subcommand newCommand() {
        return switch (this) {
            case CREATE -> new Create();
            case DESTROY -> new Destroy();
            case RESTART -> new Restart();
            case CHANGE -> new Change();
            case START -> new Start();
            case STOP -> new Stop();
            case GET -> new Get();
            case INFO -> new Info();
            case STATUS -> new Status();
            case SHUTDOWN -> new Shutdown();
            case CONSOLE -> new Console();
            case INACTIVE_CONSOLES -> new InactiveConsoles();
            case TOP -> new Top();
            case STATS -> new Stats();
            case STATS_ADD -> new StatsAdd();
            case STATS_REMOVE -> new StatsRemove();
            case LOG -> new Log();
            case HEALTH -> new Health();
            case SHELL -> new Shell();
            case UPGRADE -> new Upgrade();
            case SUPPORT -> new Support();
            case BLOCK -> new BlockList();
            case CREATE_BLOCK -> new CreateBlock();
            case SET_BLOCK -> new SetBlock();
            case DUMP_BLOCK -> new DumpBlock();
            case DESTROY_BLOCK -> new DestroyBlock();
            case POLICY -> new PolicyList();
            case ADD_POLICY -> new AddPolicy();
            case REPLACE_POLICY -> new AddPolicy();
            case REMOVE_POLICY -> new RemovePolicy();
            case UPDATE -> new Update();
            case EXPORT -> new Export();
            case USER -> new User();
            case INSPECT_DUMP -> new InspectDump();
            case EXTRACT_DUMP -> new ExtractDump();
            case GENERATE -> new Generate();
            case SIGN -> new Sign();
            case REVOKE -> new Revoke();
            case CRL -> new AddCrl();
            case CERTIFICATE -> new CertificateCommand();
            case ROLE -> new PersonRequest();
            case STATE -> new StateTransfer();
            case DECODE -> new Decode();
            case COMPLETION -> new Completion();
            case MANUAL -> new Manual();
        };
    }

    /** Returns the command's word. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns everything that may be asked for, the two that are not sub-commands of this program too. */
    static List<String> words() {
        List<String> words = new ArrayList<>(List.of("demo", "help"));
        for (Commands command : values()) {
            words.add(command.word());
        }
        return words;
    }

    /** Returns the commands that a word may mean: the one of this name, with - or _, or all that begin with it. */
    static List<Commands> meantBy(String word) {
        String wanted = word.replace('_', '-');
        List<Commands> beginning = new ArrayList<>();
        for (Commands command : values()) {
            if (command.word().equals(wanted)) {
                return List.of(command);
            }
            if (command.word().startsWith(wanted)) {
                beginning.add(command);
            }
        }
        return beginning;
    }
}
