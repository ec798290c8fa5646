package org.albatross.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event as people, scripts and logs see it. This is the one place where its kind and its fields have names, which
 * are stable: docs/protocol.md section 8 lists them.
 *
 * @param kind what happened, {@code policy_added}
 * @param values the fields, in the order in which a person wants to read them
 */
public record EventFields(String kind, Map<String, Value> values) {
    /** Keeps the order. */
    public EventFields {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** What a field holds. */
    public sealed interface Value {}

    /** A number, in the unit that the field's name ends with. */
    public record Whole(long number) implements Value {
        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    /** Text of any characters. */
    public record Words(String text) implements Value {
        @Override
        public String toString() {
            return text;
        }
    }

    /** Several of a kind, in order. */
    public record Items(List<Value> elements) implements Value {
        /** Copies the list. */
        public Items {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return String.join(" ", elements.stream().map(Value::toString).toList());
        }
    }

    /** Returns the fields of an event. */
    public static EventFields of(Event event) {
        return event.accept(OF);
    }

    private static Builder kind(String kind) {
        return new Builder(kind);
    }

    /** The fields as they are collected. */
    private static final class Builder {
        private final String kind;
        private final Map<String, Value> values = new LinkedHashMap<>();

        Builder(String kind) {
            this.kind = kind;
        }

        Builder put(String key, long number) {
            values.put(key, new Whole(number));
            return this;
        }

        Builder put(String key, String text) {
            values.put(key, new Words(text));
            return this;
        }

        Builder put(String key, Sha256 digest) {
            return put(key, digest.toString());
        }

        private Builder cpus(Collection<CpuId> cpus) {
            values.put(
                    "cpus",
                    new Items(new ArrayList<>(
                            cpus.stream().map(cpu -> new Whole(cpu.number())).toList())));
            return this;
        }

        private Builder words(String key, Collection<String> words) {
            values.put(
                    key,
                    new Items(new ArrayList<>(words.stream().map(Words::new).toList())));
            return this;
        }

        Builder put(RunningUnikernel run) {
            put("run", run.runId());
            put("pid", run.pid());
            cpus(run.cpus());
            put("memory_mb", run.memory().count());
            words(
                    "taps",
                    run.taps().stream()
                            .map(RunningUnikernel.Tap::networkInterface)
                            .toList());
            run.image().ifPresent(image -> put("image", image));
            return this;
        }

        /** None of the two fields where it is not known. */
        Builder put(Exit exit) {
            if (exit instanceof Exit.Code code) {
                put("code", code.code());
            } else if (exit instanceof Exit.Signal signal) {
                put("signal", signal.number());
            }
            return this;
        }

        Builder put(Policy policy) {
            put("unikernels", policy.unikernels());
            put("memory_mb", policy.memory().count());
            cpus(policy.cpuids());
            policy.block().ifPresent(size -> put("block_mb", size.count()));
            return words("bridges", policy.bridges().stream().map(Text::decoded).toList());
        }

        /** No field where there is no value. */
        Builder put(String key, PlatformEvent.Setting setting) {
            if (setting instanceof PlatformEvent.Shown shown) {
                put(key, shown.value());
            } else if (setting instanceof PlatformEvent.Hidden) {
                put(key, "(hidden)");
            }
            return this;
        }

        EventFields end() {
            return new EventFields(kind, values);
        }
    }

    private static final Event.Handler<EventFields> OF = new Event.Handler<>() {
        @Override
        public EventFields unikernel(UnikernelEvent event) {
            return event.accept(OF_UNIKERNEL);
        }

        @Override
        public EventFields policy(PolicyEvent event) {
            return event.accept(OF_POLICY);
        }

        @Override
        public EventFields block(BlockEvent event) {
            return event.accept(OF_BLOCK);
        }

        @Override
        public EventFields command(CommandEvent event) {
            return event.accept(OF_COMMAND);
        }

        @Override
        public EventFields platform(PlatformEvent event) {
            return event.accept(OF_PLATFORM);
        }

        @Override
        public EventFields access(AccessEvent event) {
            return event.accept(OF_ACCESS);
        }
    };

    private static final UnikernelEvent.Handler<EventFields> OF_UNIKERNEL = new UnikernelEvent.Handler<>() {
        @Override
        public EventFields created(UnikernelEvent.Created event) {
            return kind("created").put("image", event.image()).end();
        }

        @Override
        public EventFields replaced(UnikernelEvent.Replaced event) {
            return kind("replaced").put("image", event.image()).end();
        }

        @Override
        public EventFields takenBack(UnikernelEvent.TakenBack event) {
            return kind("taken_back").put("reason", event.reason()).end();
        }

        @Override
        public EventFields started(UnikernelEvent.Started event) {
            return kind("started").put(event.run()).end();
        }

        @Override
        public EventFields adopted(UnikernelEvent.Adopted event) {
            return kind("adopted").put(event.run()).end();
        }

        @Override
        public EventFields exited(UnikernelEvent.Exited event) {
            return kind("exited").put("run", event.runId()).put(event.exit()).end();
        }

        @Override
        public EventFields ended(UnikernelEvent.Ended event) {
            return kind("ended").put("run", event.runId()).put(event.exit()).end();
        }

        @Override
        public EventFields restarting(UnikernelEvent.Restarting event) {
            return kind("restarting").put("delay_ms", event.delay().toMillis()).end();
        }

        @Override
        public EventFields waiting(UnikernelEvent.Waiting event) {
            return kind("waiting").put("reason", event.reason()).end();
        }

        @Override
        public EventFields kept(UnikernelEvent.Kept event) {
            return kind("kept").put("reason", event.reason()).end();
        }

        @Override
        public EventFields unclear(UnikernelEvent.Unclear event) {
            return kind("unclear").put("reason", event.reason()).end();
        }

        @Override
        public EventFields stopped(UnikernelEvent.Stopped event) {
            return kind("stopped").end();
        }

        @Override
        public EventFields finished(UnikernelEvent.Finished event) {
            return kind("finished").put(event.exit()).end();
        }

        @Override
        public EventFields destroyed(UnikernelEvent.Destroyed event) {
            return kind("destroyed").end();
        }

        @Override
        public EventFields fellBack(UnikernelEvent.FellBack event) {
            return kind("fell_back").put(event.exit()).end();
        }

        @Override
        public EventFields confirmed(UnikernelEvent.Confirmed event) {
            return kind("confirmed").end();
        }

        @Override
        public EventFields checkPassed(UnikernelEvent.CheckPassed event) {
            return kind("check_passed").put("check", event.check().toString()).end();
        }

        @Override
        public EventFields checkFailed(UnikernelEvent.CheckFailed event) {
            return kind("check_failed")
                    .put("check", event.check().toString())
                    .put("reason", event.reason())
                    .end();
        }

        @Override
        public EventFields nameDropped(UnikernelEvent.NameDropped event) {
            return kind("name_dropped").put(event.exit()).end();
        }

        @Override
        public EventFields notStored(UnikernelEvent.NotStored event) {
            return kind("not_stored").put("reason", event.reason()).end();
        }

        @Override
        public EventFields imageSent(UnikernelEvent.ImageSent event) {
            return kind("image_sent").put("image", event.image()).end();
        }
    };

    private static final PolicyEvent.Handler<EventFields> OF_POLICY = new PolicyEvent.Handler<>() {
        @Override
        public EventFields added(PolicyEvent.Added event) {
            return kind("policy_added").put(event.policy()).end();
        }

        @Override
        public EventFields removed(PolicyEvent.Removed event) {
            return kind("policy_removed").end();
        }
    };

    private static final BlockEvent.Handler<EventFields> OF_BLOCK = new BlockEvent.Handler<>() {
        @Override
        public EventFields added(BlockEvent.Added event) {
            return kind("block_added").put("size_mb", event.size().count()).end();
        }

        @Override
        public EventFields contentsSet(BlockEvent.ContentsSet event) {
            return kind("block_set").end();
        }

        @Override
        public EventFields removed(BlockEvent.Removed event) {
            return kind("block_removed").end();
        }

        @Override
        public EventFields contentsSent(BlockEvent.ContentsSent event) {
            return kind("block_sent").end();
        }
    };

    private static final CommandEvent.Handler<EventFields> OF_COMMAND = new CommandEvent.Handler<>() {
        @Override
        public EventFields carriedOut(CommandEvent.CarriedOut event) {
            return kind("command_done")
                    .put("command", event.command().toString())
                    .end();
        }

        @Override
        public EventFields refused(CommandEvent.Refused event) {
            return kind("command_refused")
                    .put("command", event.command().toString())
                    .put("reason", event.refusal().message())
                    .end();
        }
    };

    private static final PlatformEvent.Handler<EventFields> OF_PLATFORM = new PlatformEvent.Handler<>() {
        @Override
        public EventFields started(PlatformEvent.Started event) {
            return kind("platform_started").put("version", event.version()).end();
        }

        @Override
        public EventFields stopped(PlatformEvent.Stopped event) {
            return kind("platform_stopped").end();
        }

        @Override
        public EventFields bundleStarted(PlatformEvent.BundleStarted event) {
            return kind("bundle_started")
                    .put("bundle", event.bundle())
                    .put("version", event.version())
                    .end();
        }

        @Override
        public EventFields bundleStopped(PlatformEvent.BundleStopped event) {
            return kind("bundle_stopped")
                    .put("bundle", event.bundle())
                    .put("version", event.version())
                    .end();
        }

        @Override
        public EventFields bundleUpdated(PlatformEvent.BundleUpdated event) {
            return kind("bundle_updated")
                    .put("bundle", event.bundle())
                    .put("version", event.version())
                    .end();
        }

        @Override
        public EventFields upgraded(PlatformEvent.Upgraded event) {
            return kind("platform_upgraded")
                    .put("source", event.source())
                    .put("replaced", event.replaced())
                    .put("added", event.added())
                    .put("removed", event.removed())
                    .put("restarted", event.restarted())
                    .end();
        }

        @Override
        public EventFields upgradeFailed(PlatformEvent.UpgradeFailed event) {
            return kind("platform_upgrade_failed")
                    .put("source", event.source())
                    .put("reason", event.reason())
                    .end();
        }

        @Override
        public EventFields configurationChanged(PlatformEvent.ConfigurationChanged event) {
            return kind("configuration_changed")
                    .put("file", event.file())
                    .put("key", event.key())
                    .put("before", event.before())
                    .put("after", event.after())
                    .end();
        }

        @Override
        public EventFields stateImported(PlatformEvent.StateImported event) {
            return kind("state_imported")
                    .put("source", event.source())
                    .put("unikernels", event.unikernels())
                    .put("policies", event.policies())
                    .end();
        }

        @Override
        public EventFields stateExported(PlatformEvent.StateExported event) {
            return kind("state_exported")
                    .put("target", event.target())
                    .put("unikernels", event.unikernels())
                    .put("policies", event.policies())
                    .end();
        }

        @Override
        public EventFields bridgeAddressKept(PlatformEvent.BridgeAddressKept event) {
            return kind("bridge_address_kept")
                    .put("bridge", event.bridge())
                    .put("address", event.address().toString())
                    .end();
        }

        @Override
        public EventFields eventsLost(PlatformEvent.EventsLost event) {
            return kind("events_lost").put("number", event.number()).end();
        }
    };

    private static final AccessEvent.Handler<EventFields> OF_ACCESS = new AccessEvent.Handler<>() {
        @Override
        public EventFields userAdded(AccessEvent.UserAdded event) {
            return kind("user_added")
                    .put("user", event.user())
                    .put("role", event.role())
                    .end();
        }

        @Override
        public EventFields userRemoved(AccessEvent.UserRemoved event) {
            return kind("user_removed").put("user", event.user()).end();
        }

        @Override
        public EventFields roleChanged(AccessEvent.RoleChanged event) {
            return kind("role_changed")
                    .put("user", event.user())
                    .put("role", event.role())
                    .end();
        }

        @Override
        public EventFields revocationListAdded(AccessEvent.RevocationListAdded event) {
            return kind("revocation_list_added")
                    .put("issuer", event.issuer())
                    .put("number", event.number())
                    .end();
        }

        @Override
        public EventFields shellOpened(AccessEvent.ShellOpened event) {
            return kind("shell_opened").end();
        }

        @Override
        public EventFields shellRefused(AccessEvent.ShellRefused event) {
            return kind("shell_refused").put("reason", event.reason()).end();
        }

        @Override
        public EventFields loggedIn(AccessEvent.LoggedIn event) {
            return kind("logged_in").end();
        }

        @Override
        public EventFields loginRefused(AccessEvent.LoginRefused event) {
            return kind("login_refused").put("reason", event.reason()).end();
        }

        @Override
        public EventFields accessRefused(AccessEvent.AccessRefused event) {
            return kind("access_refused").put("reason", event.reason()).end();
        }

        @Override
        public EventFields shellUsed(AccessEvent.ShellUsed event) {
            return kind("shell_used").words("commands", event.commands()).end();
        }

        @Override
        public EventFields edgeRefused(AccessEvent.EdgeRefused event) {
            return kind("edge_refused").put("reason", event.reason()).end();
        }
    };
}
