package org.albatross.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.albatross.model.AccessEvent;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Confirmation;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.Data;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Grant;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.Path;
import org.albatross.model.Payload;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Role;
import org.albatross.model.ServiceCheck;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;

/**
 * Any values that the wire can say in full, from a seeded generator: every command, reply and piece of data.
 * Devices have at most one element each, since a set comes back in another order.
 */
final class RandomMessages {
    private final RandomGenerator random;

    RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    Message message() {
        return new Message(new Header(random.nextLong(), name()), payload());
    }

    Command command() {
        return one(
                () -> new ConsoleCommand.Add(integer()),
                () -> new ConsoleCommand.Subscribe(begin()),
                ConsoleCommand.ListInactive::new,
                () -> new StatsCommand.Add(text(), integer(), list(() -> new StatsCommand.Interface(text(), text()))),
                StatsCommand.Remove::new,
                StatsCommand.Subscribe::new,
                StatsCommand.Initial::new,
                UnikernelCommand.Destroy::new,
                () -> new UnikernelCommand.Get(integer()),
                () -> new UnikernelCommand.Restart(maybe(this::arguments)),
                () -> new UnikernelCommand.Info(of(InfoForm.values())),
                () -> new UnikernelCommand.Create(config()),
                () -> new UnikernelCommand.ForceCreate(config()),
                PolicyCommand.Info::new,
                () -> new PolicyCommand.Add(policy()),
                PolicyCommand.Remove::new,
                BlockCommand.Info::new,
                () -> new BlockCommand.Add(megabytes()),
                BlockCommand.Remove::new,
                () -> new BlockCommand.AddOld(megabytes(), random.nextBoolean(), maybe(this::blob)),
                () -> new BlockCommand.SetOld(random.nextBoolean(), blob()),
                () -> new BlockCommand.DumpOld(integer()),
                () -> new BlockCommand.Dump(integer()),
                () -> new BlockCommand.DumpPaused(integer()),
                () -> new BlockCommand.Set(random.nextBoolean()),
                () -> new LogCommand.Subscribe(begin()),
                () -> new LogCommand.SubscribeAfter(integer()),
                () -> new LogCommand.Show(begin()),
                () -> new LogCommand.ShowAfter(integer()),
                () -> new Command.AddRevocationList(bytes()),
                LifecycleCommand.Start::new,
                LifecycleCommand.Stop::new,
                LifecycleCommand.Status::new,
                LifecycleCommand.Shutdown::new,
                () -> new LifecycleCommand.Replace(new Confirmation(integer()), config()),
                () -> new LifecycleCommand.Replace(
                        new Confirmation(integer(), Optional.of(ServiceCheck.parse("dns:[fd00::2]:53/example.org"))),
                        config()),
                Command.SayHello::new,
                () -> new Command.PersonRole(of(Command.PersonRole.Kind.values())));
    }

    State state() {
        return new State(list(() -> new Named<>(name(), config())), list(() -> new Named<>(name(), policy())));
    }

    private Payload payload() {
        return one(
                () -> new Payload.Ask(command()),
                () -> new Payload.Answer(reply()),
                () -> new Payload.Stream(data()),
                () -> new Payload.Origin(list(this::bytes), text(), time()),
                () -> new Payload.Behalf(person()),
                () -> new Payload.Report(
                        person(),
                        one(
                                AccessEvent.LoggedIn::new,
                                () -> new AccessEvent.LoginRefused(name().toString()),
                                () -> new AccessEvent.AccessRefused(name().toString()))),
                () -> new Payload.Metrics(text()));
    }

    private Caller.Person person() {
        Role role = of(Role.values());
        Path path = role == Role.ADMIN ? Path.ROOT : name().path();
        return new Caller.Person(name().toString(), name().toString(), new Grant(path, role, random.nextBoolean()));
    }

    private Reply reply() {
        return one(
                () -> new Reply.Failure(text()),
                Reply.Empty::new,
                () -> new Reply.Done(text()),
                () -> new Reply.Policies(list(() -> new Named<>(name(), policy()))),
                () -> new Reply.BlockDevices(
                        list(() -> new Named<>(name(), new Reply.BlockInfo(megabytes(), random.nextBoolean())))),
                () -> new Reply.UnikernelImage(random.nextBoolean(), blob()),
                () -> new Reply.BlockImageOld(random.nextBoolean(), blob()),
                () -> new Reply.BlockImage(random.nextBoolean()),
                () -> infos(of(InfoForm.values())),
                () -> new Reply.Consoles(list(this::name)),
                () -> new Reply.Statuses(list(() -> new Named<>(name(), status()))),
                () -> new Reply.Hello(text(), text(), list(this::text)));
    }

    private Data data() {
        return one(
                () -> new Data.Console(time(), text()),
                () -> new Data.Block(maybe(this::bytes)),
                () -> new Data.Event(integer(), time(), text()),
                this::stats);
    }

    private Reply.Infos infos(InfoForm form) {
        return new Reply.Infos(form, list(() -> new Named<>(name(), info(form))));
    }

    private UnikernelInfo info(InfoForm form) {
        boolean current = form == InfoForm.CURRENT;
        return new UnikernelInfo(
                of(UnikernelType.values()),
                failBehaviour(),
                form == InfoForm.V4 ? Optional.empty() : maybe(this::integer),
                current ? cpus() : CpuId.setOf(integer()),
                megabytes(),
                bytes(),
                maybe(() -> new UnikernelInfo.Block(text(), text(), integer(), megabytes())).stream()
                        .toList(),
                maybe(() -> new UnikernelInfo.Net(text(), text(), mac())).stream()
                        .toList(),
                maybe(() -> list(this::text)),
                maybe(this::time),
                current ? integer() : 1,
                current ? maybe(this::text) : Optional.empty());
    }

    private UnikernelStatus status() {
        return new UnikernelStatus(
                text(),
                integer(),
                integer(),
                maybe(this::text),
                maybe(this::text),
                maybe(this::time),
                maybe(this::time),
                maybe(random::nextBoolean),
                maybe(() -> info(InfoForm.CURRENT)));
    }

    private UnikernelConfig config() {
        return new UnikernelConfig(of(UnikernelType.values()), random.nextBoolean(), blob(), arguments());
    }

    private Arguments arguments() {
        return new Arguments(
                failBehaviour(),
                maybe(this::integer),
                random.nextBoolean(),
                cpus(),
                megabytes(),
                maybe(() -> new BlockDevice(text(), maybe(this::text), maybe(this::integer))).stream()
                        .toList(),
                maybe(() -> new NetDevice(text(), maybe(this::text), maybe(this::mac))).stream()
                        .toList(),
                maybe(() -> list(this::text)),
                integer(),
                maybe(this::text));
    }

    private Policy policy() {
        return new Policy(cpus(), integer(), megabytes(), maybe(this::megabytes), new TreeSet<>(list(this::text)));
    }

    private FailBehaviour failBehaviour() {
        return one(FailBehaviour.Quit::new, () -> new FailBehaviour.Restart(integers()));
    }

    private Command.Begin begin() {
        return one(() -> new Command.Begin.Since(time()), () -> new Command.Begin.Count(integer()));
    }

    private Data.Stats stats() {
        return new Data.Stats(
                new Data.Usage(
                        timeValue(),
                        timeValue(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong()),
                list(this::device),
                maybe(() -> list(() -> new Data.Counter(text(), random.nextLong()))),
                maybe(() -> new Data.Memory(
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        integer(),
                        timeValue())));
    }

    private Data.Interface device() {
        return new Data.Interface(
                text(),
                integer(),
                integer(),
                integer(),
                integer(),
                integer(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong());
    }

    private Data.TimeValue timeValue() {
        return new Data.TimeValue(random.nextLong(), integer());
    }

    /** Of every length from one byte to eight. */
    private long integer() {
        return random.nextLong() >> random.nextInt(2, Long.SIZE);
    }

    private Instant time() {
        return Instant.ofEpochMilli(random.nextLong(-60_000_000_000_000L, 250_000_000_000_000L));
    }

    private Name name() {
        List<String> path = list(this::label);
        return random.nextBoolean() ? new Path(path).asName() : Name.of(new Path(path), label());
    }

    private String label() {
        String first = "abcxyz0189";
        String next = first + "-.";
        StringBuilder label = new StringBuilder().append(first.charAt(random.nextInt(first.length())));
        for (int i = random.nextInt(12); i > 0; i--) {
            label.append(next.charAt(random.nextInt(next.length())));
        }
        return label.toString();
    }

    private Text text() {
        return random.nextBoolean() ? Text.of("h\u00e4ll\u00f6 " + random.nextInt()) : Text.of(bytes());
    }

    private Blob blob() {
        return Blob.of(bytes());
    }

    private Bytes bytes() {
        byte[] bytes = new byte[random.nextInt(8) == 0 ? random.nextInt(1000) : random.nextInt(20)];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private MacAddress mac() {
        byte[] bytes = new byte[MacAddress.LENGTH];
        random.nextBytes(bytes);
        return new MacAddress(Bytes.of(bytes));
    }

    private Megabytes megabytes() {
        return new Megabytes(integer());
    }

    private SortedSet<CpuId> cpus() {
        return new TreeSet<>(list(() -> new CpuId(integer())));
    }

    private SortedSet<Long> integers() {
        return new TreeSet<>(list(this::integer));
    }

    private <T> List<T> list(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    @SafeVarargs
    private final <T> T of(T... values) {
        return values[random.nextInt(values.length)];
    }

    @SafeVarargs
    private final <T> T one(Supplier<? extends T>... suppliers) {
        return suppliers[random.nextInt(suppliers.length)].get();
    }
}
