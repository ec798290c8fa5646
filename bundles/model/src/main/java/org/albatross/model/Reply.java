package org.albatross.model;

import java.util.List;
import java.util.Optional;
import org.albatross.model.UnikernelCommand.InfoForm;

/** The answer to a command. */
public sealed interface Reply {
    /** One method for each kind of reply. */
    interface Handler<R> {
        /** Handles {@link Failure}. */
        R failure(Failure reply);

        /** Handles {@link Empty}. */
        R empty(Empty reply);

        /** Handles {@link Done}. */
        R done(Done reply);

        /** Handles {@link Policies}. */
        R policies(Policies reply);

        /** Handles {@link BlockDevices}. */
        R blockDevices(BlockDevices reply);

        /** Handles {@link UnikernelImage}. */
        R unikernelImage(UnikernelImage reply);

        /** Handles {@link BlockImageOld}. */
        R blockImageOld(BlockImageOld reply);

        /** Handles {@link BlockImage}. */
        R blockImage(BlockImage reply);

        /** Handles {@link Infos}. */
        R infos(Infos reply);

        /** Handles {@link Consoles}. */
        R consoles(Consoles reply);

        /** Handles {@link Statuses}. */
        R statuses(Statuses reply);

        /** Handles {@link Hello}. */
        R hello(Hello reply);
    }

    /** It could not be done; {@code message} is one line for people that names the value and the limit. */
    record Failure(Text message) implements Reply {
        /** A failure with this message. */
        public Failure(String message) {
            this(Text.of(message));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.failure(this);
        }
    }

    /** It was done, or this is what was asked for. */
    sealed interface Success extends Reply {}

    /** It was done, and there is nothing to say. */
    record Empty() implements Success {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.empty(this);
        }
    }

    /** It was done; some texts are relied on by other programs (wire-protocol section 4). */
    record Done(Text message) implements Success {
        /** The policy that was to be added is there already: nothing was changed. */
        public static final Done POLICY_UNCHANGED = new Done("no modification of policy");

        /** A success with this message. */
        public Done(String message) {
            this(Text.of(message));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.done(this);
        }
    }

    /** Policies by path. */
    record Policies(List<Named<Policy>> policies) implements Success {
        /** Copies the list. */
        public Policies {
            policies = List.copyOf(policies);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.policies(this);
        }
    }

    /** Block devices. */
    record BlockDevices(List<Named<BlockInfo>> devices) implements Success {
        /** Copies the list. */
        public BlockDevices {
            devices = List.copyOf(devices);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.blockDevices(this);
        }
    }

    /** A block device: its size, and whether a unikernel uses it. */
    record BlockInfo(Megabytes size, boolean active) {}

    /** An image. */
    record UnikernelImage(boolean compressed, Blob image) implements Success {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.unikernelImage(this);
        }
    }

    /** Before 2.5: the whole contents of a block device. */
    record BlockImageOld(boolean compressed, Blob image) implements Success {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.blockImageOld(this);
        }
    }

    /** A block device's contents follow as {@link Data.Block}. */
    record BlockImage(boolean compressed) implements Success {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.blockImage(this);
        }
    }

    /** Running unikernels, in the form that was asked for. */
    record Infos(InfoForm form, List<Named<UnikernelInfo>> unikernels) implements Success {
        /** Copies the list. */
        public Infos {
            unikernels = List.copyOf(unikernels);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.infos(this);
        }
    }

    /** Names of consoles. */
    record Consoles(List<Name> names) implements Success {
        /** Copies the list. */
        public Consoles {
            names = List.copyOf(names);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.consoles(this);
        }
    }

    /** Ours: where unikernels stand. */
    record Statuses(List<Named<UnikernelStatus>> statuses) implements Success {
        /** Copies the list. */
        public Statuses {
            statuses = List.copyOf(statuses);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.statuses(this);
        }
    }

    /** Ours: who we are, and what we can beyond the original. */
    record Hello(Text product, Text version, List<Text> features) implements Success {
        /** Copies the list. */
        public Hello {
            features = List.copyOf(features);
        }

        /** Returns the value of the feature {@code key=value}, if it is announced. */
        public Optional<String> feature(String key) {
            return features.stream()
                    .map(Text::decoded)
                    .filter(feature -> feature.startsWith(key + "="))
                    .map(feature -> feature.substring(key.length() + 1))
                    .findFirst();
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.hello(this);
        }
    }

    /** Calls the handler's method for this reply. */
    <R> R accept(Handler<R> handler);
}
