package org.albatross.admission;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.api.Request;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Sha256;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.pki.PathPolicy;
import org.albatross.session.BlobReceiver;
import org.albatross.session.HeldMemory;
import org.albatross.session.PresetCommand;
import org.albatross.wire.BlobSink;
import org.albatross.wire.ProtocolException;

/**
 * The command of a leaf certificate (wire-protocol sections 4 and 5): the policies of its chain come before it, and the image of a Solo5 unikernel
 * that is not in the certificate comes behind the handshake.
 */
final class CertificateCommand implements PresetCommand {
    private static final int CHUNK = 1 << 16;

    private final Caller caller;
    private final Name name;
    private final HeldMemory memory;
    private final List<PathPolicy> policies;
    private final long mostImage;
    private final Data data;
    private final BlobReceiver.Blobs certificateBlobs;
    private volatile Command command;
    private volatile Optional<BlobReceiver.Blobs> streamedBlobs = Optional.empty();

    /**
     * A command as it stands in a certificate.
     *
     * @param memory that of the command and the policies
     * @param policies those of the chain, from the root down
     * @param blobs where the image in the certificate lies, if it is large
     * @param mostImage bytes that a streamed image may have
     */
    CertificateCommand(
            Caller caller,
            Name name,
            Command command,
            HeldMemory memory,
            List<PathPolicy> policies,
            BlobReceiver.Blobs blobs,
            long mostImage) {
        this.caller = caller;
        this.name = name;
        this.command = command;
        this.memory = memory;
        this.policies = List.copyOf(policies);
        this.certificateBlobs = blobs;
        this.mostImage = mostImage;
        this.data = dataOf(command);
    }

    private static Data dataOf(Command command) {
        if (command instanceof BlockCommand.Set) {
            return Data.PASSED_ON;
        }
        boolean streamed = config(command)
                .filter(config ->
                        config.type() == UnikernelType.SOLO5 && config.image().length() == 0)
                .isPresent();
        return streamed ? Data.RECEIVED_FIRST : Data.NONE;
    }

    private static Optional<UnikernelConfig> config(Command command) {
        if (command instanceof UnikernelCommand.Create create) {
            return Optional.of(create.config());
        }
        if (command instanceof UnikernelCommand.ForceCreate create) {
            return Optional.of(create.config());
        }
        return command instanceof LifecycleCommand.Replace replace ? Optional.of(replace.config()) : Optional.empty();
    }

    private static Command withImage(Command command, Blob image) {
        UnikernelConfig config = config(command).orElseThrow();
        UnikernelConfig whole = new UnikernelConfig(config.type(), config.compressed(), image, config.arguments());
        if (command instanceof UnikernelCommand.Create) {
            return new UnikernelCommand.Create(whole);
        }
        return command instanceof LifecycleCommand.Replace replace
                ? new LifecycleCommand.Replace(replace.confirmation(), whole)
                : new UnikernelCommand.ForceCreate(whole);
    }

    @Override
    public Name name() {
        return name;
    }

    @Override
    public Command command() {
        return command;
    }

    @Override
    public HeldMemory memory() {
        return memory;
    }

    @Override
    public Data data() {
        return data;
    }

    @Override
    public void receive(InputStream image, BlobReceiver.Blobs blobs) throws IOException, ProtocolException {
        streamedBlobs = Optional.of(blobs);
        MessageDigest digest = sha256();
        long length = 0;
        try (BlobSink.Writer writer = blobs.begin(0)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = image.read(chunk); count >= 0; count = image.read(chunk)) {
                length += count;
                if (length > mostImage) {
                    throw new ProtocolException(
                            "an image of more than " + mostImage + " bytes was sent, at most as many are allowed");
                }
                digest.update(chunk, 0, count);
                writer.write(chunk, 0, count);
            }
            Blob spooled = new Blob.Spooled(length, new Sha256(Bytes.of(digest.digest())), writer.finish());
            command = withImage(command, spooled);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public List<Request> before() {
        if (policies.isEmpty()) {
            return List.of();
        }
        SortedMap<Path, Policy> byPath = new TreeMap<>();
        policies.forEach(policy -> byPath.put(policy.path(), policy.policy()));
        return List.of(new Request(caller, byPath.lastKey().asName(), new PolicyCommand.AddChain(byPath)));
    }

    @Override
    public void forget() {
        certificateBlobs.discardAll();
        streamedBlobs.ifPresent(BlobReceiver.Blobs::discardAll);
    }
}
