package org.albatross.session;

import java.io.IOException;
import java.util.Optional;
import org.albatross.api.CommandService;
import org.albatross.api.ServiceGate;
import org.albatross.model.Blob;
import org.albatross.model.Caller;
import org.albatross.model.Refusal;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Header;
import org.albatross.wire.ProtocolException;

/**
 * Keeps a blob of a message only when its sender may change what the message's header names. While nobody is there to
 * say so it is kept: its command is judged later in any case. For one message, and one thread.
 */
final class AllowedBlobs implements BlobSink {
    private final ServiceGate<CommandService> gate;
    private final Caller caller;
    private final BlobSink kept;
    private Header header = Header.UNKNOWN;

    AllowedBlobs(ServiceGate<CommandService> gate, Caller caller, BlobSink kept) {
        this.gate = gate;
        this.caller = caller;
        this.kept = kept;
    }

    /** Says what the message is about, before its blobs come. */
    void about(Header read) {
        header = read;
    }

    @Override
    public Writer begin(long length) throws IOException, ProtocolException {
        Optional<Refusal> refusal = gate.performNow(service -> service.refusalOfBlob(caller, header.name()))
                .flatMap(answer -> answer);
        if (refusal.isPresent()) {
            throw new ProtocolException(refusal.get().message());
        }
        return kept.begin(length);
    }

    @Override
    public void discard(Blob.Spooled blob) throws IOException {
        kept.discard(blob);
    }
}
