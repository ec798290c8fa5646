package org.albatross.cli.internal.report;

import java.io.PrintStream;
import java.util.StringJoiner;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelInfo;

/** Shows answers in the original's lines, which scripts know. */
public final class TextReporter implements Reporter {
    private final PrintStream out;
    private final boolean withArguments;

    /** Shows unikernels' arguments, which may hold secrets, only when asked to. */
    public TextReporter(PrintStream out, boolean withArguments) {
        this.out = out;
        this.withArguments = withArguments;
    }

    @Override
    public void success(Name host, Reply.Success reply) {
        String prefix = "host " + Lines.unikernel(host) + ": ";
        out.print(prefix + reply.accept(new ReplyText(prefix)) + "\n");
    }

    @Override
    public void data(Name name, Data data) {
        if (data instanceof Data.Console console) {
            out.print("console " + Times.rfc3339(console.time()) + ": " + console.line() + "\n");
        } else if (data instanceof Data.Stats stats) {
            out.print(StatsLines.of(stats) + "\n");
        }
    }

    private final class ReplyText implements Reply.Handler<String> {
        private final String prefix;

        ReplyText(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public String failure(Reply.Failure reply) {
            return "command failed " + reply.message().line();
        }

        @Override
        public String empty(Reply.Empty reply) {
            return "success";
        }

        @Override
        public String done(Reply.Done reply) {
            return "success: " + reply.message().line();
        }

        @Override
        public String policies(Reply.Policies reply) {
            StringJoiner lines = new StringJoiner("\n").setEmptyValue("no policies");
            reply.policies().forEach(policy -> lines.add(Lines.policy(policy)));
            return lines.toString();
        }

        @Override
        public String blockDevices(Reply.BlockDevices reply) {
            StringJoiner lines = new StringJoiner("\n").setEmptyValue("no block devices");
            reply.devices().forEach(device -> lines.add(Lines.block(device)));
            return lines.toString();
        }

        @Override
        public String unikernelImage(Reply.UnikernelImage reply) {
            return "image (compression " + reply.compressed() + ") "
                    + reply.image().length() + " bytes";
        }

        @Override
        public String blockImageOld(Reply.BlockImageOld reply) {
            return "block device compressed " + reply.compressed();
        }

        @Override
        public String blockImage(Reply.BlockImage reply) {
            return "block device compressed " + reply.compressed();
        }

        @Override
        public String infos(Reply.Infos reply) {
            StringJoiner lines = new StringJoiner("\n").setEmptyValue("no unikernels");
            String before = prefix;
            for (Named<UnikernelInfo> unikernel : reply.unikernels()) {
                lines.add(Lines.info(before, unikernel, withArguments));
                before = "";
            }
            return lines.toString();
        }

        @Override
        public String consoles(Reply.Consoles reply) {
            StringJoiner lines = new StringJoiner("\n").setEmptyValue("no consoles");
            reply.names().forEach(name -> lines.add(Lines.unikernel(name)));
            return lines.toString();
        }

        @Override
        public String statuses(Reply.Statuses reply) {
            StringJoiner lines = new StringJoiner("\n").setEmptyValue("no unikernels");
            reply.statuses().forEach(status -> lines.add(Lines.status(status)));
            return lines.toString();
        }

        @Override
        public String hello(Reply.Hello reply) {
            return reply.product() + " " + reply.version() + " " + Lines.join(" ", reply.features());
        }
    }
}
