package org.albatross.jmx.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.albatross.model.Blob;
import org.albatross.model.Caller;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.session.BlobReceiver;
import org.albatross.wire.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images that clients hand over in pieces, until one is created or forgotten. A client finds those of its account alone. For
 * any thread.
 */
final class StagedImages {
    /** The most bytes of a piece: the JVM has it as a whole before it is looked at. */
    static final int MAX_PIECE = 1 << 20;

    /** The most images of one account. */
    static final int MOST = 8;

    /** After what time without a piece one is forgotten. */
    static final Duration IDLE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(StagedImages.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    private record Key(String account, String id) {}

    private record Kept(StagedImage image, long at) {}

    private final BlobReceiver spool;
    private final LongSupplier nanos;
    private final Map<Key, Kept> images = new LinkedHashMap<>();

    /** Keeps them in {@code spool}; {@code nanos} is a monotonic clock. */
    StagedImages(BlobReceiver spool, LongSupplier nanos) {
        this.spool = spool;
        this.nanos = nanos;
    }

    /**
     * Takes a piece, and returns how much there is.
     *
     * @throws IllegalArgumentException with a message for people when it cannot be the next piece
     * @throws IOException when there is no room for it
     */
    String stage(Caller caller, String id, long offset, byte[] piece) throws IOException, ProtocolException {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("'"
                    + Text.of(id.length() > 64 ? id.substring(0, 64) : id).line()
                    + "' cannot name an image: 1 to 64 letters, digits, '-' and '.' can");
        }
        if (piece.length == 0 || piece.length > MAX_PIECE) {
            throw new IllegalArgumentException(
                    "a piece has " + piece.length + " bytes, 1 to " + MAX_PIECE + " are allowed");
        }
        Key key = new Key(caller.account(), id);
        if (offset == 0) {
            begin(key, caller, piece.length);
        }
        return image(key)
                .orElseThrow(() -> new IllegalArgumentException("no image " + id + " is handed over; begin it at 0"))
                .add(offset, piece);
    }

    private void begin(Key key, Caller caller, int length) throws IOException, ProtocolException {
        forget(caller, key.id());
        StagedImage image = new StagedImage(spool.receive(caller).begin(length));
        synchronized (images) {
            long of = images.keySet().stream()
                    .filter(other -> other.account().equals(key.account()))
                    .count();
            if (of < MOST) {
                images.put(key, new Kept(image, nanos.getAsLong()));
                return;
            }
        }
        image.close();
        throw new IllegalArgumentException(
                MOST + " images of " + key.account() + " are handed over and not created; unstage one");
    }

    private Optional<StagedImage> image(Key key) {
        synchronized (images) {
            return Optional.ofNullable(
                            images.computeIfPresent(key, (same, kept) -> new Kept(kept.image(), nanos.getAsLong())))
                    .map(Kept::image);
        }
    }

    /** Ends the image of an account that has this digest, and returns its bytes, which are the caller's from now on. */
    Optional<Blob.Spooled> take(Caller caller, Sha256 digest) throws IOException {
        Map<Key, Kept> all;
        synchronized (images) {
            all = new LinkedHashMap<>(images);
        }
        for (Map.Entry<Key, Kept> each : all.entrySet()) {
            StagedImage image = each.getValue().image();
            if (each.getKey().account().equals(caller.account())
                    && image.is(digest)
                    && remove(each.getKey()).isPresent()) {
                return Optional.of(image.take());
            }
        }
        return Optional.empty();
    }

    private Optional<StagedImage> remove(Key key) {
        synchronized (images) {
            return Optional.ofNullable(images.remove(key)).map(Kept::image);
        }
    }

    /** Forgets one, and tells whether there was one. */
    boolean forget(Caller caller, String id) throws IOException {
        Optional<StagedImage> image = remove(new Key(caller.account(), id));
        if (image.isPresent()) {
            image.get().close();
        }
        return image.isPresent();
    }

    /** Forgets those that have had no piece for a while. To be called now and then. */
    void forgetIdle() {
        forget(IDLE);
    }

    /** Forgets all. */
    void stop() {
        forget(Duration.ofNanos(Long.MIN_VALUE));
    }

    private void forget(Duration idle) {
        List<Key> old;
        synchronized (images) {
            old = images.entrySet().stream()
                    .filter(each -> nanos.getAsLong() - each.getValue().at() >= idle.toNanos())
                    .map(Map.Entry::getKey)
                    .toList();
        }
        for (Key key : old) {
            try {
                Optional<StagedImage> image = remove(key);
                if (image.isPresent()) {
                    image.get().close();
                }
            } catch (IOException e) {
                LOG.warn("the file of an image that {} has handed over stays: {}", key.account(), e.toString());
            }
        }
    }
}
