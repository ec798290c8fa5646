package org.albatross.cli.internal.report;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.report.Table.Cell;
import org.albatross.cli.internal.report.Table.Column;
import org.albatross.cli.internal.report.Table.Fit;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;

/** Shows answers for people: lists as tables with complete names, spans instead of moments. */
public final class TableReporter implements Reporter {
    private final PrintStream out;
    private final Reporter text;
    private final Instant now;
    private final int width;
    private final boolean colours;
    private final boolean wide;

    /**
     * Prints to {@code out}.
     *
     * @param now to which moment spans are counted
     * @param width how wide a table may be; 0 for any width
     * @param colours whether to use colours
     * @param wide whether to show every column
     */
    public TableReporter(PrintStream out, Instant now, int width, boolean colours, boolean wide) {
        this.out = out;
        this.text = new TextReporter(out, false);
        this.now = now;
        this.width = wide ? 0 : width;
        this.colours = colours;
        this.wide = wide;
    }

    @Override
    public void success(Name host, Reply.Success reply) {
        reply.accept(new Tables(host)).ifPresentOrElse(out::print, () -> text.success(host, reply));
    }

    @Override
    public void data(Name name, Data data) {
        if (data instanceof Data.Stats) {
            out.print(name.brief() + "\n");
        }
        text.data(name, data);
    }

    private final class Tables implements Reply.Handler<Optional<String>> {
        private final Name host;

        Tables(Name host) {
            this.host = host;
        }

        private Cell name(Name relative) {
            return Cell.of(Names.complete(host, relative).brief());
        }

        private Optional<String> layout(Table table, boolean empty, String emptyText) {
            return Optional.of(empty ? emptyText + "\n" : table.layout(width, colours));
        }

        @Override
        public Optional<String> failure(Reply.Failure reply) {
            return Optional.empty();
        }

        @Override
        public Optional<String> empty(Reply.Empty reply) {
            return Optional.of(host.brief() + ": done\n");
        }

        @Override
        public Optional<String> done(Reply.Done reply) {
            return Optional.of(host.brief() + ": " + reply.message().line() + "\n");
        }

        @Override
        public Optional<String> policies(Reply.Policies reply) {
            Table table = new Table(
                    new Column("PATH", Fit.CUT),
                    new Column("UNIKERNELS", Fit.KEEP),
                    new Column("MEMORY", Fit.KEEP),
                    new Column("BLOCK", Fit.KEEP),
                    new Column("CPUS", Fit.CUT),
                    new Column("BRIDGES", Fit.CUT));
            for (Named<Policy> named : reply.policies()) {
                Policy policy = named.value();
                table.add(
                        name(named.name()),
                        Cell.of(policy.unikernels() == Policy.ANY_NUMBER ? "any" : "" + policy.unikernels()),
                        Cell.of(policy.memory() + " MB"),
                        Cell.of(policy.block().map(size -> size + " MB").orElse("none")),
                        Cell.of(Ranges.of(policy.cpuids())),
                        Cell.of(Lines.join(",", policy.bridges())));
            }
            return layout(table, reply.policies().isEmpty(), "no policies");
        }

        @Override
        public Optional<String> blockDevices(Reply.BlockDevices reply) {
            Table table =
                    new Table(new Column("NAME", Fit.CUT), new Column("SIZE", Fit.KEEP), new Column("USE", Fit.KEEP));
            for (Named<Reply.BlockInfo> device : reply.devices()) {
                boolean active = device.value().active();
                table.add(
                        name(device.name()),
                        Cell.of(device.value().size() + " MB"),
                        new Cell(active ? "in use" : "free", active ? Style.GOOD : Style.FAINT));
            }
            return layout(table, reply.devices().isEmpty(), "no block devices");
        }

        @Override
        public Optional<String> unikernelImage(Reply.UnikernelImage reply) {
            return Optional.empty();
        }

        @Override
        public Optional<String> blockImageOld(Reply.BlockImageOld reply) {
            return Optional.empty();
        }

        @Override
        public Optional<String> blockImage(Reply.BlockImage reply) {
            return Optional.empty();
        }

        @Override
        public Optional<String> infos(Reply.Infos reply) {
            List<Column> columns = new ArrayList<>(List.of(
                    new Column("NAME", Fit.CUT),
                    new Column("UP", Fit.KEEP),
                    new Column("MEMORY", Fit.KEEP),
                    new Column("CPUS", Fit.CUT),
                    new Column("DEVICES", Fit.CUT),
                    new Column("ON EXIT", Fit.DROP)));
            if (wide) {
                columns.add(new Column("START", Fit.KEEP));
                columns.add(new Column("DIGEST", Fit.KEEP));
                columns.add(new Column("ARGUMENTS", Fit.KEEP));
            }
            Table table = new Table(columns.toArray(Column[]::new));
            for (Named<UnikernelInfo> named : reply.unikernels()) {
                table.add(info(named).toArray(Cell[]::new));
            }
            return layout(table, reply.unikernels().isEmpty(), "no unikernels");
        }

        private List<Cell> info(Named<UnikernelInfo> named) {
            UnikernelInfo info = named.value();
            List<Cell> cells = new ArrayList<>(List.of(
                    name(named.name()),
                    Cell.of(info.started().map(this::ago).orElse("-")),
                    Cell.of(info.memory() + " MB"),
                    Cell.of(Ranges.of(info.cpuids())),
                    Cell.of(devices(info)),
                    Cell.of(Lines.failBehaviour(info.failBehaviour()))));
            if (wide) {
                cells.add(Cell.of(info.startup().map(String::valueOf).orElse("-")));
                cells.add(Cell.of(info.digestText()));
                cells.add(Cell.of(Lines.join(" ", info.argv().orElse(List.of()))));
            }
            return cells;
        }

        private String devices(UnikernelInfo info) {
            List<String> devices = new ArrayList<>();
            for (UnikernelInfo.Net net : info.netDevices()) {
                devices.add(net.unikernelDevice() + ":" + net.hostDevice() + (wide ? "@" + net.mac() : ""));
            }
            for (UnikernelInfo.Block block : info.blockDevices()) {
                devices.add(
                        block.unikernelDevice() + ":" + block.hostDevice() + (wide ? "@" + block.sectorSize() : ""));
            }
            return devices.isEmpty() ? "-" : String.join(" ", devices);
        }

        @Override
        public Optional<String> consoles(Reply.Consoles reply) {
            Table table = new Table(new Column("NAME", Fit.CUT));
            reply.names().forEach(name -> table.add(name(name)));
            return layout(table, reply.names().isEmpty(), "no consoles");
        }

        @Override
        public Optional<String> statuses(Reply.Statuses reply) {
            Table table = new Table(
                    new Column("NAME", Fit.CUT),
                    new Column("STATE", Fit.KEEP),
                    new Column("SINCE", Fit.KEEP),
                    new Column("RESTARTS", Fit.KEEP),
                    new Column("LAST EXIT", Fit.KEEP),
                    new Column("NEXT TRY", Fit.KEEP));
            for (Named<UnikernelStatus> named : reply.statuses()) {
                UnikernelStatus status = named.value();
                table.addWithNote(
                        status.reason().map(Text::line).orElse(""),
                        name(named.name()),
                        new Cell(status.state().toString(), style(status.state())),
                        Cell.of(status.since().map(this::ago).orElse("-")),
                        Cell.of("" + status.restarts()),
                        Cell.of(status.lastExit().map(Text::toString).orElse("-")),
                        Cell.of(status.nextTry().map(this::until).orElse("-")));
            }
            return layout(table, reply.statuses().isEmpty(), "no unikernels");
        }

        private static Style style(Text state) {
            if (state.equals(UnikernelStatus.State.RUNNING.text())) {
                return Style.GOOD;
            }
            boolean quiet = state.equals(UnikernelStatus.State.STOPPED.text())
                    || state.equals(UnikernelStatus.State.FINISHED.text());
            return quiet ? Style.FAINT : Style.ATTENTION;
        }

        private String ago(Instant time) {
            return Times.span(Duration.between(time, now));
        }

        private String until(Instant time) {
            Duration left = Duration.between(now, time);
            return left.toSeconds() < 1 ? "now" : "in " + Times.span(left);
        }

        @Override
        public Optional<String> hello(Reply.Hello reply) {
            return Optional.empty();
        }
    }
}
