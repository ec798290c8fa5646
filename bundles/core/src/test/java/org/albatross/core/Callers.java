package org.albatross.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.albatross.model.Command;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;

/** Those who ask: each is answered exactly once unless it has gone, and with the truth. */
final class Callers {
    private record Question(Name name, Command command) {}

    private final Map<RequestId, Question> open = new TreeMap<>();
    private final Set<RequestId> gone = new HashSet<>();
    private long last;

    RequestId asks(Name name, Command command) {
        last++;
        RequestId request = new RequestId(last);
        open.put(request, new Question(name, command));
        return request;
    }

    List<RequestId> waiting() {
        return new ArrayList<>(open.keySet());
    }

    void allGo() {
        gone.addAll(open.keySet());
        open.clear();
    }

    /** Hears an answer; none means that an image or the contents of a device are sent. */
    void answered(RequestId request, Optional<Reply> reply, Inventory inventory) {
        if (gone.contains(request)) {
            return;
        }
        Question question = open.remove(request);
        if (question == null) {
            throw new AssertionError("request " + request + " waits for no answer, got " + reply);
        }
        reply.ifPresent(answer -> check(question, answer, inventory));
    }

    private static void check(Question question, Reply reply, Inventory inventory) {
        Name name = question.name();
        Command command = question.command();
        boolean done = reply instanceof Reply.Done;
        if (command instanceof UnikernelCommand.Create create) {
            checkCreated(name, create.config(), reply, inventory);
            String failure =
                    reply instanceof Reply.Failure refused ? refused.message().decoded() : "";
            if (failure.equals(Machine.BROKEN)) {
                assertThat(inventory.desired())
                        .as("nothing stays of a failed create")
                        .doesNotContainKey(name);
            }
        } else if (command instanceof UnikernelCommand.ForceCreate create) {
            checkCreated(name, create.config(), reply, inventory);
        } else if (command instanceof LifecycleCommand.Replace replace) {
            checkCreated(name, replace.config(), reply, inventory);
        } else if (command instanceof UnikernelCommand.Destroy && done) {
            assertThat(inventory.desired()).as("destroyed").doesNotContainKey(name);
            assertThat(inventory.live()).as("destroyed").doesNotContainKey(name);
        } else if (command instanceof LifecycleCommand.Stop
                && done
                && name.label().isPresent()) {
            assertThat(inventory.desired().get(name)).matches(desired -> desired.stopped());
            assertThat(inventory.live()).as("stopped").doesNotContainKey(name);
        } else if (command instanceof LifecycleCommand.Start
                && done
                && name.label().isPresent()) {
            assertThat(inventory.desired().get(name)).matches(desired -> !desired.stopped());
            assertThat(inventory.live()).as("started").containsKey(name);
        } else if (command instanceof UnikernelCommand.Restart && done) {
            assertThat(inventory.live()).as("restarted").containsKey(name);
        } else if (command instanceof PolicyCommand.Add add && done) {
            assertThat(inventory.policies()).containsEntry(name.path(), add.policy());
        } else if (command instanceof PolicyCommand.Remove && done) {
            assertThat(inventory.policies()).doesNotContainKey(name.path());
        }
    }

    private static void checkCreated(Name name, UnikernelConfig config, Reply reply, Inventory inventory) {
        if (reply instanceof Reply.Done) {
            Inventory.Tender tender = inventory.live().get(name);
            Desired desired = inventory.desired().get(name);
            assertThat(tender).as("created and running").isNotNull();
            assertThat(desired).as("created and durable").isNotNull();
            assertThat(tender).extracting(Inventory.Tender::spec).isEqualTo(spec(config));
            assertThat(desired).matches(value -> value.spec().equals(spec(config)) && !value.stopped());
        }
    }

    private static Spec spec(UnikernelConfig config) {
        return new Spec(config.type(), Samples.imageOf(config), 1, config.arguments());
    }
}
