package org.albatross.influx.internal;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The first bytes of an HTTP answer as one line of printable ASCII; the rest is read and dropped. */
final class FirstBytes implements HttpResponse.BodySubscriber<String> {
    private static final int KEPT = 300;

    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final ByteBuffer kept = ByteBuffer.allocate(KEPT);

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        for (ByteBuffer piece : pieces) {
            while (piece.hasRemaining() && kept.hasRemaining()) {
                kept.put(piece.get());
            }
            piece.position(piece.limit());
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        String text = new String(kept.array(), 0, kept.position(), StandardCharsets.UTF_8);
        body.complete(text.replaceAll("[^ -~]+", " ").strip());
    }
}
