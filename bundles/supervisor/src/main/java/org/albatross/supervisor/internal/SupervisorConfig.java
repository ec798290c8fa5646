package org.albatross.supervisor.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The configuration {@code org.albatross.supervisor}. An underscore here is a dot in a key. */
@ObjectClassDefinition(name = "Albatross supervisor", description = "How unikernels are started, kept up and ended")
public @interface SupervisorConfig {
    /** Returns the key {@code image.max.mb}. */
    @AttributeDefinition(
            name = "Image size",
            description = "The most MB that an uncompressed image may have",
            min = "1",
            max = "16384")
    int image_max_mb() default 512;

    /** Returns the key {@code image.within.seconds}. */
    @AttributeDefinition(
            name = "Image time",
            description = "How many seconds storing and checking an image may take",
            min = "1",
            max = "86400")
    int image_within_seconds() default 300;

    /** Returns the key {@code grace.millis}. */
    @AttributeDefinition(
            name = "Grace period",
            description = "How many milliseconds a unikernel has between TERM and KILL",
            min = "0",
            max = "3600000")
    int grace_millis() default 5000;

    /** Returns the key {@code launch.within.seconds}. */
    @AttributeDefinition(
            name = "Launch time",
            description = "How many seconds the start of a tender may take",
            min = "1",
            max = "3600")
    int launch_within_seconds() default 10;

    /** Returns the key {@code exit.within.seconds}. */
    @AttributeDefinition(
            name = "Exit time",
            description = "How many seconds the wrapper has to say how a tender ended, which is unknown then",
            min = "1",
            max = "3600")
    int exit_within_seconds() default 5;

    /** Returns the key {@code console.within.seconds}. */
    @AttributeDefinition(
            name = "Console time",
            description = "How many seconds the console service may be missing, as during its update, before a"
                    + " start is refused",
            min = "1",
            max = "3600")
    int console_within_seconds() default 10;

    /** Returns the key {@code effect.threads}. */
    @AttributeDefinition(
            name = "Threads",
            description = "How many unikernels are worked on side by side",
            min = "2",
            max = "1024")
    int effect_threads() default 16;

    /** Returns the key {@code transfers}. */
    @AttributeDefinition(
            name = "Transfers",
            description = "How many images and block devices are sent and received at once; the others wait, the"
                    + " callers in turn",
            min = "1",
            max = "1024")
    int transfers() default 32;

    /** Returns the key {@code transfers.per.caller}. */
    @AttributeDefinition(
            name = "Transfers of a caller",
            description = "How many of these may be one caller's: of a user, over TLS of the holder of a certificate",
            min = "1",
            max = "1024")
    int transfers_per_caller() default 16;

    /** Returns the key {@code event.queue}. */
    @AttributeDefinition(
            name = "Events",
            description =
                    "How many events wait for one event log that does not keep up; later ones are lost to it. As many"
                            + " changes of what runs wait for one that observes it",
            min = "1",
            max = "1048576")
    int event_queue() default 1024;

    /** Returns the key {@code ancestors}. */
    @AttributeDefinition(
            name = "Policies",
            description = "Which policies a unikernel must fit: all from its path to the root, or exact, the one at"
                    + " its path only, as the original does",
            options = {@Option("all"), @Option("exact")})
    String ancestors() default "all";

    /** Returns the key {@code restart.first.millis}. */
    @AttributeDefinition(
            name = "First back-off",
            description = "How many milliseconds pass before the first automatic restart; they double each time",
            min = "1",
            max = "3600000")
    int restart_first_millis() default 500;

    /** Returns the key {@code restart.longest.seconds}. */
    @AttributeDefinition(
            name = "Longest back-off",
            description = "The most seconds before an automatic restart, the first one too",
            min = "1",
            max = "86400")
    int restart_longest_seconds() default 60;

    /** Returns the key {@code restart.steady.seconds}. */
    @AttributeDefinition(
            name = "Steady",
            description = "How many seconds a unikernel must run for its back-off to begin anew",
            min = "0",
            max = "86400")
    int restart_steady_seconds() default 60;

    /** Returns the key {@code waiting.retry.seconds}. */
    @AttributeDefinition(
            name = "Retry",
            description = "How many seconds pass until one that waits for the machine is tried again",
            min = "1",
            max = "86400")
    int waiting_retry_seconds() default 5;

    /** Returns the key {@code finished.kept}. */
    @AttributeDefinition(
            name = "Finished",
            description = "How many finished unikernels status remembers",
            min = "0",
            max = "2048")
    int finished_kept() default 100;

    /** Returns the key {@code finished.for.hours}. */
    @AttributeDefinition(
            name = "Finished for",
            description = "For how many hours status remembers them",
            min = "0",
            max = "87600")
    int finished_for_hours() default 168;

    /** Returns the key {@code shutdown.within.seconds}. */
    @AttributeDefinition(
            name = "Shutdown",
            description = "For how many seconds a shutdown ends unikernels in the order of their start, backwards; what"
                    + " is left then it ends at once",
            min = "0",
            max = "86400")
    int shutdown_within_seconds() default 60;

    /** Returns the key {@code root.cpus}. */
    @AttributeDefinition(
            name = "CPUs",
            description = "Which CPUs unikernels may use; the others are held back for what else runs on the host",
            options = {
                @Option(
                        label = "pattern: all, or numbers and ranges with commas between them",
                        value = "all|[0-9]{1,4}(-[0-9]{1,4})?(,[0-9]{1,4}(-[0-9]{1,4})?)*")
            })
    String root_cpus() default "all";

    /** Returns the key {@code root.bridges}. */
    @AttributeDefinition(
            name = "Bridges",
            description = "Which bridges unikernels may be connected to, whether they exist yet or not",
            options = {
                @Option(
                        label = "pattern: all, or names of 1 to 15 characters with commas between them",
                        value = "all|[^,/\\s]{1,15}(,[^,/\\s]{1,15})*")
            })
    String root_bridges() default "all";

    /** Returns the key {@code root.memory.mb}. */
    @AttributeDefinition(
            name = "Memory",
            description = "How many MB of memory all unikernels may have together, at most what the host has; 0 for all"
                    + " of it",
            min = "0",
            max = "2147483647")
    int root_memory_mb() default 0;

    /** Returns the key {@code root.block.mb}. */
    @AttributeDefinition(
            name = "Block devices",
            description = "How many MB all block devices may have together, at most the size of the file system that"
                    + " they lie on; 0 for all of it",
            min = "0",
            max = "2147483647")
    int root_block_mb() default 0;

    /** Returns the key {@code name.full}. */
    @AttributeDefinition(
            name = "Full name",
            description = "Whether a unikernel is told its written name (a:b:hello), and not its label (hello)")
    boolean name_full() default false;

    /** Returns the key {@code bridge.address}. */
    @AttributeDefinition(
            name = "Bridge address",
            description = "Whether a bridge that has no port but our taps, and whose address nobody has set, keeps the"
                    + " address it has (keep), or takes one of the taps' (leave)",
            options = {@Option("keep"), @Option("leave")})
    String bridge_address() default "keep";
}
