package org.albatross.micro;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.albatross.core.Queries;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to read a question, and to write and read an answer about so many unikernels. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WireBenchmark {
    private static final int LENGTH = 4;

    /** How many unikernels an answer tells of. */
    @Param({"1", "10", "100"})
    public int unikernels;

    private final Header header = new Header(1, Name.ROOT);
    private byte[] question = {};
    private byte[] encoded = {};
    private Message answer = Message.answer(header, new Reply.Done(""));

    /** Makes both messages. */
    @Setup
    public void prepare() {
        Decisions decisions = new Decisions();
        for (int i = 0; i < unikernels; i++) {
            decisions.create(Decisions.name(i));
        }
        answer = Message.answer(
                header, new Queries(decisions.state(), Name.ROOT, Queries.Machines.NONE).info(InfoForm.CURRENT));
        encoded = WireEncoder.frame(answer).toBytes();
        question = WireEncoder.frame(Message.ask(header, new UnikernelCommand.Info(InfoForm.CURRENT)))
                .toBytes();
    }

    private static Message decode(byte[] frame) throws IOException, ProtocolException {
        return new WireDecoder(Limits.LOCAL, BlobSink.REFUSING)
                .message(new ByteArrayInputStream(frame, LENGTH, frame.length - LENGTH), frame.length - LENGTH);
    }

    /** Reads {@code info}. */
    @Benchmark
    public Message decodeQuestion() throws IOException, ProtocolException {
        return decode(question);
    }

    /** Writes what it is answered. */
    @Benchmark
    public byte[] encodeAnswer() {
        return WireEncoder.frame(answer).toBytes();
    }

    /** Reads that. */
    @Benchmark
    public Message decodeAnswer() throws IOException, ProtocolException {
        return decode(encoded);
    }
}
