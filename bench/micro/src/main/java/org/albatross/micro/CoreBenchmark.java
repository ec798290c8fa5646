package org.albatross.micro;

import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.albatross.core.Queries;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What decisions and answers cost beside so many other unikernels. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CoreBenchmark {
    private static final Name ONE = Name.parse("domain0:one");
    private static final Name DEEP = Name.parse("a:b:c:d:e:f:g:one");

    /** How many others run. */
    @Param({"10", "1000", "4000"})
    public int others;

    private final Decisions decisions = new Decisions();

    /** Lets the others run, and one that is asked about; of the domain in the depth each ancestor has a policy. */
    @Setup
    public void fill() {
        for (int i = 0; i < others; i++) {
            decisions.create(Decisions.name(i));
        }
        for (Name above = DEEP;
                above.path().parent().isPresent();
                above = above.path().parent().get().asName()) {
            Policy policy = new Policy(CpuId.setOf(0), 9, new Megabytes(999), Optional.empty(), new TreeSet<>());
            decisions.ask(above.path().asName(), new PolicyCommand.Add(policy));
        }
    }

    /** A create and its destroy, eight inputs, in a domain without a policy. */
    @Benchmark
    public org.albatross.core.State createAndDestroy() {
        decisions.create(ONE);
        decisions.destroy(ONE);
        return decisions.state();
    }

    /** The same where seven policies have to allow it. */
    @Benchmark
    public org.albatross.core.State createAndDestroyBelowPolicies() {
        decisions.create(DEEP);
        decisions.destroy(DEEP);
        return decisions.state();
    }

    /** The answer to {@code info} of one. */
    @Benchmark
    public Reply infoOfOne() {
        return new Queries(decisions.state(), Decisions.name(1), Queries.Machines.NONE).info(InfoForm.CURRENT);
    }

    /** The answer to {@code info} of all. */
    @Benchmark
    public Reply infoOfAll() {
        return new Queries(decisions.state(), Name.ROOT, Queries.Machines.NONE).info(InfoForm.CURRENT);
    }
}
