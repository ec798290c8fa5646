package org.albatross.testing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.api.Sample;
import org.albatross.model.CpuId;
import org.albatross.model.Data;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Text;
import org.albatross.model.UnikernelStatus;

/** A sample in which every number is another one. */
public final class Samples {
    public static final Instant TIME = Instant.parse("2026-11-29T09:00:00.5Z");
    public static final Name WEB = Name.parse("a:web");

    public static final Data.Usage USAGE = new Data.Usage(
            new Data.TimeValue(1, 20), new Data.TimeValue(2, 500_000), 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    public static final Data.Memory MEMORY =
            new Data.Memory(100, 101, 102, 103, 104, 105, 106, new Data.TimeValue(TIME.getEpochSecond() - 60, 0));
    public static final Data.Interface DEVICE =
            new Data.Interface(Text.of("service"), 1, 20, 21, 22, 1500, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35);
    public static final Data.Stats STATS = new Data.Stats(
            USAGE,
            List.of(DEVICE),
            Optional.of(List.of(new Data.Counter(Text.of("vm exits, all=\"x\""), 40))),
            Optional.of(MEMORY));

    private Samples() {}

    public static Sample sample(String reason) {
        UnikernelStatus status = new UnikernelStatus(
                UnikernelStatus.State.WAITING.text(),
                7,
                3,
                Optional.of(Text.of(reason)),
                Optional.of(Text.of("exit 2")),
                Optional.of(TIME.minusSeconds(30)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Policy policy =
                new Policy(CpuId.setOf(0), 5, new Megabytes(512), Optional.of(new Megabytes(1024)), new TreeSet<>());
        return new Sample(
                TIME,
                1,
                List.of(new Sample.Unikernel(
                        WEB, 4711, Optional.empty(), STATS, 4096, Optional.of(new Sample.Storage(50, 51)))),
                List.of(new Named<>(WEB, status)),
                List.of(new Sample.Domain(Path.parse("a:"), Optional.of(policy), 1, 32, 2, 4)),
                Optional.of(new Data.Stats(USAGE, List.of(), Optional.empty(), Optional.of(MEMORY))));
    }
}
